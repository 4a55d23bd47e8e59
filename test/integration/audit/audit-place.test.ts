import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { withAudit } from '../../../src/cli/command.ts';
import { startEmbeddedRedis } from '../../../src/store/embedded-redis.ts';
import { startAudit } from '../../support/audit-world.ts';
import { testRedisUrl, testRunDir } from '../../support/redis.ts';

const QUIET = { info: () => {}, warn: () => {}, error: () => {} };
const teamsIn = (env: Record<string, string>) =>
  withAudit(env, ({ redis, keys }) => redis.hkeys(keys.auditHeads()));

it('finds the audit in the Redis of REDIS_URL', async () => {
  const world = startAudit();
  await world.create(1);
  const env = { REDIS_URL: testRedisUrl(), REDIS_PREFIX: world.prefix };
  expect(await teamsIn(env)).toEqual(['T0NUMBERS']);
});

it("finds it in the bot's private Redis, while the bot runs and when it does not", async () => {
  const DATA_DIR = await mkdtemp(join(testRunDir(), 'audit-'));
  const embedded = await startEmbeddedRedis({ dir: join(DATA_DIR, 'redis'), log: QUIET });
  const written = await withAudit({ DATA_DIR }, ({ redis, keys }) =>
    redis.hset(keys.auditHeads(), 'T0EMBEDDED', '0:0'),
  );
  await embedded.stop();
  expect(written).toBe(1);
  expect(await teamsIn({ DATA_DIR, REDIS_URL: '' })).toEqual(['T0EMBEDDED']);
});

it('refuses to take a directory without data for an audit without a flaw', async () => {
  const DATA_DIR = join(testRunDir(), 'not-there');
  await expect(teamsIn({ DATA_DIR })).rejects.toThrow(
    /There is no data in .*REDIS_URL or DATA_DIR/,
  );
});
