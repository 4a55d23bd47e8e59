import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { runBuilt } from '../../sandbox/bot-process.ts';
import { archivedAs, writtenIn } from '../support/audit-months.ts';
import { startAudit, TEAM } from '../support/audit-world.ts';
import { startBuiltBot } from '../support/bot-process.ts';
import { approve, cardShows, requestNumber, SAYS, textOf } from '../support/journeys.ts';
import { createOwnRedis } from '../support/own-redis.ts';
import { testRunDir } from '../support/redis.ts';
import { startClusterSetup } from '../support/redis-servers/cluster.ts';
import { onRealServers } from '../support/redis-servers/server.ts';
import { sweptTwice } from '../support/sweeps.ts';
import { APPROVALS, type Outside, startOutside } from '../support/world.ts';

const LONG_MS = 180_000;
const WAIT = { timeout: 45_000, interval: 50 };

onRealServers('an archive', () => {
  it(
    'is made of the audit on a Cluster, and verified with it',
    async () => {
      const setup = await startClusterSetup();
      const world = startAudit({ startedAt: Date.UTC(2026, 8, 5), redis: setup.connect() });
      await world.write(6);
      await writtenIn(world, ['2026-09']);
      await world.create(9);
      const dir = await mkdtemp(join(testRunDir(), 'archive-'));
      const env = { REDIS_URL: setup.url, REDIS_PREFIX: world.prefix, DATA_DIR: dir };
      const archived = await runBuilt(
        'audit-archive',
        ['--before', '2026-10', '--archive', dir],
        env,
      );
      expect(archived).toMatchObject({ code: 0, err: '' });
      const checked = await runBuilt('audit-verify', ['--archive', dir], env);
      expect([checked.code, checked.out]).toEqual([
        0,
        `ok ${TEAM}: 7 entries, head ${world.heads.at(-1)?.head}\n`,
      ]);
      expect(await world.redis.xlen(world.keys.audit(TEAM))).toBe(1);
    },
    LONG_MS,
  );

  it(
    'does not make a bot take Redis for gone back, nor hide it when Redis does',
    async () => {
      const redis = await createOwnRedis();
      await redis.start();
      const world = await startOutside({
        vobiz: { completeAfterMs: 0 },
        env: { REDIS_URL: redis.url, SWEEP_EVERY_MS: '1000' },
      });
      const first = await startBuiltBot(world);
      await approve(world, await requestNumber(world));
      await cardShows(world, APPROVALS, SAYS.bought);
      await first.kill();
      expect((await archivedAs('2026-08', world)).entries).toBeGreaterThan(3);
      const second = await startBuiltBot(world);
      await approve(world, await requestNumber(world, { index: 1 }));
      await cardShows(world, APPROVALS, SAYS.bought);
      const { port } = await second.said('ops.listening');
      await sweptTwice({ bot: { opsUrl: `http://127.0.0.1:${port}` } });
      expect(toldOfLoss(world)).toBe(0);
      await second.kill();
      await redis.stop();
      await redis.cutBefore('"state":"completed"');
      await redis.start();
      await startBuiltBot(world);
      await vi.waitFor(() => expect(toldOfLoss(world)).toBe(1), WAIT);
      expect(world.vobiz.callsTo('order')).toHaveLength(2);
    },
    LONG_MS,
  );
});

function toldOfLoss({ slack }: Outside): number {
  const messages = slack.messages(APPROVALS).map(textOf);
  return messages.filter((text) => text.includes('Some of our records are gone')).length;
}
