import { Queue } from 'bullmq';
import { describe, expect, onTestFinished, vi } from 'vitest';
import { QUEUE } from '../../../src/jobs/queue.ts';
import { createKeys } from '../../../src/store/keys.ts';
import { createVobizPause } from '../../../src/store/vobiz-pause.ts';
import { orderIn } from '../../support/audit.ts';
import { movableClock } from '../../support/clock.ts';
import { approve, cardShows, idIn, requestNumber, SAYS } from '../../support/journeys.ts';
import { testPrefix } from '../../support/redis.ts';
import { redisOfRun } from '../../support/shown.ts';
import { sweptTwice } from '../../support/sweeps.ts';
import {
  APPROVALS,
  it,
  type Outside,
  startBot,
  startOutside,
  startWorld,
} from '../../support/world.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Vobiz's clock, which goes on as it did when ours is set. */
const vobizNow = () => performance.timeOrigin + performance.now();

function queueOf({ env }: Pick<Outside, 'env'>): Queue {
  const { bullPrefix } = createKeys(env.REDIS_PREFIX ?? '');
  const queue = new Queue(QUEUE, { connection: redisOfRun(), prefix: bullPrefix });
  onTestFinished(() => queue.close());
  return queue;
}

/** An order that Vobiz took and has not finished, with the job that will look at it. */
async function followed() {
  const completeAfterMs = Number.POSITIVE_INFINITY;
  const world = await startWorld({ vobiz: { completeAfterMs, now: vobizNow } });
  const card = await requestNumber(world);
  await approve(world, card);
  await cardShows(world, APPROVALS, SAYS.ordered);
  const queue = queueOf(world);
  /** The one that waits now: each leaves the next. */
  const nextJob = async () => {
    const waiting = (await queue.getDelayed()).find(({ name }) => name === 'look');
    if (!waiting?.id) throw new Error('no look waits');
    return waiting.id;
  };
  await vi.waitFor(nextJob, 10_000);
  return { world, queue, nextJob, complete: () => world.vobiz.completeOrder(idOf(world)) };
}
const idOf = (world: Outside) => world.vobiz.orders[0]?.id ?? '';

describe('an order that is followed', () => {
  it('ends although everything of the queue was deleted', async () => {
    const { world, queue, complete } = await followed();
    const redis = redisOfRun();
    await redis.del(await redis.keys(`${queue.toKey('')}*`));
    complete();
    await cardShows(world, APPROVALS, SAYS.bought);
  });

  it('ends although its job is due in 24 hours', async () => {
    const { world, queue, nextJob, complete } = await followed();
    await vi.waitFor(async () => (await queue.getJob(await nextJob()))?.changeDelay(DAY_MS));
    complete();
    await cardShows(world, APPROVALS, SAYS.bought);
  });

  it('ends although its job stands in no list of the queue any more', async () => {
    const { world, queue, nextJob, complete } = await followed();
    const takenOut = async () =>
      expect(await redisOfRun().zrem(queue.toKey('delayed'), await nextJob())).toBe(1);
    await vi.waitFor(takenOut);
    complete();
    await cardShows(world, APPROVALS, SAYS.bought);
  });

  it.each([
    ['an hour ahead and back', HOUR_MS],
    ['a day ahead and back', DAY_MS],
  ])('ends although the clock went %s meanwhile', async (_how, jump) => {
    const clock = movableClock();
    const { world, complete } = await followed();
    const looks = world.vobiz.callsTo('ownedNumbers').length;
    clock.moveAhead(jump);
    const looked = () => expect(world.vobiz.callsTo('ownedNumbers').length).toBeGreaterThan(looks);
    await vi.waitFor(looked, 10_000);
    clock.moveAhead(-jump);
    complete();
    await cardShows(world, APPROVALS, SAYS.bought);
  });

  it('ends although the clock was set back by a day', async () => {
    const clock = movableClock();
    const { world, complete } = await followed();
    clock.moveAhead(-DAY_MS);
    complete();
    await cardShows(world, APPROVALS, SAYS.bought);
  });
});

it('does not wait an hour for a bot that died over a purchase before the clock was set back', async () => {
  const clock = movableClock();
  const world = await startOutside({
    env: { VOBIZ_ORDER_TIMEOUT_MS: '60000' },
    vobiz: { completeAfterMs: Number.POSITIVE_INFINITY },
  });
  const bot = await startBot(world);
  const card = await requestNumber(world);
  const held = world.vobiz.faults.hold('order');
  await approve(world, card);
  await held.arrived;
  clock.moveAhead(-HOUR_MS);
  await cardShows(world, APPROVALS, SAYS.unconfirmed);
  held.release();
  await cardShows(world, APPROVALS, SAYS.ordered);
  expect(await orderIn(world, idIn(card))).toMatchObject({ state: 'pending' });
  await bot.stop();
});

describe('what earlier versions left in Redis', () => {
  it('is taken out: the schedule that started each sweep from the one before', async () => {
    const outside = await startOutside();
    const queue = queueOf(outside);
    await queue.upsertJobScheduler('sweep', { every: 60_000 }, { name: 'sweep', data: {} });
    const bot = await startBot(outside);
    expect(await queue.getJobSchedulersCount()).toBe(0);
    await sweptTwice({ bot });
  });
});

it('tells on the port of the operator when a sweep last finished', async ({ world }) => {
  await sweptTwice(world);
  const get = async (path: string) =>
    (await fetch(`${world.bot.opsUrl}${path}`, { headers: { connection: 'close' } })).text();
  const at = /^last_sweep_timestamp_seconds (\S+)$/m.exec(await get('/metrics'))?.[1];
  expect(Number(at)).toBeGreaterThan(Date.now() / 1000 - 60);
  expect(JSON.parse(await get('/readyz'))).toMatchObject({ sweep: true });
});

describe('the pause Vobiz asked for', () => {
  function store() {
    const keys = createKeys(testPrefix().replace(/[{}]/g, ''));
    return { keys, vobizPause: createVobizPause({ redis: redisOfRun(), keys }) };
  }

  it('lasts as long as it was asked for, and not an hour longer when the clock is set back', async () => {
    const { vobizPause } = store();
    const now = Date.now();
    await vobizPause.start(now, 40_000);
    expect(await vobizPause.until(now + 10_000)).toBe(now + 40_000);
    expect(await vobizPause.until(now - HOUR_MS)).toBeUndefined();
  });

  it('is believed from an earlier version, within reason', async () => {
    const { keys, vobizPause } = store();
    const now = Date.now();
    await redisOfRun().set(keys.vobizPause(), now + 30_000);
    expect(await vobizPause.until(now)).toBe(now + 30_000);
    expect(await vobizPause.until(now - 2 * DAY_MS)).toBeUndefined();
  });
});
