import { join } from 'node:path';
import type { Redis } from 'ioredis';
import type { Config } from '../../app/config.ts';
import { connectRedis } from '../../store/connect-redis.ts';
import { runningEmbeddedRedisUrl } from '../../store/embedded-redis.ts';
import { createKeys } from '../../store/keys.ts';
import { type RedisServer, redisAt } from '../../store/redis-address.ts';
import { findRedisBinary, HOW_TO_GET_REDIS } from '../../store/redis-binary.ts';
import { loginFix, reasonOf } from '../../store/redis-connect-failure.ts';
import { readRedisFacts, readRedisSafety } from '../../store/redis-facts.ts';
import { tryRights } from '../../store/redis-rights.ts';
import { checkGaps } from './check-records.ts';
import { judgeRedis } from './check-redis-safety.ts';
import { type Finding, ok, problem } from './finding.ts';

const ABOUT = 'Redis';

/** The Redis of REDIS_URL, or whether our own can run. */
export async function checkRedis(config: Config['redis']): Promise<Finding[]> {
  const look = (server: RedisServer, where: string) => lookAt(server, config.prefix, where);
  if (config.server) return look(config.server, 'REDIS_URL');
  const running = await runningEmbeddedRedisUrl(join(config.dataDir, 'redis'));
  if (running) return look(redisAt(running), 'the Redis of the bot that runs now');
  const binary = await findRedisBinary();
  if (!binary) {
    return [problem(ABOUT, `no redis-server or valkey-server was found: ${HOW_TO_GET_REDIS}`)];
  }
  const says = `the bot will run its own (${binary.path}, ${binary.version}) and keep its data in ${config.dataDir}: back that directory up`;
  return [ok(ABOUT, says)];
}

async function lookAt(server: RedisServer, prefix: string, where: string): Promise<Finding[]> {
  let heard = '';
  const redis: Redis = connectRedis(server, 'interactive', {
    warn: (fields) => {
      if ('reason' in fields) heard = String(fields.reason);
    },
  });
  try {
    const facts = await readRedisFacts(redis);
    const safety = await readRedisSafety(redis);
    const refusals = await tryRights(redis, createKeys(prefix));
    return [
      ...judgeRedis({ kind: server.kind, facts, safety, refusals, where }),
      ...(await checkGaps(redis, prefix)),
    ];
  } catch (error) {
    const { reason } = reasonOf(error instanceof Error ? error : new Error('no answer'));
    const why = heard || reason;
    const fix = loginFix(why) ?? 'check address, password and network';
    return [problem(ABOUT, `${where} does not answer (${why}): ${fix}`)];
  } finally {
    redis.disconnect();
  }
}
