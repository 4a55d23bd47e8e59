import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { processIdentity } from '../../src/store/owner-lock.ts';
import { type BotProcess, spawnBot, startBuiltBot } from '../support/bot-process.ts';
import { approve, cardShows, idIn, requestNumber, SAYS } from '../support/journeys.ts';
import { testRunDir } from '../support/redis.ts';
import { APPROVALS, startOutside } from '../support/world.ts';

/** The card shows an outcome before the click and the job behind it have been counted. */
const counts = (bot: BotProcess, what: string) =>
  vi.waitFor(async () => {
    const { body } = await bot.ops('/metrics');
    expect(body).toContain(what);
    return body;
  }, 20_000);

const REDIS = ['redis_interactive', 'redis_patient', 'redis_queue', 'redis_claims'];

it('keeps a request in its own Redis when it is killed, and buys it after it comes back', async () => {
  const world = await startOutside({
    env: { REDIS_URL: '', DATA_DIR: await mkdtemp(join(testRunDir(), 'data-')) },
    vobiz: { completeAfterMs: 0 },
  });
  const first = await startBuiltBot(world);
  const { pid } = await first.said('redis.started');
  onTestFinished(() => {
    if (processIdentity(Number(pid))) process.kill(Number(pid), 'SIGKILL');
  });
  const card = await requestNumber(world);
  await first.kill();

  const second = await startBuiltBot(world);
  expect(await second.said('redis.adopted')).toMatchObject({ pid });
  await approve(world, card);
  await cardShows(world, APPROVALS, SAYS.bought);
  expect(world.vobiz.callsTo('order')).toHaveLength(1);
  expect(await second.terminate()).toEqual({ code: 0, signal: null });
  expect(processIdentity(Number(pid))).toBeUndefined();
});

it('works as two processes, one that listens and one that works', async () => {
  const world = await startOutside({ vobiz: { completeAfterMs: 0 } });
  const bot = await startBuiltBot(world, { ROLE: 'bot' });
  const worker = spawnBot({ ...world.env, ROLE: 'worker' });
  await worker.ready();
  const partsOf = async (one: typeof bot, path: string) =>
    Object.keys(JSON.parse((await one.ops(path)).body));
  expect(await partsOf(bot, '/readyz')).toEqual([...REDIS, 'slack']);
  expect(await partsOf(worker, '/readyz')).toEqual([...REDIS, 'worker', 'sweep', 'records']);
  expect(await partsOf(bot, '/readyz/traffic')).toEqual(['slack']);
  expect((await worker.ops('/readyz/traffic')).status).toBe(503);
  expect((await worker.ops('/readyz/work')).status).toBe(200);

  await approve(world, await requestNumber(world));
  await cardShows(world, APPROVALS, SAYS.bought);
  expect(world.vobiz.callsTo('order')).toHaveLength(1);
  await counts(bot, 'handler="approve_order",outcome="ok"');
  await counts(worker, 'job_seconds_count{name="place"');
});

it('tells an operator that it lives, whether it is ready, and what it did', async () => {
  const world = await startOutside({ vobiz: { completeAfterMs: 0 } });
  const bot = await startBuiltBot(world);
  expect(await bot.ops('/livez')).toEqual({ status: 200, body: 'alive\n' });
  const { status, body } = await bot.ops('/readyz');
  expect(status).toBe(200);
  expect(Object.values(JSON.parse(body))).toEqual(
    [...REDIS, 'slack', 'worker', 'sweep', 'records'].map(() => true),
  );
  expect((await bot.ops('/elsewhere')).status).toBe(404);

  const card = await requestNumber(world);
  await approve(world, card);
  await cardShows(world, APPROVALS, SAYS.bought);
  const metrics = await counts(bot, 'job_seconds_count{name="place",outcome="done"} 1');
  expect(metrics).toContain('orders_total{state="awaiting_approval"} 1');
  expect(metrics).toContain('orders_total{state="completed"} 1');
  expect(metrics).toContain('vobiz_request_seconds_count{operation="place_order",status="201"} 1');
  expect(metrics).toContain('slack_handler_seconds_count{handler="order_form",outcome="ok"} 1');
  expect(metrics).toContain('process_cpu_seconds_total');
  expect(metrics).not.toContain(idIn(card));
});
