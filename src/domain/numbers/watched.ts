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

/** What is wrong now. `at`: when the last change was seen; what has been wrong since then is new. */
export const watchedSchema = z.object({
  at: timeSchema,
  number: numberTroubleSchema.optional(),
  price: priceTroubleSchema.optional(),
  channel: channelTroubleSchema.optional(),
  /** What the last change brought back to normal. */
  over: z.array(z.enum(['number', 'price', 'channel'])).optional(),
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
  const over = (['number', 'price', 'channel'] as const).filter((part) => next[part].isOver);
  return {
    at: now,
    ...(next.number.is && { number: next.number.is }),
    ...(next.price.is && { price: next.price.is }),
    ...(next.channel.is && { channel: next.channel.is }),
    ...(over.length > 0 && { over }),
  };
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

/** What the last change brought, to be told once. Undefined where there is nothing to tell. */
export function newsOfWatched(watched: Watched | undefined): Watched | undefined {
  if (!watched) return undefined;
  const { at, number, price, channel, over } = watched;
  const isNew = (trouble: { since: number } | undefined) => trouble?.since === at;
  const news = {
    at,
    ...(isNew(number) && { number }),
    ...(isNew(price) && { price }),
    ...(isNew(channel) && { channel }),
    ...(over && { over }),
  };
  return Object.keys(news).length > 1 ? news : undefined;
}
