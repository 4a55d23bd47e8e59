import { z } from 'zod';
import {
  type ChannelIndex,
  type ChannelList,
  type ChannelSeen,
  indexChannels,
} from '../connection/connection.ts';
import { inUse, type OwnedSeen } from '../numbers/owned-number-list.ts';
import { timeSchema } from '../typed.ts';
import { type Absence, isGone } from './absence.ts';

/** The account's lists as one reading has them; an unreadable one is absent. `isWhole`: what it lacks is not there. */
export type AccountLists = {
  owned?: { numbers: readonly OwnedSeen[]; isWhole: boolean };
  channels?: ChannelList;
};

/** `mark`: what it was like, '' if it was never listed. `lacking`: since when whole lists have lacked it (epoch ms). */
const markedSchema = z.object({ mark: z.string(), lacking: timeSchema.optional() });
type Marked = z.infer<typeof markedSchema>;

/** What was last seen of a number: while nothing differs from it, no record has to be read. */
export const lastSeenSchema = z.object({
  /** The records that gave the number. */
  ids: z.array(z.string()),
  number: markedSchema,
  channel: markedSchema,
  /** By what its channel is found, where the list does not name the number. */
  channelId: z.string().optional(),
  orderId: z.string().optional(),
  /** Whether something is wrong with it, by its record. */
  isTroubled: z.literal(true).optional(),
});
export type LastSeen = z.infer<typeof lastSeenSchema>;

/** What lists show of a number. `gone`: two whole lists, some minutes apart, lack it. Undefined: they prove nothing. */
export type Seen = {
  number: OwnedSeen | 'gone' | undefined;
  channel: ChannelSeen | 'gone' | undefined;
};

export type ListIndex = {
  owned: { of: ReadonlyMap<string, OwnedSeen>; isWhole: boolean };
  channels: ChannelIndex;
};

export function indexLists({ owned, channels }: AccountLists): ListIndex {
  const of = new Map<string, OwnedSeen>();
  for (const one of owned?.numbers ?? []) of.set(one.e164, inUse(of.get(one.e164), one));
  return {
    owned: { of, isWhole: owned?.isWhole ?? false },
    channels: indexChannels(channels ?? { all: [], isWhole: false }),
  };
}

/** Never listed. */
export const UNSEEN: Pick<LastSeen, 'number' | 'channel'> = {
  number: { mark: '' },
  channel: { mark: '' },
};
/** Seen before anybody kept what it was like. */
export const LISTED = 'listed';
const GONE = 'gone';

/** What each list is of. */
export type Listed = 'number' | 'channel';

/** Numbers or channels that a list lacks, of those it had. */
export type Vanished = { lacking: number; of: number };

/** More than so many are no news of each, however many there were; and of these, half is too many. */
const MANY = 10;
const SEVERAL = 3;

/**
 * What a whole list lacks at once, if that is more than can be true: the list is rather another account's, cut short, or wrong.
 * A number that was leaving was bound to go.
 */
export function vanishedFrom(
  kept: ReadonlyMap<string, LastSeen>,
  lists: ListIndex,
  what: Listed,
): Vanished | undefined {
  if (!(what === 'number' ? lists.owned : lists.channels).isWhole) return undefined;
  const staying = [...kept].filter(([, known]) => !NOT_STAYING.test(known[what].mark));
  const lacking = lackedBy(new Map(staying), lists, what).length;
  const isTooMuch =
    lacking === staying.length ||
    lacking > MANY ||
    (lacking >= SEVERAL && lacking >= staying.length / 2);
  return lacking > 0 && isTooMuch ? { lacking, of: staying.length } : undefined;
}

/** The numbers that a list lacks, or whose channels it lacks. */
export function lackedBy(
  kept: ReadonlyMap<string, LastSeen>,
  { owned, channels }: ListIndex,
  what: Listed,
): string[] {
  const lacks = ([e164, known]: [string, LastSeen]) =>
    what === 'number' ? !owned.of.has(e164) : channelIn(channels, e164, known) === undefined;
  return [...kept].filter(lacks).map(([e164]) => e164);
}

/** Marks of what no list had, lately or ever, and of what is being given back. */
const NOT_STAYING = /^(?:|gone|pending_release .*|released .*)$/;

/** Compares lists with what was last seen. */
export function compareWith(
  e164: string,
  known: LastSeen,
  lists: ListIndex,
  when: Absence,
): { seen: Seen; next: LastSeen; isNew: boolean } {
  const row = lists.owned.of.get(e164);
  const channel = channelIn(lists.channels, e164, known);
  const next: LastSeen = {
    ...known,
    number: marked(known.number, row && numberMark(row), lists.owned.isWhole, when),
    channel: marked(known.channel, channel && channelMark(channel), lists.channels.isWhole, when),
  };
  return {
    seen: {
      number: row ?? (next.number.mark === GONE ? GONE : undefined),
      channel: channel ?? (next.channel.mark === GONE ? GONE : undefined),
    },
    next,
    isNew: next.number.mark !== known.number.mark || next.channel.mark !== known.channel.mark,
  };
}

/** Of many numbers, by the records that gave them: those whose records must be read, and what is to be kept of the others. */
export function compareAll(
  numbers: ReadonlyMap<string, readonly string[]>,
  kept: ReadonlyMap<string, LastSeen>,
  lists: ListIndex,
  when: Absence,
): { same: Map<string, LastSeen>; others: string[] } {
  const same = new Map<string, LastSeen>();
  const others: string[] = [];
  for (const [e164, ids] of numbers) {
    const known = kept.get(e164);
    const looked = known && compareWith(e164, known, lists, when);
    if (!looked || looked.isNew || known.ids.join() !== ids.join()) others.push(e164);
    else if (isInDoubt(known) || isInDoubt(looked.next)) same.set(e164, looked.next);
  }
  return { same, others };
}

/** Whether a second look is needed soon: something was lacking once. */
export function isInDoubt({ number, channel }: LastSeen): boolean {
  return number.lacking !== undefined || channel.lacking !== undefined;
}

function channelIn(
  { byId, byOrder, byNumber }: ChannelIndex,
  e164: string,
  { channelId = '', orderId = '' }: LastSeen,
): ChannelSeen | undefined {
  return byId.get(channelId) ?? byOrder.get(orderId) ?? byNumber.get(e164);
}

function marked(known: Marked, mark: string | undefined, isWhole: boolean, when: Absence): Marked {
  if (mark !== undefined) return { mark };
  if (!isWhole || known.mark === '' || known.mark === GONE) return known;
  const { lacking = when.at } = known;
  return isGone(lacking, when) ? { mark: GONE } : { mark: known.mark, lacking };
}

function numberMark({ status, said, price }: OwnedSeen): string {
  const { minor, currency } = price?.monthly ?? {};
  return [status, said, minor, currency].join(' ');
}

function channelMark({ id, status, verification, said }: ChannelSeen): string {
  return [id, status, verification, said].join(' ');
}
