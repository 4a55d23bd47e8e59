import { join } from 'node:path';
import type { Config } from '../config.ts';
import { tooOld } from '../storage.ts';
import { connectRedis } from '../store/connect.ts';
import { runningEmbeddedRedisUrl } from '../store/embedded-redis.ts';
import { type RedisServer, redisAt } from '../store/redis-address.ts';
import { findRedisBinary, HOW_TO_GET_REDIS } from '../store/redis-binary.ts';
import { isSupportedRedis, type RedisFacts, readRedisFacts } from '../store/redis-facts.ts';
import { type Finding, ok, problem, unchecked, warning } from './finding.ts';

const ABOUT = 'Redis';

/** The Redis of REDIS_URL, or whether our own can run. */
export async function checkRedis(config: Config['redis']): Promise<Finding[]> {
  if (config.server) return lookAt(config.server, 'REDIS_URL');
  const running = await runningEmbeddedRedisUrl(join(config.dataDir, 'redis'));
  if (running) return lookAt(redisAt(running), 'the Redis of the bot that runs now');
  const binary = await findRedisBinary();
  if (!binary) {
    return [problem(ABOUT, `no redis-server or valkey-server was found: ${HOW_TO_GET_REDIS}`)];
  }
  const says = `the bot will run its own (${binary.path}, ${binary.version}) and keep its data in ${config.dataDir}: back that directory up`;
  return [ok(ABOUT, says)];
}

async function lookAt(server: RedisServer, where: string): Promise<Finding[]> {
  let reason = '';
  const redis = connectRedis(server, 'interactive', {
    warn: (fields) => {
      if ('reason' in fields) reason = String(fields.reason);
    },
  });
  try {
    return judgeRedis(await readRedisFacts(redis), where);
  } catch (error) {
    const why = reason || (error instanceof Error ? error.message : 'no answer');
    return [
      problem(ABOUT, `${where} does not answer (${why}): check address, password and network`),
    ];
  } finally {
    redis.disconnect();
  }
}

/** Whether what a server says of itself is what orders can be trusted to. */
export function judgeRedis(
  { version, appendOnly, eviction }: RedisFacts,
  where: string,
): Finding[] {
  if (version !== undefined && !isSupportedRedis(version)) return [problem(ABOUT, tooOld(version))];
  return [
    version === undefined
      ? unchecked(ABOUT, `${where} answers, but does not say its version: it must be 6.2 or newer`)
      : ok(ABOUT, `${where} answers, version ${version}`),
    ...(appendOnly === false
      ? [
          warning(
            ABOUT,
            'the append-only file is off, so a crash of Redis forgets the newest orders: set "appendonly yes"',
          ),
        ]
      : []),
    ...(eviction !== undefined && eviction !== 'noeviction'
      ? [
          warning(
            ABOUT,
            `maxmemory-policy is ${eviction}, so a full Redis throws orders away: set "maxmemory-policy noeviction"`,
          ),
        ]
      : []),
  ];
}
