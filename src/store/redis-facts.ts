import type { Redis } from 'ioredis';

/** What the Lua scripts and BullMQ need. Valkey reports the Redis version it is compatible with. */
export const OLDEST_REDIS = '6.2';

/** What a server says about itself; undefined where it does not say. */
export type RedisFacts = {
  version: string | undefined;
  appendOnly: boolean | undefined;
  /** `maxmemory-policy`: `noeviction` is the one that never forgets a record. */
  eviction: string | undefined;
};

/**
 * Reads INFO, which hosted servers answer where they refuse CONFIG. A server that refuses INFO as well has said nothing;
 * every other failure is thrown.
 */
export async function readRedisFacts(redis: Redis): Promise<RedisFacts> {
  const info = await redis.info().catch((error: Error) => {
    if (/^(NOPERM|ERR unknown command)/.test(error.message)) return '';
    throw error;
  });
  const field = (name: string) => new RegExp(`^${name}:(\\S+)`, 'm').exec(info)?.[1];
  const appendOnly = field('aof_enabled');
  return {
    version: field('redis_version'),
    appendOnly: appendOnly === undefined ? undefined : appendOnly === '1',
    eviction: field('maxmemory_policy'),
  };
}

/** Whether a version like `7.0.15` is new enough. */
export function isSupportedRedis(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 6 || (major === 6 && minor >= 2);
}
