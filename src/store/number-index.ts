import type { Redis } from 'ioredis';
import type { Keys } from './keys.ts';
import { digitsOf } from './number-places.ts';
import { guarded } from './records.ts';
import { placesIn } from './sorted-sets.ts';

/** The team's numbers by the records that gave them, without reading those. Each number counts once. */
export function createNumberIndex({ redis, keys }: { redis: Redis; keys: Keys }) {
  return guarded({
    size: (team: string): Promise<number> => redis.zcard(keys.numbers(team)),
    /** The `count` newest, with when the team got them (epoch ms). */
    async newest(team: string, count: number): Promise<{ e164: string; at: number }[]> {
      if (count <= 0) return [];
      const places = await placesIn(redis, [keys.numbers(team)], { offset: 0, count });
      return places.map(({ member, score }) => ({ e164: member, at: score }));
    },
    /** Of each number, whether a record gave it. */
    async has(team: string, numbers: readonly string[]): Promise<boolean[]> {
      if (numbers.length === 0) return [];
      const scores = await redis.zmscore(keys.numbers(team), [...numbers]);
      return scores.map((score) => score !== null);
    },
    /** Ids of the records that gave these numbers. */
    async ids(team: string, numbers: readonly string[]): Promise<string[]> {
      const key = keys.numberRecords(team);
      const found = await Promise.all(
        numbers.map((e164) => redis.zrange(key, digitsOf(e164), `${digitsOf(e164)}`, 'BYSCORE')),
      );
      return found.flat();
    },
    /** The numbers that went back to Vobiz at `since` (epoch ms) or later. Asked for after `has` or `ids`, it has what they lack. */
    async givenBackSince(team: string, since: number): Promise<ReadonlySet<string>> {
      return new Set(await redis.zrange(keys.numbersGivenBack(team), since, '+inf', 'BYSCORE'));
    },
    countries: (team: string): Promise<string[]> =>
      redis.zrange(keys.numberCountries(team), 0, '-1'),
  });
}
export type NumberIndex = ReturnType<typeof createNumberIndex>;
