import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import { z } from 'zod';
import { ConfigError, problemList } from '../app/config.ts';
import { groupRedis, redisVariables } from '../app/redis-settings.ts';
import { connectRedis } from '../store/connect-redis.ts';
import { runningEmbeddedRedisUrl, startEmbeddedRedis } from '../store/embedded-redis.ts';
import { createKeys, type Keys } from '../store/keys.ts';
import { type RedisServer, redisAt } from '../store/redis-address.ts';

/** Only where the audit is: whoever reads it needs neither Slack's nor Vobiz's credentials. */
const placeSchema = z.preprocess(
  (env) => Object.fromEntries(Object.entries(env as object).filter(([, value]) => value !== '')),
  z.object(redisVariables),
);

const QUIET = { info: () => {}, warn: () => {}, error: () => {} };

/**
 * Runs `work` on the Redis of the environment: REDIS_URL, or the private one of DATA_DIR, whether the bot runs now or
 * not. Throws ConfigError for a wrong setting and AppError `store_unavailable` when there is no Redis to reach.
 */
export async function withAudit<T>(
  env: Readonly<Record<string, string | undefined>>,
  work: (place: { redis: Redis; keys: Keys }) => Promise<T>,
): Promise<T> {
  const parsed = placeSchema.safeParse(env);
  if (!parsed.success)
    throw new ConfigError(problemList('The environment is wrong:', parsed.error.issues));
  const { server, prefix, dataDir } = groupRedis(parsed.data);
  const dir = join(dataDir, 'redis');
  const running = server ?? (await runningServer(dir));
  // An empty directory would look like an audit without a flaw.
  if (running === undefined && !existsSync(dir)) {
    throw new ConfigError(
      `There is no data in ${dir}: set REDIS_URL or DATA_DIR as they are set for the bot.`,
    );
  }
  const own = running === undefined ? await startEmbeddedRedis({ dir, log: QUIET }) : undefined;
  const redis = connectRedis(running ?? redisAt(own?.url ?? ''), 'interactive', QUIET);
  try {
    return await work({ redis, keys: createKeys(prefix) });
  } finally {
    redis.disconnect();
    await own?.stop();
  }
}

async function runningServer(dir: string): Promise<RedisServer | undefined> {
  const url = await runningEmbeddedRedisUrl(dir).catch(() => undefined);
  return url === undefined ? undefined : redisAt(url);
}
