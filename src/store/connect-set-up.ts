import type { Redis } from 'ioredis';
import type { Keys } from './keys.ts';
import { guarded } from './records.ts';

/** Whether the bot knows a WhatsApp account. A worker draws the cards that lead to Connect, and has no tokens itself. */
export function createConnectSetUp({ redis, keys }: { redis: Redis; keys: Keys }) {
  return guarded({
    async hasAccount(): Promise<boolean> {
      return (await redis.exists(keys.connectSetUp())) === 1;
    },
    async put(hasAccount: boolean): Promise<void> {
      if (hasAccount) await redis.set(keys.connectSetUp(), 1);
      else await redis.del(keys.connectSetUp());
    },
  });
}
