import type { Redis } from 'ioredis';
import { CODES_WITHIN_MS, MAX_CODES } from '../domain/verification/code-limits.ts';
import type { Keys } from './keys.ts';
import { guarded } from './records.ts';

/**
 * KEYS: sorted set of the codes sent to a number, by the time of sending. ARGV: id, now, window in ms, most.
 * Answers 0 when it was counted (or had been), else the time of the oldest one that stands in the way.
 */
const TAKE_SCRIPT = `
local now, within = tonumber(ARGV[2]), tonumber(ARGV[3])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - within)
if redis.call('ZSCORE', KEYS[1], ARGV[1]) then return 0 end
local most = tonumber(ARGV[4])
if redis.call('ZCARD', KEYS[1]) >= most then
  return tonumber(redis.call('ZRANGE', KEYS[1], -most, -most, 'WITHSCORES')[2])
end
redis.call('ZADD', KEYS[1], now, ARGV[1])
redis.call('PEXPIRE', KEYS[1], within)
return 0
`;

/** How many codes were sent to each number, over all its verifications. Gone by itself when it counts no more. */
export function createCodeCount({ redis, keys }: { redis: Redis; keys: Keys }) {
  return guarded({
    /** Counts one, once per `id`; or, when there were too many, answers the epoch ms from which one may be sent again. */
    async take(team: string, e164: string, id: string, now: number): Promise<number | undefined> {
      const key = keys.codesSent(team, e164);
      const oldest = await redis.eval(TAKE_SCRIPT, 1, key, id, now, CODES_WITHIN_MS, MAX_CODES);
      return Number(oldest) === 0 ? undefined : Number(oldest) + CODES_WITHIN_MS;
    },
    /** Takes it back: nothing was sent. */
    async giveBack(team: string, e164: string, id: string): Promise<void> {
      await redis.zrem(keys.codesSent(team, e164), id);
    },
  });
}
