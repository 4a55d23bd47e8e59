import type { Redis } from 'ioredis';
import { type OrderDraft, orderDraftSchema } from '../domain/order/order-draft.ts';
import type { Ref } from '../domain/record.ts';
import type { Keys } from './keys.ts';
import { guarded } from './records.ts';
import { memberOf, refOf } from './saving.ts';

/** An order form left open overnight can still be submitted. */
const LIFE_MS = 24 * 3_600_000;

export function createOrderDrafts({ redis, keys }: { redis: Redis; keys: Keys }) {
  return guarded({
    async get(ref: Ref): Promise<OrderDraft | undefined> {
      const text = await redis.get(keys.draft(ref));
      return text === null ? undefined : orderDraftSchema.parse(JSON.parse(text));
    },
    /** Lists it as submitted for exactly as long as it says it is. */
    async keep(draft: OrderDraft): Promise<void> {
      const saving = redis.multi().set(keys.draft(draft), JSON.stringify(draft), 'PX', LIFE_MS);
      await (draft.submitted
        ? saving.sadd(keys.submitted(), memberOf(draft))
        : saving.srem(keys.submitted(), memberOf(draft))
      ).exec();
    },
    submitted: async (): Promise<Ref[]> => (await redis.smembers(keys.submitted())).map(refOf),
    async forget(ref: Ref): Promise<void> {
      await redis.multi().del(keys.draft(ref)).srem(keys.submitted(), memberOf(ref)).exec();
    },
  });
}
export type OrderDrafts = ReturnType<typeof createOrderDrafts>;
