import { existsSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import { z } from 'zod';
import { ConfigError, problemList } from '../app/config.ts';
import { groupRedis, redisVariables } from '../app/redis-settings.ts';
import { canonicalJson } from '../domain/audit/audit.ts';
import { type ChainCheck, createChainCheck, type Link } from '../store/audit-chain.ts';
import type { AuditCheckResult } from '../store/audit-check.ts';
import { connectRedis } from '../store/connect-redis.ts';
import { runningEmbeddedRedisUrl, startEmbeddedRedis } from '../store/embedded-redis.ts';
import { createKeys, type Keys } from '../store/keys.ts';
import { type RedisServer, redisAt } from '../store/redis-address.ts';

const lineSchema = z.object({
  seq: z.number().int(),
  prev: z.string(),
  hash: z.string(),
  entry: z.unknown(),
});
const teamSchema = z.object({ team: z.string() });

/** One line of the export. The entry goes out to the byte, so that its hash can be computed again; if it is no JSON any more, as a string. */
export function exportLine({ seq, prev, hash, text }: Link): string {
  const entry = isJson(text) ? text : JSON.stringify(text);
  return `{"seq":${seq},"prev":${JSON.stringify(prev)},"hash":${JSON.stringify(hash)},"entry":${entry}}\n`;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return !/[\r\n]/.test(text);
  } catch {
    return false;
  }
}

/**
 * Checks the lines of `audit:export`, as far as a file can tell: what it holds is unchanged and without gaps. A file
 * that starts later than entry 1 is taken from there. `which_team` when heads are known and the file has several teams.
 */
export async function verifyExport(
  path: string,
  asked: { team: string | undefined; heads: readonly string[] },
): Promise<AuditCheckResult[] | 'which_team'> {
  const chains = new Map<string, { start: number; check: ChainCheck }>();
  let number = 0;
  for await (const line of (await open(path)).readLines()) {
    number += 1;
    if (line.trim() === '') continue;
    const { team, link } = readLine(line, number);
    if (asked.team !== undefined && team !== asked.team) continue;
    const chain = chains.get(team) ?? startAt(link);
    chains.set(team, chain);
    chain.check.next(link);
  }
  if (asked.heads.length > 0 && chains.size > 1) return 'which_team';
  return [...chains].map(([team, { start, check }]) => {
    const lost = asked.heads.find((hash) => !check.passes(hash));
    const { seq } = check.head();
    const truncated = lost !== undefined && {
      kind: 'truncated' as const,
      seq: seq + 1,
      says: `the head ${lost} is not in the file, which ends at entry ${seq}`,
    };
    return {
      team,
      start,
      head: check.head(),
      broken: check.firstBreak() ?? (truncated || undefined),
    };
  });
}

function startAt({ seq, prev }: Link): { start: number; check: ChainCheck } {
  if (seq <= 1) return { start: 1, check: createChainCheck() };
  return { start: seq, check: createChainCheck({ seq: seq - 1, hash: prev }) };
}

function readLine(line: string, number: number): { team: string; link: Link } {
  try {
    const { seq, prev, hash, entry } = lineSchema.parse(JSON.parse(line));
    const text = typeof entry === 'string' ? entry : canonicalJson(entry);
    return { team: teamSchema.safeParse(entry).data?.team ?? '?', link: { seq, prev, hash, text } };
  } catch (cause) {
    throw new Error(`line ${number} is not a line of audit:export`, { cause });
  }
}

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
