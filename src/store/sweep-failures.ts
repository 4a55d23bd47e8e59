import type { Redis } from 'ioredis';
import { z } from 'zod';
import type { Keys } from './keys.ts';
import { guarded } from './records.ts';

const namesSchema = z.array(z.string()).catch([]);

/** The steps of the last sweep that failed, for the doctor; `record` where the visit of a record did. */
export function createSweepFailures({ redis, keys }: { redis: Redis; keys: Keys }) {
  return guarded({
    async keep(steps: readonly string[]): Promise<void> {
      if (steps.length === 0) await redis.del(keys.sweepFailed());
      else await redis.set(keys.sweepFailed(), JSON.stringify(steps));
    },
    async last(): Promise<string[]> {
      const text = await redis.get(keys.sweepFailed());
      return text === null ? [] : namesSchema.parse(JSON.parse(text));
    },
  });
}
