import type { Courier, Delivery, DeliveryType, SendOptions } from './courier.ts';
import { CannotDoThat } from './find-element.ts';
import type { JsonRecord } from './json.ts';
import { commandPayload } from './payloads.ts';
import { createClicks } from './person-clicks.ts';
import { createCommands } from './person-commands.ts';
import { createModals } from './person-modals.ts';
import { findPerson, type Slack } from './slack.ts';

/** Everything one person can do; each method rejects with CannotDoThat when Slack's client would not allow it. */
export type PersonActions = ReturnType<typeof createPerson>;

export function createPerson(slack: Slack, courier: Courier, userId: string) {
  const person = findPerson(slack, userId);
  if (!person) throw new CannotDoThat(`there is no person ${userId}`);
  if (person.kind === 'deactivated' || person.kind === 'bot') {
    throw new CannotDoThat(`${person.name} is ${person.kind} and cannot act`);
  }
  const raw = {
    /** Sends any payload, signed as asked; nothing the bot answers has an effect here. */
    async sendRaw(
      type: DeliveryType,
      body: JsonRecord,
      options: SendOptions = {},
    ): Promise<Delivery> {
      return courier.deliver(type, person.id, body, options);
    },

    /** A command with fields replaced, for payloads Slack would not send. */
    async rawCommand(command: string, text: string, overrides: JsonRecord = {}): Promise<Delivery> {
      const body = commandPayload(slack, person, String(overrides.channel_id ?? ''), command, text);
      const merged = { ...body, ...overrides };
      return courier.deliver('slash_command', person.id, merged);
    },
  };
  const commands = createCommands(slack, courier, person);
  const clicks = createClicks(slack, courier, person);
  const modals = createModals(slack, courier, person);
  return Object.assign(raw, commands, clicks, modals);
}
