import { z } from 'zod';
import type { Delivery } from './courier.ts';
import { CannotDoThat } from './find-element.ts';
import type { JsonRecord } from './json.ts';
import type { Target } from './payloads.ts';
import type { SlackStandIn } from './stand-in.ts';
import type { StoredMessage } from './store.ts';

/** Where a person acts; a message or note without `ts` is the latest one. */
const where = z.discriminatedUnion('in', [
  z.object({ in: z.literal('modal') }),
  z.object({ in: z.literal('home') }),
  z.object({ in: z.literal('message'), channel: z.string(), ts: z.string().optional() }),
  z.object({ in: z.literal('ephemeral'), ts: z.string().optional() }),
]);
export type Place = z.infer<typeof where>;

const element = {
  where,
  actionId: z.string().optional(),
  blockId: z.string().optional(),
  label: z.string().optional(),
  index: z.int().nonnegative().optional(),
};

const deed = z.discriminatedUnion('do', [
  z.object({
    do: z.literal('command'),
    channel: z.string(),
    command: z.string(),
    text: z.string().default(''),
  }),
  z.object({
    do: z.literal('say'),
    channel: z.string(),
    text: z.string().min(1),
    threadTs: z.string().optional(),
  }),
  z.object({ do: z.literal('click'), ...element, text: z.string().optional() }),
  z.object({
    do: z.literal('select'),
    ...element,
    value: z.union([z.string(), z.array(z.string())]),
    typed: z.string().optional(),
  }),
  z.object({ do: z.literal('suggest'), ...element, typed: z.string() }),
  z.object({ do: z.literal('type'), ...element, value: z.string() }),
  z.object({ do: z.literal('pressEnter'), ...element }),
  z.object({
    do: z.literal('messageShortcut'),
    channel: z.string(),
    ts: z.string(),
    callbackId: z.string(),
  }),
  z.object({ do: z.literal('shortcut'), callbackId: z.string() }),
  z.object({ do: z.literal('submit') }),
  z.object({ do: z.literal('close') }),
  z.object({ do: z.literal('dismiss') }),
  z.object({ do: z.literal('openHome') }),
]);

/** What somebody does, as it comes from outside: `as` is the user id of the person. */
export const deedSchema = z.intersection(z.object({ as: z.string() }), deed);
export type Deed = z.infer<typeof deedSchema>;

/** The result; nothing for what the app doesn't hear of. */
export interface Outcome {
  delivery?: Delivery;
  /** The choices an external menu offered. */
  offered?: JsonRecord;
}

function messageAt(slack: SlackStandIn, channel: string, ts: string): StoredMessage {
  const message = slack.message(channel, ts);
  if (!message) throw new CannotDoThat('there is no such message');
  return message;
}

function targetOf(slack: SlackStandIn, userId: string, place: Place): Target {
  const found = (): Target | undefined => {
    if (place.in === 'modal') return slack.openView(userId);
    if (place.in === 'home') return slack.home(userId);
    const items = place.in === 'message' ? slack.messages(place.channel) : slack.ephemerals(userId);
    return place.ts ? items.find((item) => item.ts === place.ts) : items.at(-1);
  };
  const target = found();
  if (!target) throw new CannotDoThat(`there is no ${place.in} to act on`);
  return target;
}

const told = (delivery: Delivery | undefined): Outcome => (delivery ? { delivery } : {});

/** Deeds that use an element of a message or view. */
async function onElement(
  slack: SlackStandIn,
  wish: Extract<Deed, { where: Place }>,
): Promise<Outcome> {
  const person = slack.as(wish.as);
  const { actionId, blockId, label, index } = wish;
  const query = { actionId, blockId, label, index };
  const target = targetOf(slack, wish.as, wish.where);
  switch (wish.do) {
    case 'click':
      return told(await person.click(target, { ...query, text: wish.text }));
    case 'select': {
      const { value, typed } = wish;
      return told(await person.select(target, { ...query, typed, value }));
    }
    case 'suggest':
      return { offered: await person.suggest(target, query, wish.typed) };
    case 'type':
      return told(await person.type(target, query, wish.value));
    case 'pressEnter':
      return told(await person.pressEnter(target, query));
  }
}

/** Does what a person asks for; throws CannotDoThat when Slack's client would not allow it. */
export async function perform(slack: SlackStandIn, wish: Deed): Promise<Outcome> {
  if ('where' in wish) return onElement(slack, wish);
  const person = slack.as(wish.as);
  switch (wish.do) {
    case 'command':
      return told(await person.command(wish.channel, wish.command, wish.text));
    case 'say':
      person.say(wish.channel, wish.text, { threadTs: wish.threadTs });
      return {};
    case 'messageShortcut': {
      const message = messageAt(slack, wish.channel, wish.ts);
      return told(await person.messageShortcut(message, wish.callbackId));
    }
    case 'shortcut':
      return told(await person.shortcut(wish.callbackId));
    default:
      return told(await person[wish.do]());
  }
}
