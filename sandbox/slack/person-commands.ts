import type { Courier, Delivery } from './courier.ts';
import { CannotDoThat, visibleTarget } from './find-element.ts';
import { recordOf } from './json.ts';
import {
  commandPayload,
  eventPayload,
  globalShortcutPayload,
  messageActionPayload,
} from './payloads.ts';
import { showMessage } from './response-url.ts';
import { directMessageId, findChannel, type Slack } from './slack.ts';
import { SlackApiError } from './slack-api-error.ts';
import type { StoredMessage } from './store.ts';
import { viewPayload } from './view-store.ts';
import type { Person } from './workspace.ts';

/** What Slack does to typed text before it stores it. */
function escapeMrkdwn(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

export function createCommands(slack: Slack, courier: Courier, person: Person) {
  /** A private line from Slack itself. */
  function tell(channel: string, text: string): void {
    const ts = slack.ids.ts();
    const note = { kind: 'ephemeral', channel, ts, userId: person.id, text } as const;
    slack.store.ephemerals.push({ ...note, blocks: [], source: 'slack', inputs: {} });
    slack.changed({ type: 'ephemeral', userId: person.id, ts });
  }

  function showAnswer(channel: string, delivery: Delivery): void {
    if (delivery.error || delivery.ackBody === undefined) return;
    const { ackBody } = delivery;
    const sent = typeof ackBody === 'string' ? { text: ackBody } : recordOf(ackBody);
    try {
      showMessage(slack, { userId: person.id, channel, source: 'ack' }, sent);
    } catch (error) {
      if (!(error instanceof SlackApiError)) throw error;
      delivery.error = 'invalid_command_response';
    }
  }

  function insideOnly(): void {
    if (person.kind !== 'external' && person.kind !== 'stranger') return;
    throw new CannotDoThat('commands and shortcuts exist only for people of the installing team');
  }

  return {
    /** Runs a slash command in a channel or direct message; the text goes to the app as typed. */
    async command(channelId: string, command: string, text = ''): Promise<Delivery> {
      insideOnly();
      if (!findChannel(slack, channelId)?.members.includes(person.id)) {
        throw new CannotDoThat(`${person.name} is not in ${channelId}`);
      }
      const body = commandPayload(slack, person, channelId, command, text);
      const delivery = await courier.deliver('slash_command', person.id, body);
      showAnswer(channelId, delivery);
      if (delivery.error) {
        delivery.toldPerson = `${command} failed with the error "${delivery.error}"`;
        tell(channelId, delivery.toldPerson);
      }
      return delivery;
    },

    /** Posts a message of the person's own. The app hears nothing of it: it asks for no message events. */
    say(channelId: string, text: string, threadTs?: string): void {
      if (!findChannel(slack, channelId)?.members.includes(person.id)) {
        throw new CannotDoThat(`${person.name} is not in ${channelId}`);
      }
      const ts = slack.ids.ts();
      slack.store.messages.push({
        kind: 'message',
        channel: channelId,
        ts,
        ...(threadTs ? { threadTs } : {}),
        user: person.id,
        text: escapeMrkdwn(text),
        blocks: [],
        edited: false,
        reactions: [],
        inputs: {},
      });
      slack.changed({ type: 'message', channel: channelId, ts });
    },

    /** Picks a message shortcut from a message's menu. */
    async messageShortcut(shown: StoredMessage, callbackId: string): Promise<Delivery> {
      insideOnly();
      const message = visibleTarget(slack, person, shown);
      if (message.kind !== 'message') throw new CannotDoThat('only messages have shortcuts');
      const body = messageActionPayload(slack, person, message, callbackId);
      return courier.deliver('message_action', person.id, body);
    },

    /** Picks a global shortcut. */
    async shortcut(callbackId: string): Promise<Delivery> {
      insideOnly();
      return courier.deliver(
        'shortcut',
        person.id,
        globalShortcutPayload(slack, person, callbackId),
      );
    },

    /** Opens the app's Home tab. */
    async openHome(): Promise<Delivery> {
      const home = slack.store.homes.get(person.id);
      const event = {
        type: 'app_home_opened',
        user: person.id,
        channel: directMessageId(person.id),
        tab: 'home',
        ...(home ? { view: viewPayload(slack, home) } : {}),
      };
      return courier.deliver('event_callback', person.id, eventPayload(slack, event));
    },
  };
}
