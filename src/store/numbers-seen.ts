import type { Redis } from 'ioredis';
import { z } from 'zod';
import { priceSchema } from '../domain/money.ts';
import type { SeenAtVobiz } from '../domain/numbers/owned-number-list.ts';
import { e164Schema } from '../domain/phone.ts';
import type { Keys } from './keys.ts';
import { guarded } from './records.ts';

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

/** What Vobiz listed of the account's numbers, for a minute: turning pages and filtering cost no calls. */
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
