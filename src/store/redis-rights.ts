import type { Redis } from 'ioredis';
import { z } from 'zod';
import type { Keys } from './keys.ts';
import { isNotAllowed } from './redis-address.ts';

/**
 * Every command of our scripts and BullMQ's, made harmless. A server checks rights inside scripts as it does outside.
 */
const TRIED = [
  'SET {string} 1 PX 60000',
  'GET {string}',
  'INCR {string}',
  'MGET {string}',
  'EXISTS {string}',
  'PEXPIRE {string} 60000',
  'PTTL {string}',
  'PERSIST {string}',
  'HSET {hash} a 1',
  'HSETNX {hash} a 1',
  'HMSET {hash} a 1',
  'HGET {hash} a',
  'HMGET {hash} a',
  'HGETALL {hash}',
  'HKEYS {hash}',
  'HLEN {hash}',
  'HVALS {hash}',
  'HEXISTS {hash} a',
  'HINCRBY {hash} a 1',
  'HDEL {hash} b',
  'LPUSH {list} a',
  'LRANGE {list} 0 0',
  'LINDEX {list} 0',
  'LLEN {list}',
  'LPOS {list} a',
  'LREM {list} 0 b',
  'LTRIM {list} 0 0',
  'RPOPLPUSH {list} {list}',
  'LPOP {list}',
  'SADD {set} a',
  'SMEMBERS {set}',
  'SISMEMBER {set} a',
  'SCARD {set}',
  'SSCAN {set} 0',
  'SREM {set} b',
  'ZADD {zset} 1 a',
  'ZSCORE {zset} a',
  'ZMSCORE {zset} a',
  'ZCARD {zset}',
  'ZCOUNT {zset} 0 1',
  'ZRANGE {zset} 0 1 BYSCORE LIMIT 0 1 WITHSCORES',
  'ZREVRANGE {zset} 0 0',
  'ZRANGEBYSCORE {zset} 0 1',
  'ZREVRANGEBYSCORE {zset} 1 0',
  'ZREMRANGEBYSCORE {zset} 5 6',
  'ZREMRANGEBYRANK {zset} 5 6',
  'ZREM {zset} b',
  'ZPOPMIN {zset}',
  'XADD {stream} * a 1',
  'XTRIM {stream} MAXLEN 1',
  'XRANGE {stream} - +',
  'XREVRANGE {stream} + -',
  'DEL {string} {hash} {list} {set} {zset} {stream}',
];
const TYPES = ['string', 'hash', 'list', 'set', 'zset', 'stream'] as const;

const TRY_SCRIPT = `
local refused = {}
for at, line in ipairs(ARGV) do
  local command = {}
  for word in string.gmatch(line, '%S+') do
    command[#command + 1] = word
  end
  for place = 1, #command do
    for index, name in ipairs({'string', 'hash', 'list', 'set', 'zset', 'stream'}) do
      if command[place] == '{' .. name .. '}' then command[place] = KEYS[index] end
    end
  end
  local reply = redis.pcall(unpack(command))
  if type(reply) == 'table' and reply.err then
    refused[#refused + 1] = command[1]
    refused[#refused + 1] = reply.err
  end
end
return refused`;

export type Refusal = { command: string; says: string };

/** The commands that this user, or this server right now, may not run. Leaves nothing behind. */
export async function tryRights(redis: Redis, keys: Keys): Promise<Refusal[]> {
  const probes = TYPES.map((type) => keys.probe(type));
  const inScripts = await redis
    .eval(TRY_SCRIPT, probes.length, ...probes, ...TRIED)
    .then(pairsOf, (error: Error) => [{ command: 'EVAL', says: error.message }]);
  const alone: [string, () => Promise<unknown>][] = [
    ['BZPOPMIN', () => redis.bzpopmin(keys.probe('none'), 0.01)],
    ['WAIT', () => redis.wait(0, 1)],
    ['MULTI', () => redis.multi().get(keys.probe('none')).exec()],
  ];
  const refused = [...inScripts];
  for (const [command, run] of alone) {
    const error = await run().then(
      () => undefined,
      (thrown: Error) => thrown,
    );
    if (error && isNotAllowed(error)) refused.push({ command, says: error.message });
  }
  return refused;
}

function pairsOf(reply: unknown): Refusal[] {
  const words = z.array(z.string()).safeParse(reply);
  if (!words.success) return [];
  return words.data.flatMap((command, at, all) =>
    at % 2 === 0 ? [{ command, says: all[at + 1] ?? '' }] : [],
  );
}
