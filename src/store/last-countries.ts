import type { Redis } from 'ioredis';
import type { Keys } from './keys.ts';
import { guarded } from './records.ts';

/** Where each person searched last, so that their next search begins there. */
export function createLastCountries({ redis, keys }: { redis: Redis; keys: Keys }) {
  return guarded({
    /** ISO 3166 alpha-2. */
    async of(team: string, user: string): Promise<string | undefined> {
      const country = await redis.hget(keys.lastCountries(team), user);
      return country !== null && /^[A-Z]{2}$/.test(country) ? country : undefined;
    },
    async keep(team: string, user: string, country: string): Promise<void> {
      await redis.hset(keys.lastCountries(team), user, country);
    },
  });
}
export type LastCountries = ReturnType<typeof createLastCountries>;
