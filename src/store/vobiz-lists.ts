import type { Redis } from 'ioredis';
import { z } from 'zod';
import { type AccountSeen, accountSeenSchema } from '../domain/account/account-problem.ts';
import { type Offer, offerSchema } from '../domain/numbers/number-search.ts';
import { type SeenAtVobiz, seenAtVobizSchema } from '../domain/numbers/owned-number-list.ts';
import {
  type RegionOffered,
  regionOfferedSchema,
  regionsOffered,
} from '../domain/numbers/place-choices.ts';
import type { Keys } from './keys.ts';
import { guarded } from './records.ts';

const LIFE_MS = 60_000;
/** A menu may offer a region that has sold out since: the search then says so. */
const REGIONS_LIFE_MS = 24 * 3_600_000;
const ACCOUNT_LIFE_MS = 24 * 3_600_000;

/** Numbers on offer as Vobiz last listed them, for a minute; for a day in which regions they were. */
export function createOfferStore({ redis, keys }: { redis: Redis; keys: Keys }) {
  return guarded({
    async kept(country: string, region: string): Promise<Offer | undefined> {
      const text = await redis.get(keys.availability(country, region));
      return text === null ? undefined : offerSchema.parse(JSON.parse(text));
    },
    async isKept(country: string): Promise<boolean> {
      return (await redis.exists(keys.availability(country, ''))) === 1;
    },
    async keep(country: string, region: string, offer: Offer): Promise<void> {
      const saving = redis
        .multi()
        .set(keys.availability(country, region), JSON.stringify(offer), 'PX', LIFE_MS);
      const regions = JSON.stringify(regionsOffered(country, offer.numbers));
      await (region === ''
        ? saving.set(keys.regions(country), regions, 'PX', REGIONS_LIFE_MS)
        : saving
      ).exec();
    },
    async forget(country: string, region: string): Promise<void> {
      await redis.del(keys.availability(country, ''), keys.availability(country, region));
    },
    /** Small, so that a menu has them while somebody types. */
    async regions(country: string): Promise<RegionOffered[]> {
      const text = await redis.get(keys.regions(country));
      return text === null ? [] : z.array(regionOfferedSchema).parse(JSON.parse(text));
    },
  });
}
export type Offers = ReturnType<typeof createOfferStore>;

/** The account's numbers as Vobiz last listed them, for a minute: paging and filtering cost no calls. */
export function createNumbersSeen({ redis, keys }: { redis: Redis; keys: Keys }) {
  /** Thousands of numbers take longer to parse than all else of a page. */
  let parsed: { text: string; seen: SeenAtVobiz } | undefined;

  return guarded({
    /** The same object as before while Redis has the same. */
    async kept(): Promise<SeenAtVobiz | undefined> {
      const text = await redis.get(keys.numbersSeen());
      if (text === null) return undefined;
      if (parsed?.text !== text) parsed = { text, seen: seenAtVobizSchema.parse(JSON.parse(text)) };
      return parsed.seen;
    },
    async keep(seen: SeenAtVobiz): Promise<void> {
      await redis.set(keys.numbersSeen(), JSON.stringify(seen), 'PX', LIFE_MS);
    },
  });
}
/** The account as last read: cards and Homes are drawn from it without a call. */
export function createAccountSeen({ redis, keys }: { redis: Redis; keys: Keys }) {
  return guarded({
    async kept(): Promise<AccountSeen | undefined> {
      const text = await redis.get(keys.accountSeen());
      return text === null ? undefined : accountSeenSchema.parse(JSON.parse(text));
    },
    async keep(seen: AccountSeen): Promise<void> {
      await redis.set(keys.accountSeen(), JSON.stringify(seen), 'PX', ACCOUNT_LIFE_MS);
    },
  });
}
export type AccountStore = ReturnType<typeof createAccountSeen>;

export type NumbersSeen = ReturnType<typeof createNumbersSeen>;
