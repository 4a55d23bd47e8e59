import { join } from 'node:path';
import { connectRedis } from '../../store/connect-redis.ts';
import { runningEmbeddedRedisUrl } from '../../store/embedded-redis.ts';
import { createKeys } from '../../store/keys.ts';
import { redisAt } from '../../store/redis-address.ts';
import type { Config } from '../config.ts';
import { QUIET } from '../log.ts';
import { createStores, type Stores } from '../storage.ts';

/** Looks into the Redis of REDIS_URL, or of the running bot. Undefined if there is neither. */
export async function withStores<T>(
  config: Config['redis'],
  look: (stores: Stores) => Promise<T>,
): Promise<T | undefined> {
  const running = await runningEmbeddedRedisUrl(join(config.dataDir, 'redis'));
  const server = config.server ?? (running === undefined ? undefined : redisAt(running));
  if (!server) return undefined;
  const redis = connectRedis(server, 'interactive', QUIET);
  try {
    return await look(createStores(redis, createKeys(config.prefix), QUIET));
  } finally {
    redis.disconnect();
  }
}
