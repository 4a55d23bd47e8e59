import type { Redis } from 'ioredis';
import { type Offer, offerSchema } from '../domain/numbers/number-search.ts';
import { type SeenAtVobiz, seenAtVobizSchema } from '../domain/numbers/owned-number-list.ts';
import type { Keys } from './keys.ts';
import { guarded } from './records.ts';

const LIFE_MS = 60_000;

/** Numbers on offer as Vobiz last listed them, for a minute. */
export function createOfferStore({ redis, keys }: { redis: Redis; keys: Keys }) {
  return guarded({
    async kept(country: string, region: string): Promise<Offer | undefined> {
      const text = await redis.get(keys.availability(country, region));
      return text === null ? undefined : offerSchema.parse(JSON.parse(text));
    },
    async keep(country: string, region: string, offer: Offer): Promise<void> {
      await redis.set(keys.availability(country, region), JSON.stringify(offer), 'PX', LIFE_MS);
    },
  });
}
export type Offers = ReturnType<typeof createOfferStore>;

/** The account's numbers as Vobiz last listed them, for a minute: paging and filtering cost no calls. */
export function createNumbersSeen({ redis, keys }: { redis: Redis; keys: Keys }) {
  return guarded({
    async kept(): Promise<SeenAtVobiz | undefined> {
      const text = await redis.get(keys.numbersSeen());
      return text === null ? undefined : seenAtVobizSchema.parse(JSON.parse(text));
    },
    async keep(seen: SeenAtVobiz): Promise<void> {
      await redis.set(keys.numbersSeen(), JSON.stringify(seen), 'PX', LIFE_MS);
    },
  });
}
export type NumbersSeen = ReturnType<typeof createNumbersSeen>;
