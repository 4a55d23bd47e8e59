import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import { z } from 'zod';
import { priceSchema } from '../domain/money.ts';
import { availableNumberSchema, type Offer } from '../domain/numbers/number-search.ts';
import type { SeenAtVobiz } from '../domain/numbers/owned-number-list.ts';
import { type OrderDraft, orderDraftSchema } from '../domain/order/order-draft.ts';
import { e164Schema } from '../domain/phone.ts';
import type { Ref } from '../domain/record.ts';
import type { Keys } from './keys.ts';
import { guarded } from './records.ts';
import { memberOf, refOf } from './saving.ts';

const AVAILABILITY_LIFE_MS = 60_000;
/** An order form left open overnight can still be submitted. */
const DRAFT_LIFE_MS = 24 * 3_600_000;
/** No `Retry-After` is honoured for longer. */
const LONGEST_PAUSE_MS = 24 * 3_600_000;
const SKEW_MS = 5_000;

const offerSchema = z.object({
  numbers: z.array(availableNumberSchema),
  skipped: z.number().int(),
});

export type ShortLived = {
  availability(country: string, region: string): Promise<Offer | undefined>;
  keepAvailability(country: string, region: string, offer: Offer): Promise<void>;
  draft(ref: Ref): Promise<OrderDraft | undefined>;
  /** Lists it as submitted for exactly as long as it says it is. */
  keepDraft(draft: OrderDraft): Promise<void>;
  submittedDrafts(): Promise<Ref[]>;
  forgetDraft(ref: Ref): Promise<void>;
  /** Epoch ms until which Vobiz asked the whole account to pause; undefined when calls are allowed. */
  vobizPausedUntil(now: number): Promise<number | undefined>;
  pauseVobiz(now: number, forMs: number): Promise<void>;
};

/** Things that expire: the availability cache (a minute), order drafts, the account's pause. */
export function createShortLivedStore(options: { redis: Redis; keys: Keys }): ShortLived {
  const { redis, keys } = options;
  return guarded({
    async availability(country, region) {
      const text = await redis.get(keys.availability(country, region));
      return text === null ? undefined : offerSchema.parse(JSON.parse(text));
    },
    async keepAvailability(country, region, offer) {
      const key = keys.availability(country, region);
      await redis.set(key, JSON.stringify(offer), 'PX', AVAILABILITY_LIFE_MS);
    },
    async draft(ref) {
      const text = await redis.get(keys.draft(ref));
      return text === null ? undefined : orderDraftSchema.parse(JSON.parse(text));
    },
    async keepDraft(draft) {
      const saving = redis
        .multi()
        .set(keys.draft(draft), JSON.stringify(draft), 'PX', DRAFT_LIFE_MS);
      await (draft.submitted
        ? saving.sadd(keys.submitted(), memberOf(draft))
        : saving.srem(keys.submitted(), memberOf(draft))
      ).exec();
    },
    async submittedDrafts() {
      return (await redis.smembers(keys.submitted())).map(refOf);
    },
    async forgetDraft(ref) {
      await redis.multi().del(keys.draft(ref)).srem(keys.submitted(), memberOf(ref)).exec();
    },
    async vobizPausedUntil(now) {
      const [until, length] = await redis.mget(keys.vobizPause(), keys.vobizPauseLength());
      const leftMs = Number(until ?? 0) - now;
      // More left than was asked for: the clock was set back, so nobody can tell whether the pause is over.
      const longestMs = Number(length ?? LONGEST_PAUSE_MS) + SKEW_MS;
      return leftMs > 0 && leftMs <= longestMs ? now + leftMs : undefined;
    },
    async pauseVobiz(now, forMs) {
      await redis
        .multi()
        .set(keys.vobizPause(), now + forMs, 'PX', forMs)
        .set(keys.vobizPauseLength(), forMs, 'PX', forMs)
        .exec();
    },
  });
}

const LIFE_MS = 60_000;

const ownedSchema = z.object({
  e164: e164Schema,
  status: z.enum([
    'active',
    'pending_purchase',
    'pending_release',
    'released',
    'blocked',
    'unknown',
  ]),
  purchasedAt: z.number().optional(),
  ownAccount: z.boolean(),
  price: priceSchema.optional(),
});
const channelSchema = z.object({
  id: z.string(),
  e164: e164Schema.optional(),
  orderId: z.string().optional(),
  status: z.enum(['active', 'inactive', 'suspended', 'unknown']),
  verification: z.enum(['verified', 'pending', 'rejected', 'unknown']),
  displayName: z.string().optional(),
});
const seenSchema = z.object({
  at: z.number(),
  owned: z.array(ownedSchema).optional(),
  channels: z.array(channelSchema).optional(),
});

/** The account's numbers as Vobiz last listed them, for a minute: paging and filtering cost no calls. */
export function createNumbersSeen(options: { redis: Redis; keys: Keys }) {
  const { redis, keys } = options;
  return guarded({
    async kept(): Promise<SeenAtVobiz | undefined> {
      const text = await redis.get(keys.numbersSeen());
      if (text === null) return undefined;
      const { owned, ...seen } = seenSchema.parse(JSON.parse(text));
      return {
        ...seen,
        owned: owned?.map((number) => ({ ...number, purchasedAt: number.purchasedAt })),
        channels: seen.channels?.map(({ e164, orderId, ...rest }) => ({ ...rest, e164, orderId })),
      };
    },
    async keep(seen: SeenAtVobiz): Promise<void> {
      await redis.set(keys.numbersSeen(), JSON.stringify(seen), 'PX', LIFE_MS);
    },
  });
}
export type NumbersSeen = ReturnType<typeof createNumbersSeen>;

/** Reads the counters that the save script keeps: one hash per team and UTC month. */
export function createUsageStore(options: { redis: Redis; keys: Keys }) {
  const { redis, keys } = options;
  return guarded({
    async of(team: string, month: string): Promise<Record<string, number>> {
      const fields = await redis.hgetall(keys.counters(team, month));
      return Object.fromEntries(Object.entries(fields).map(([field, sum]) => [field, Number(sum)]));
    },
  });
}
export type Usage = ReturnType<typeof createUsageStore>;

/** Which worker sweeps now, and which sweep finished last. Losing either costs one extra sweep. */
export function createSweepTurns(options: { redis: Redis; keys: Keys }) {
  const { redis, keys } = options;
  return guarded({
    async finished(): Promise<string | undefined> {
      return (await redis.get(keys.sweepFinished())) ?? undefined;
    },
    async take(forMs: number): Promise<boolean> {
      return (await redis.set(keys.sweepTurn(), '1', 'PX', forMs, 'NX')) === 'OK';
    },
    async finish(): Promise<string> {
      const name = randomUUID();
      await redis.multi().set(keys.sweepFinished(), name).del(keys.sweepTurn()).exec();
      return name;
    },
  });
}
