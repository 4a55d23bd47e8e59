import type { Redis } from 'ioredis';
import { z } from 'zod';
import { type AvailableNumber, availableNumberSchema } from '../domain/numbers/available-number.ts';
import { type OrderDraft, orderDraftSchema } from '../domain/order/order-draft.ts';
import type { Keys, RecordRef } from './keys.ts';
import { guarded } from './records.ts';
import { memberOf, refOf } from './saving.ts';

const AVAILABILITY_LIFE_MS = 60_000;
/** An order form left open overnight can still be submitted. */
const DRAFT_LIFE_MS = 24 * 3_600_000;
/** No `Retry-After` is taken for longer. */
const LONGEST_PAUSE_MS = 24 * 3_600_000;
/** The clocks of two processes may differ by this much. */
const SKEW_MS = 5_000;

const offerSchema = z.object({
  numbers: z.array(availableNumberSchema),
  skipped: z.number().int(),
});
export type Offer = { numbers: AvailableNumber[]; skipped: number };

export type ShortLivedStore = {
  availability(country: string, region: string): Promise<Offer | undefined>;
  keepAvailability(country: string, region: string, offer: Offer): Promise<void>;
  draft(ref: RecordRef): Promise<OrderDraft | undefined>;
  /** Keeps it among the submitted ones exactly as long as it says that it was submitted. */
  keepDraft(draft: OrderDraft): Promise<void>;
  submittedDrafts(): Promise<RecordRef[]>;
  /** Lets go of a submitted one that no longer exists. */
  forgetDraft(ref: RecordRef): Promise<void>;
  /** Epoch ms until which Vobiz asked the whole account to be quiet; undefined when it may be called. */
  vobizPausedUntil(now: number): Promise<number | undefined>;
  pauseVobiz(now: number, forMs: number): Promise<void>;
};

/** Things with an end of their own: the availability cache (a minute), order drafts, the account's pause. */
export function createShortLivedStore(options: { redis: Redis; keys: Keys }): ShortLivedStore {
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
      // More left than was asked for: the clock was set back, and nobody can tell whether the pause is over.
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
