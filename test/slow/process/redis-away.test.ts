import { expect, it, vi } from 'vitest';
import { buttons } from '../../../src/slack/ids.ts';
import { spawnBot, startBuiltBot } from '../../support/bot-process.ts';
import {
  approve,
  cardIn,
  cardShows,
  openOrderForm,
  requestNumber,
  SAYS,
  textOf,
  viewShows,
} from '../../support/journeys.ts';
import { createOwnRedis } from '../../support/own-redis.ts';
import { APPROVALS, ASHA, DEV, OPS, RAVI, startOutside } from '../../support/world.ts';

const TIMEOUT_MS = 90_000;
/** Each is answered after the time a click may wait for Redis: together they fill ten seconds. */
const CLICKS_MEANWHILE = 6;

it('waits for a Redis that is away at the start and says so', { timeout: TIMEOUT_MS }, async () => {
  const redis = await createOwnRedis();
  const world = await startOutside({ env: { REDIS_URL: redis.url, SLACK_MODE: 'socket' } });
  const bot = spawnBot(world.env);
  await bot.said('redis.error');
  expect(await bot.ops('/livez')).toMatchObject({ status: 200 });
  const { status, body } = await bot.ops('/readyz');
  expect(status).toBe(503);
  expect(JSON.parse(body)).toMatchObject({ redis_patient: false, slack: false, worker: false });

  await redis.start();
  await bot.ready();
  await requestNumber(world);
});

it('answers every click while Redis is away, loses nothing and goes on', {
  timeout: TIMEOUT_MS,
}, async () => {
  const redis = await createOwnRedis();
  await redis.start();
  const world = await startOutside({
    env: { REDIS_URL: redis.url, SLACK_MODE: 'socket' },
    vobiz: { completeAfterMs: 0 },
  });
  const bot = await startBuiltBot(world);
  const card = await requestNumber(world);
  await openOrderForm(world, DEV, OPS, 'Typed before Redis went away', { index: 1 });

  await redis.stop();
  const ravi = world.slack.as(RAVI);
  for (let click = 1; click <= CLICKS_MEANWHILE; click += 1) {
    await ravi.click(card, { actionId: buttons.approve.id });
    await vi.waitFor(() => expect(world.slack.ephemerals(RAVI)).toHaveLength(click), 10_000);
  }
  for (const note of world.slack.ephemerals(RAVI)) {
    expect(textOf(note)).toMatch(/Something's down on our side/);
    expect(textOf(note)).toMatch(/Your decision may not be saved: check the card first/);
  }
  await world.slack.as(DEV).submit();
  const form = world.slack.openView(DEV);
  expect(Object.values(form?.errors ?? {}).join()).toMatch(
    /Something's down on our side.*Nothing was bought/,
  );
  expect(form?.inputs.purpose).toMatchObject({
    purpose_text: { value: 'Typed before Redis went away' },
  });
  await world.slack.as(ASHA).command(OPS, '/vobiz-number', 'orders');
  await viewShows(world, ASHA, /Something's down on our side.*Try again in a minute/);
  expect((await bot.ops('/readyz')).status).toBe(503);
  // What stands in Redis has no value: an old one would look like calm.
  const { body: metrics } = await bot.ops('/metrics');
  expect(metrics).toMatch(/^redis_up 0\n/m);
  expect(metrics).not.toMatch(/^(due_backlog|jobs_waiting|audit_entries) /m);
  expect(world.vobiz.callsTo('order')).toEqual([]);

  await redis.start();
  await bot.ready();
  await vi.waitFor(
    async () => {
      const now = cardIn(world, APPROVALS);
      if (now && textOf(now).includes(buttons.approve.id)) await approve(world, now);
    },
    { timeout: 15_000 },
  );
  await world.slack.as(DEV).submit();
  await cardShows(world, OPS, /Typed before Redis went away/);
  await vi.waitFor(() => expect(textOf(cardIn(world, APPROVALS))).toMatch(SAYS.bought), {
    timeout: 30_000,
    interval: 100,
  });
  expect(world.vobiz.callsTo('order')).toHaveLength(1);
});
