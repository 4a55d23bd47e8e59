import type { Redis } from 'ioredis';
import type { Keys } from './keys.ts';
import { guarded } from './records.ts';

type Kind = 'order' | 'verification';

/** Whether the bot knows a WhatsApp account. A worker draws the cards that lead to Connect, and has no tokens itself. */
export function createConnectSetUp({ redis, keys }: { redis: Redis; keys: Keys }) {
  const key = keys.connectSetUp();
  const cards = keys.connectCards();

  async function hasAccount(): Promise<boolean> {
    return (await redis.exists(key)) === 1;
  }

  return guarded({
    hasAccount,
    /** With the first account, all cards that could lead to Connect are behind. */
    async put(has: boolean): Promise<void> {
      if (!has) await redis.del(key, cards);
      else if (!(await hasAccount()))
        await redis.multi().hset(cards, { order: 0, verification: 0 }).set(key, 1).exec();
    },
    /** After how many of the oldest records the cards are still to be drawn again; undefined: none are. */
    async cardsBehind(kind: Kind): Promise<number | undefined> {
      const offset = await redis.hget(cards, kind);
      return offset === null ? undefined : Number(offset);
    },
    async passed(kind: Kind, offset: number): Promise<void> {
      await redis.hset(cards, kind, offset);
    },
    async finished(kind: Kind): Promise<void> {
      await redis.hdel(cards, kind);
    },
  });
}
export type ConnectSetUp = ReturnType<typeof createConnectSetUp>;
