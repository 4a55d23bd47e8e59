import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Redis } from 'ioredis';
import { z } from 'zod';
import { isNotAllowed } from './redis-address.ts';

/** What the Lua scripts and BullMQ need. Valkey reports the Redis version it is compatible with. */
export const OLDEST_REDIS = '6.2';

/** What a server says about itself; undefined where it does not say. */
export type RedisFacts = {
  version: string | undefined;
  appendOnly: boolean | undefined;
  /** `maxmemory-policy`: `noeviction` is the one that never forgets a record. */
  eviction: string | undefined;
  replicas: number | undefined;
};

/** From INFO, which hosted servers answer even where they refuse CONFIG; all undefined when INFO is refused too. */
export async function readRedisFacts(redis: Redis): Promise<RedisFacts> {
  const info = await redis.info().catch((error: Error) => {
    if (isNotAllowed(error)) return '';
    throw error;
  });
  const field = (name: string) => new RegExp(`^${name}:(\\S+)`, 'm').exec(info)?.[1];
  const appendOnly = field('aof_enabled');
  const replicas = field('connected_slaves');
  return {
    version: field('redis_version'),
    appendOnly: appendOnly === undefined ? undefined : appendOnly === '1',
    eviction: field('maxmemory_policy'),
    replicas: replicas === undefined ? undefined : Number(replicas),
  };
}

export type RedisSafety = { fsync: string | undefined; minReplicas: number | undefined };

/** Undefined when the user may not ask. A setting the server lacks is undefined in it. */
export async function readRedisSafety(redis: Redis): Promise<RedisSafety | undefined> {
  const setting = async (name: string): Promise<string | undefined> => {
    const pair = z.array(z.string()).safeParse(await redis.config('GET', name));
    return pair.success ? pair.data[1] : undefined;
  };
  try {
    const minReplicas = await setting('min-replicas-to-write');
    return {
      fsync: await setting('appendfsync'),
      minReplicas: minReplicas === undefined ? undefined : Number(minReplicas),
    };
  } catch (error) {
    if (error instanceof Error && isNotAllowed(error)) return undefined;
    throw error;
  }
}

export function isSupportedRedis(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 6 || (major === 6 && minor >= 2);
}

const run = promisify(execFile);

export const HOW_TO_GET_REDIS =
  'install Redis 6.2 or newer or Valkey (macOS: brew install redis; Debian, Ubuntu: apt-get install redis-server; Fedora: dnf install valkey), or set REDIS_URL';

/** The first `redis-server` or `valkey-server` on the PATH that is new enough; undefined when there is none. */
export async function findRedisBinary(): Promise<{ path: string; version: string } | undefined> {
  for (const name of ['redis-server', 'valkey-server']) {
    const path = (await output('/bin/sh', ['-c', `command -v ${name}`])).trim();
    if (path === '') continue;
    const version = serverVersion(await output(path, ['--version']));
    if (version !== undefined) return { path, version };
  }
  return undefined;
}

/** From `Redis server v=7.0.15 sha=…`, which Valkey prints too; undefined when unreadable or too old. */
function serverVersion(text: string): string | undefined {
  const version = /\bv=(\d+\.\d+\.\d+)/.exec(text)?.[1];
  return version !== undefined && isSupportedRedis(version) ? version : undefined;
}

async function output(command: string, args: string[]): Promise<string> {
  try {
    return (await run(command, args)).stdout;
  } catch {
    return '';
  }
}
