import type { Redis } from 'ioredis';
import { sha256 } from './audit-chain.ts';
import type { Keys } from './keys.ts';
import { guarded } from './records.ts';

/** A Home not opened for a day is redrawn when it is next opened. */
const LIFE_MS = 24 * 3_600_000;
/** Slack limits publishes per minute, so only this many Homes are kept up to date. */
const OWNERS_MAX = 100;

/** Somebody who opened their Home. `channel` is their direct message with the bot. */
export type HomeOwner = { user: string; channel: string };

/** Who opened their Home lately, and whose Home is stale. */
export function createHomeStore(options: { redis: Redis; keys: Keys }) {
  const { redis, keys } = options;
  return guarded({
    async opened(team: string, { user, channel }: HomeOwner, now: number): Promise<void> {
      const key = keys.homes(team);
      await redis
        .multi()
        .zadd(key, now, `${user}|${channel}`)
        .zremrangebyrank(key, 0, -(OWNERS_MAX + 1))
        .pexpire(key, LIFE_MS)
        .exec();
    },
    async owners(team: string, now: number): Promise<HomeOwner[]> {
      const members = await redis.zrangebyscore(keys.homes(team), now - LIFE_MS, '+inf');
      return members.map((member) => {
        const [user = '', channel = ''] = member.split('|');
        return { user, channel };
      });
    },
    async mark(team: string, users: readonly string[]): Promise<void> {
      if (users.length > 0) await redis.sadd(keys.staleHomes(team), ...users);
    },
    async unmark(team: string, user: string): Promise<void> {
      await redis.srem(keys.staleHomes(team), user);
    },
    async shows(team: string, user: string, view: string): Promise<boolean> {
      return (await redis.hget(keys.homesShown(team), user)) === sha256(view);
    },
    async shown(team: string, user: string, view: string): Promise<void> {
      const key = keys.homesShown(team);
      await redis.multi().hset(key, user, sha256(view)).pexpire(key, LIFE_MS).exec();
    },
    marked: (team: string): Promise<string[]> => redis.smembers(keys.staleHomes(team)),
  });
}
export type Homes = ReturnType<typeof createHomeStore>;
