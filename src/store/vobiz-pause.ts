import type { Redis } from 'ioredis';
import type { Keys } from './keys.ts';
import { guarded } from './records.ts';

/** No `Retry-After` is honoured for longer. */
const LONGEST_MS = 24 * 3_600_000;
const SKEW_MS = 5_000;

/** How long Vobiz asked the whole account to pause. */
export function createVobizPause({ redis, keys }: { redis: Redis; keys: Keys }) {
  return guarded({
    /** Epoch ms; undefined when calls are allowed. */
    async until(now: number): Promise<number | undefined> {
      const [until, length] = await redis.mget(keys.vobizPause(), keys.vobizPauseLength());
      const leftMs = Number(until ?? 0) - now;
      // More left than was asked for: the clock was set back, so nobody can tell whether the pause is over.
      const longestMs = Number(length ?? LONGEST_MS) + SKEW_MS;
      return leftMs > 0 && leftMs <= longestMs ? now + leftMs : undefined;
    },
    async start(now: number, forMs: number): Promise<void> {
      await redis
        .multi()
        .set(keys.vobizPause(), now + forMs, 'PX', forMs)
        .set(keys.vobizPauseLength(), forMs, 'PX', forMs)
        .exec();
    },
  });
}
export type VobizPause = ReturnType<typeof createVobizPause>;
