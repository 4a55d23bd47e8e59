import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import { z } from 'zod';
import { ConfigError, problemList, withoutEmpty } from '../app/config.ts';
import { createScrub, QUIET, secretsOf } from '../app/log.ts';
import { memoryDir } from '../app/records-watch.ts';
import { groupRedis, redisVariables } from '../app/redis-settings.ts';
import type { Env } from '../runtime.ts';
import { connectRedis } from '../store/connect-redis.ts';
import { runningEmbeddedRedisUrl, startEmbeddedRedis } from '../store/embedded-redis.ts';
import { createKeys, type Keys } from '../store/keys.ts';
import { type RedisServer, redisAt } from '../store/redis-address.ts';
import { ArgumentError } from './arguments.ts';

/**
 * Runs a command. Exits with `main`'s code, or with 2 and the reason, scrubbed of secrets, when it throws; `usage` too where
 * the reason is what it was given.
 */
export function runCommand(env: Env, usage: string, main: () => Promise<number>): void {
  main().then(
    (code) => {
      process.exitCode = code;
    },
    (error: unknown) => {
      const says = error instanceof Error ? error.message : String(error);
      const scrubbed = createScrub(secretsOf(env))(`${says}\n`);
      process.exitCode = say(error instanceof ArgumentError ? scrubbed + usage : scrubbed, 2);
    },
  );
}

export function say(text: string, code: number): number {
  (code === 2 ? process.stderr : process.stdout).write(text);
  return code;
}

export const NO_AUDIT = 'there is no audit yet\n';

/** Only where the audit is: reading it takes neither Slack's nor Vobiz's credentials. */
const placeSchema = z.object(redisVariables);

/** Where the records and their audit are; `memory` is the directory for what Redis could lose. */
export type Place = { redis: Redis; keys: Keys; memory: string };

/**
 * Runs `work` on the Redis of the environment: REDIS_URL's, or DATA_DIR's private one, even if the bot is not running.
 * Throws ConfigError for a wrong setting and AppError `store_unavailable` when no Redis can be reached.
 */
export async function withAudit<T>(env: Env, work: (place: Place) => Promise<T>): Promise<T> {
  const parsed = placeSchema.safeParse(withoutEmpty(env));
  if (!parsed.success)
    throw new ConfigError(problemList('The environment is wrong:', parsed.error.issues));
  const { server, prefix, dataDir } = groupRedis(parsed.data);
  const dir = join(dataDir, 'redis');
  const running = server ?? (await runningServer(dir));
  // A new, empty directory would pass for a flawless audit.
  if (running === undefined && !existsSync(dir)) {
    throw new ConfigError(
      `There is no data in ${dir}. Set REDIS_URL or DATA_DIR to the bot's values.`,
    );
  }
  const own = running === undefined ? await startEmbeddedRedis({ dir, log: QUIET }) : undefined;
  const redis = connectRedis(running ?? redisAt(own?.url ?? ''), 'interactive', QUIET);
  try {
    return await work({ redis, keys: createKeys(prefix), memory: memoryDir({ dataDir, prefix }) });
  } finally {
    redis.disconnect();
    await own?.stop();
  }
}

/** All workspaces of a command, or the one it is asked for. Throws ConfigError for one that is unknown: a slip would pass for done. */
export function teamsAsked(known: Iterable<string>, asked: string | undefined): string[] {
  const teams = [...new Set(known)].sort();
  if (asked === undefined) return teams;
  if (teams.includes(asked)) return [asked];
  const there = teams.length > 0 ? `there are ${teams.join(', ')}` : 'there is none yet';
  throw new ConfigError(`There is no workspace ${asked} here: ${there}.`);
}

async function runningServer(dir: string): Promise<RedisServer | undefined> {
  const url = await runningEmbeddedRedisUrl(dir).catch(() => undefined);
  return url === undefined ? undefined : redisAt(url);
}
