import { randomBytes } from 'node:crypto';
import { Redis } from 'ioredis';

/**
 * What points a bot at the Redis of `url`, under a prefix of its own, so that nothing of anyone else's is touched. `forget`
 * takes its keys out again. Without a URL the bot runs its own Redis.
 */
export function givenRedis(url: string | undefined, name: string) {
  if (!url) return { env: {}, forget: async () => {} };
  const prefix = `${name}-${randomBytes(4).toString('hex')}`;
  return {
    env: { REDIS_URL: url, REDIS_PREFIX: prefix },
    async forget(): Promise<void> {
      // Only these two forms can be opened without the bot's own reading of REDIS_URL.
      if (!/^rediss?:/.test(url)) return;
      const redis = new Redis(url, { maxRetriesPerRequest: 1 });
      redis.on('error', () => {});
      try {
        for await (const keys of redis.scanStream({ match: `{${prefix}}:*` })) {
          if (keys.length > 0) await redis.del(keys);
        }
      } finally {
        redis.disconnect();
      }
    },
  };
}
