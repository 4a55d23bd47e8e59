import type { Redis } from 'ioredis';
import { z } from 'zod';
import { vanishedSchema } from '../domain/account/appeared.ts';
import { type LastSeen, lastSeenSchema } from '../domain/account/last-seen.ts';
import type { Keys } from './keys.ts';
import { guarded } from './records.ts';

/** An entry that another version wrote is as good as none. */
const readable = lastSeenSchema.optional().catch(undefined);

/** What the last look at everything found. `elsewhere`: numbers that are in the account and that no record of ours gave. */
const figuresSchema = z
  .object({
    at: z.number(),
    troubled: z.number(),
    elsewhere: z.number(),
    vanished: vanishedSchema.optional(),
    vanishedChannels: vanishedSchema.optional(),
  })
  .optional()
  .catch(undefined);
export type WatchFigures = NonNullable<z.infer<typeof figuresSchema>>;
const WRITTEN_AT_ONCE = 1_000;

/**
 * What was last seen at Vobiz of each number, beside the index of numbers. Lost, it costs one look that reads every record, and
 * a number that is gone from the account is noticed only if it is listed again.
 */
export function createLastSeenNumbers({ redis, keys }: { redis: Redis; keys: Keys }) {
  return guarded({
    /** The team's numbers, and the ids of the records that gave each. */
    async numbers(team: string): Promise<Map<string, string[]>> {
      const found = await redis.zrange(keys.numberRecords(team), '0', '-1', 'WITHSCORES');
      const byNumber = new Map<string, string[]>();
      for (let at = 0; at < found.length; at += 2) {
        const e164 = `+${found[at + 1]}`;
        byNumber.set(e164, [...(byNumber.get(e164) ?? []), found[at] ?? '']);
      }
      return byNumber;
    },
    async kept(team: string): Promise<Map<string, LastSeen>> {
      const all = await redis.hgetall(keys.lastSeen(team));
      return new Map(
        Object.entries(all).flatMap(([e164, text]) => {
          const one = readable.parse(JSON.parse(text));
          return one ? [[e164, one] as const] : [];
        }),
      );
    },
    async keep(team: string, seen: ReadonlyMap<string, LastSeen>): Promise<void> {
      const entries = [...seen].map(([e164, one]) => [e164, JSON.stringify(one)]);
      for (let at = 0; at < entries.length; at += WRITTEN_AT_ONCE) {
        await redis.hset(keys.lastSeen(team), entries.slice(at, at + WRITTEN_AT_ONCE).flat());
      }
    },
    async drop(team: string, numbers: readonly string[]): Promise<void> {
      if (numbers.length > 0) await redis.hdel(keys.lastSeen(team), ...numbers);
    },
    async keepFigures(figures: WatchFigures): Promise<void> {
      await redis.set(keys.watched(), JSON.stringify(figures));
    },
    async figures(): Promise<WatchFigures | undefined> {
      const text = await redis.get(keys.watched());
      return text === null ? undefined : figuresSchema.parse(JSON.parse(text));
    },
  });
}
export type LastSeenNumbers = ReturnType<typeof createLastSeenNumbers>;
