import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import type { Keys } from './keys.ts';
import { guarded } from './records.ts';

/** Which worker sweeps now, and which sweep finished last. Losing either costs one extra sweep. */
export function createSweepTurns({ redis, keys }: { redis: Redis; keys: Keys }) {
  const us = randomUUID();
  return guarded({
    async finished(): Promise<string | undefined> {
      return (await redis.get(keys.sweepFinished())) ?? undefined;
    },
    async take(forMs: number): Promise<boolean> {
      const taken = await redis.set(keys.sweepTurn(), us, 'PX', forMs, 'NX');
      // Ours is still there if its sweep failed, or if Redis lost its end in a failover.
      return taken === 'OK' || (await redis.get(keys.sweepTurn())) === us;
    },
    async finish(): Promise<string> {
      const name = randomUUID();
      await redis.multi().set(keys.sweepFinished(), name).del(keys.sweepTurn()).exec();
      return name;
    },
  });
}
