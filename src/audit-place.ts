import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import { z } from 'zod';
import { ConfigError, problemList } from './config.ts';
import { connectRedis } from './store/connect.ts';
import { runningEmbeddedRedisUrl, startEmbeddedRedis } from './store/embedded-redis.ts';
import { createKeys, type Keys } from './store/keys.ts';

/** Only where the audit is: whoever reads it needs neither Slack's nor Vobiz's credentials. */
const placeSchema = z.preprocess(
  (env) => Object.fromEntries(Object.entries(env as object).filter(([, value]) => value !== '')),
  z.object({
    REDIS_URL: z.string().optional(),
    REDIS_PREFIX: z
      .string()
      .regex(/^[\w-]+$/, 'may have letters, digits, - and _')
      .default('vobiz-number-bot'),
    DATA_DIR: z.string().default('.data'),
  }),
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
  const { REDIS_URL, REDIS_PREFIX, DATA_DIR } = parsed.data;
  const dir = join(DATA_DIR, 'redis');
  const running = REDIS_URL ?? (await runningEmbeddedRedisUrl(dir).catch(() => undefined));
  // An empty directory would look like an audit without a flaw.
  if (running === undefined && !existsSync(dir)) {
    throw new ConfigError(
      `There is no data in ${dir}: set REDIS_URL or DATA_DIR as they are set for the bot.`,
    );
  }
  const own = running === undefined ? await startEmbeddedRedis({ dir, log: QUIET }) : undefined;
  const redis = connectRedis(running ?? own?.url ?? '', 'interactive', QUIET);
  try {
    return await work({ redis, keys: createKeys(REDIS_PREFIX) });
  } finally {
    redis.disconnect();
    await own?.stop();
  }
}
