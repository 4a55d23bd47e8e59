import type { Redis } from 'ioredis';
import { expect, it, vi } from 'vitest';
import { createKeys } from '../../src/store/keys.ts';
import { viewShows } from '../support/journeys.ts';
import { DEEDS, FOUND, numbersShow, toldMeera } from '../support/number-deeds.ts';
import { startSentinelSetup } from '../support/redis-servers/sentinels.ts';
import { onRealServers } from '../support/redis-servers/server.ts';
import { OFTEN } from '../support/watching.ts';
import { aWeek, dueToday, seedWeek } from '../support/weekly-digests.ts';
import { ASHA, startBot, startOutside } from '../support/world.ts';

const LONGEST_MS = 240_000;
const PATIENCE = { timeout: 60_000, interval: 50 };

type World = Awaited<ReturnType<typeof startNumbers>>;

/** A workspace with numbers, their weekly digest, and one in its account that nobody bought here; all are told of. */
async function startNumbers(setup: { url: string; connect: () => Redis }) {
  const env = { ...(await dueToday()), ...OFTEN, REDIS_URL: setup.url };
  const outside = await startOutside({ vobiz: { completeAfterMs: 0 }, env });
  const redis = setup.connect();
  await seedWeek(outside, aWeek, redis);
  const bot = await startBot(outside);
  outside.vobiz.addOwnedNumber({ e164: FOUND });
  const keys = createKeys(outside.env.REDIS_PREFIX ?? '');
  const world = { ...outside, bot, redis, keys };
  await numbersShow(world, 'digest', /Unused · 1 number/);
  await numbersShow(world, 'notice', DEEDS.leave.asks);
  await numbersShow(world, 'card', DEEDS.handOver.asks);
  // Only the one that waits for approval: nothing more is told of the others.
  await vi.waitFor(async () => expect(await redis.scard(keys.open('order'))).toBe(1), PATIENCE);
  return world;
}

const ALL = ['leave', 'keep', 'handOver'] as const;

/** Somebody leaves, keeps and hands over a number, and sees each. */
async function doAll(world: World): Promise<void> {
  for (const name of ALL) {
    const { act, where, says } = DEEDS[name];
    await act(world);
    await numbersShow(world, where, says);
  }
  await viewShows(world, ASHA, /belongs to <@U0MEERA> now/);
  await world.slack.as(ASHA).dismiss();
}

onRealServers('numbers that are left, kept and handed over', () => {
  it('are shown as they are again when a failover lost that, and can be so once more', {
    timeout: LONGEST_MS,
  }, async () => {
    const setup = await startSentinelSetup({ gated: true, downAfterMs: 1_000 });
    const world = await startNumbers(setup);
    const master = await setup.master();
    await world.redis.wait(setup.replicas, 10_000);
    master.gate?.cut('replica');
    await doAll(world);
    await vi.waitFor(() => expect(toldMeera(world)).toBe(1), PATIENCE);
    await master.server.kill();
    await setup.promoted(master);
    master.gate?.mend('replica');
    await master.server.start();
    await setup.whole();
    for (const name of ALL) await numbersShow(world, DEEDS[name].where, DEEDS[name].asks);
    await doAll(world);
    await vi.waitFor(() => expect(toldMeera(world)).toBe(2), PATIENCE);
  });
});
