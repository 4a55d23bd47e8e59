/**
 * - Watched: what a number and its channel are like at Vobiz, compared with what we know of them.
 * - Trouble: a difference that its owner must hear of. It is told once, and so is its end.
 */
import { z } from 'zod';
import { moneySchema } from '../money.ts';
import { timeSchema } from '../typed.ts';

/** A word of Vobiz's that we don't know. */
export const SAID_MAX = 40;
const saidSchema = z.string().max(SAID_MAX).optional();

const numberTroubleSchema = z.object({
  /** `gone`: no longer listed, by two whole lists. */
  is: z.enum(['blocked', 'pending_release', 'released', 'gone', 'unknown']),
  said: saidSchema,
  since: timeSchema,
});
export type NumberTrouble = z.infer<typeof numberTroubleSchema>;

const channelTroubleSchema = z.object({
  /** `rejected`, `pending`: by Meta, after the number was live. */
  is: z.enum(['suspended', 'inactive', 'rejected', 'pending', 'gone', 'unknown']),
  said: saidSchema,
  since: timeSchema,
});
export type ChannelTrouble = z.infer<typeof channelTroubleSchema>;

/** What it costs a month now, which is not what was agreed. */
const priceTroubleSchema = z.object({ monthly: moneySchema, since: timeSchema });

const partSchema = z.enum(['number', 'price', 'channel']);
type PartName = z.infer<typeof partSchema>;

/** What is wrong now. `at`: when the last change was seen. */
export const watchedSchema = z.object({
  at: timeSchema,
  number: numberTroubleSchema.optional(),
  price: priceTroubleSchema.optional(),
  channel: channelTroubleSchema.optional(),
  /** What the last change brought back to normal. */
  over: z.array(partSchema).optional(),
  /** What earlier changes did, and when: perhaps nobody could be told yet. */
  overBefore: z.partialRecord(partSchema, timeSchema).optional(),
});
export type Watched = z.infer<typeof watchedSchema>;

/** `undefined`: nobody can tell. `normal`: as it should be. `none`: there is nothing to watch. */
type Part<T> = Omit<T, 'since'> | 'normal' | 'none' | undefined;
export type Compared = {
  number: Part<NumberTrouble>;
  price: Part<z.infer<typeof priceTroubleSchema>>;
  channel: Part<ChannelTrouble>;
};

/** What is wrong after a look; undefined where that says nothing new. `now` is epoch ms. */
export function watchedAs(
  before: Watched | undefined,
  { number, price, channel }: Compared,
  now: number,
): Watched | undefined {
  const next = {
    number: nextOf(before?.number, number, now),
    price: nextOf(before?.price, price, now),
    channel: nextOf(before?.channel, channel, now),
  };
  if (next.number.isSame && next.price.isSame && next.channel.isSame) return undefined;
  const over = partSchema.options.filter((part) => next[part].isOver);
  const earlier = endedBefore(before).filter(([part]) => !next[part].is && !over.includes(part));
  return {
    at: now,
    ...(next.number.is && { number: next.number.is }),
    ...(next.price.is && { price: next.price.is }),
    ...(next.channel.is && { channel: next.channel.is }),
    ...(over.length > 0 && { over }),
    ...(earlier.length > 0 && { overBefore: Object.fromEntries(earlier) }),
  };
}

/** What was brought back to normal, and when; of each part the last time. */
function endedBefore(watched: Watched | undefined): [PartName, number][] {
  const { at = 0, over = [], overBefore = {} } = watched ?? {};
  return partSchema.options.flatMap((part): [PartName, number][] => {
    const ended = over.includes(part) ? at : overBefore[part];
    return ended === undefined ? [] : [[part, ended]];
  });
}

type Next<T> = { is?: T; isSame: boolean; isOver: boolean };

function nextOf<T extends { since: number }>(
  before: T | undefined,
  now: Omit<T, 'since'> | 'normal' | 'none' | undefined,
  at: number,
): Next<Omit<T, 'since'> & { since: number }> {
  if (now === undefined || now === 'normal' || now === 'none') {
    if (now === undefined && before) return { is: before, isSame: true, isOver: false };
    return { isSame: !before, isOver: before !== undefined && now === 'normal' };
  }
  const next = { ...now, since: before?.since ?? at };
  if (before && JSON.stringify(sorted(before)) === JSON.stringify(sorted(next)))
    return { is: before, isSame: true, isOver: false };
  return { is: { ...now, since: at }, isSame: false, isOver: false };
}

function sorted(trouble: object) {
  return Object.entries(trouble).sort(([one], [other]) => (one < other ? -1 : 1));
}

export function hasTrouble(watched: Watched | undefined): boolean {
  return Boolean(watched?.number || watched?.price || watched?.channel);
}

export type WatchedNews = Pick<Watched, 'at' | PartName | 'over'>;

/** What each change brought that still is so, oldest first; each is to be told once. */
export function newsOfWatched(watched: Watched | undefined): WatchedNews[] {
  if (!watched) return [];
  const { number, price, channel } = watched;
  const ended = endedBefore(watched);
  const begun = [number, price, channel].flatMap((trouble) => trouble?.since ?? []);
  const times = new Set([...begun, ...ended.map(([, at]) => at)]);
  return [...times]
    .sort((one, other) => one - other)
    .map((at) => {
      const over = ended.flatMap(([part, endedAt]) => (endedAt === at ? [part] : []));
      return {
        at,
        ...(number?.since === at && { number }),
        ...(price?.since === at && { price }),
        ...(channel?.since === at && { channel }),
        ...(over.length > 0 && { over }),
      };
    });
}
