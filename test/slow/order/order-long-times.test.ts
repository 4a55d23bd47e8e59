import { expect, it, vi } from 'vitest';
import { buttons } from '../../../src/slack/ids.ts';
import { inputs } from '../../../src/slack/inputs.ts';
import { createKeys } from '../../../src/store/keys.ts';
import { eventsIn, orderIn } from '../../support/audit.ts';
import { movableClock } from '../../support/clock.ts';
import { boughtNumber, metaTokens, submitConnect, UNDECIDED } from '../../support/connecting.ts';
import {
  approve,
  cardShows,
  idIn,
  newsFor,
  orderShows,
  press,
  requestNumber,
  SAYS,
  textOf,
  toldPrivately,
  viewShows,
  withdraw,
} from '../../support/journeys.ts';
import { redisOfRun } from '../../support/shown.ts';
import { sweptTwice } from '../../support/sweeps.ts';
import {
  APPROVALS,
  ASHA,
  DEV,
  type Outside,
  RAVI,
  startBot,
  startOutside,
  startWorld,
} from '../../support/world.ts';

const MINUTE = 60_000;

/** A purchase that Vobiz took and does not finish, an hour and a minute later. */
async function lingering() {
  const clock = movableClock();
  const { now } = clock;
  const world = await startWorld({
    slack: { now },
    vobiz: { now, completeAfterMs: Number.POSITIVE_INFINITY },
  });
  const card = await requestNumber(world);
  await approve(world, card);
  const young = await cardShows(world, APPROVALS, SAYS.ordered);
  expect(textOf(young)).not.toMatch(/taking over an hour|Mark as bought/);
  clock.moveAhead(61 * MINUTE);
  const shown = await cardShows(world, APPROVALS, /This is taking over an hour/);
  return { world, clock, shown, id: idIn(card) };
}

it('says that tracking takes longer than an hour, goes on, and ends when Vobiz does', async () => {
  const { world, clock, shown } = await lingering();
  expect(textOf(shown)).toMatch(/Check now.*Mark as bought.*Mark as not bought/);
  await sweptTwice(world);
  const looks = world.vobiz.callsTo('ownedNumbers').length;
  clock.moveAhead(10 * MINUTE);
  await vi.waitFor(
    () => expect(world.vobiz.callsTo('ownedNumbers').length).toBeGreaterThan(looks),
    10_000,
  );
  const dev = world.slack.as(DEV);
  await dev.click(shown, { actionId: buttons.checkNow.id }, { asShown: true });
  await toldPrivately(world, DEV, /Checked just now/);
  world.vobiz.completeOrder(world.vobiz.orders[0]?.id ?? '');
  await dev.click(shown, { actionId: buttons.checkNow.id }, { asShown: true });
  await cardShows(world, APPROVALS, SAYS.bought);
  expect(await eventsIn(world)).toMatch(
    /^request approve claim answered( observed)* linger( observed)+$/,
  );
  expect(world.vobiz.callsTo('order')).toHaveLength(1);
});

it('lets an approver settle what takes longer than an hour, with a reason', async () => {
  const { world, shown, id } = await lingering();
  const ravi = world.slack.as(RAVI);
  await press(world, RAVI, shown, buttons.wasNotPlaced, { asShown: true });
  const form = await viewShows(world, RAVI, /How do you know/);
  await ravi.type(form, { actionId: inputs.reason.actionId }, 'Support cancelled it');
  await ravi.submit();
  await orderShows(world, APPROVALS, /Marked as not bought by <@U0RAVI>.*Support cancelled it/);
  expect(await orderIn(world, id)).toMatchObject({
    state: 'failed',
    settled: { by: RAVI, reason: 'Support cancelled it' },
  });
  expect(world.vobiz.callsTo('order')).toHaveLength(1);
});

it('gives up an approved purchase that could not be checked for a quarter of an hour, with nothing sent', async () => {
  const clock = movableClock();
  const { now } = clock;
  const world = await startWorld({
    slack: { now },
    vobiz: { now },
    env: { VOBIZ_READ_TIMEOUT_MS: '300' },
  });
  const card = await requestNumber(world);
  world.vobiz.faults.always('availability', { kind: 'reset' });
  await approve(world, card);
  await cardShows(world, APPROVALS, SAYS.approved);
  clock.moveAhead(16 * MINUTE);
  await orderShows(
    world,
    APPROVALS,
    /↩️ Not bought · .*couldn't check price and availability with Vobiz. Nothing was bought/,
  );
  expect(await eventsIn(world)).toBe('request approve stop');
  expect(world.vobiz.callsTo('order')).toEqual([]);
});

/** Slack takes nothing more while `happens`; then the bot stops, loses its jobs, and comes back a day later. */
async function awayForADay(
  outside: Outside,
  bot: { stop: () => Promise<void> },
  clock: ReturnType<typeof movableClock>,
  happens: () => Promise<void>,
): Promise<void> {
  outside.slack.fault('chat.update', { error: 'ratelimited', retryAfter: 60, times: 1_000 });
  outside.slack.fault('chat.postMessage', { error: 'ratelimited', retryAfter: 60, times: 1_000 });
  await happens();
  await bot.stop();
  await loseJobs(outside.env.REDIS_PREFIX ?? '');
  outside.slack.clearFaults();
  clock.moveAhead(25 * 60 * MINUTE);
  await startBot(outside);
}

async function toldAsha(outside: Outside, text: RegExp): Promise<void> {
  const told = () => newsFor(outside, ASHA).map(textOf).join();
  await vi.waitFor(() => expect(told()).toMatch(text), 10_000);
}

it('tells of an end after a day without the bot and with its jobs lost', async () => {
  const clock = movableClock();
  const outside = await startOutside({ slack: { now: clock.now } });
  const bot = await startBot(outside);
  const card = await requestNumber(outside);
  await awayForADay(outside, bot, clock, async () => {
    await withdraw(outside, card);
    await vi.waitFor(async () =>
      expect(await orderIn(outside, idIn(card))).toMatchObject({ state: 'withdrawn' }),
    );
  });
  const drawn = await cardShows(outside, APPROVALS, SAYS.withdrawn);
  expect(drawn.ts).toBe(card.ts);
  const thread = () => outside.slack.thread(APPROVALS, card.ts).map(textOf).join();
  await vi.waitFor(() => expect(thread()).toMatch(SAYS.withdrawn), 10_000);
});

it('tells that a number is live after a day without the bot and with its jobs lost', async () => {
  const clock = movableClock();
  const { now } = clock;
  const outside = await startOutside({
    slack: { now },
    vobiz: { ...UNDECIDED, now },
    env: await metaTokens(),
  });
  const bot = await startBot(outside);
  const card = await boughtNumber(outside);
  await submitConnect(outside, card);
  await cardShows(outside, APPROVALS, SAYS.inReview);
  await awayForADay(outside, bot, clock, async () => {
    outside.vobiz.reviewChannel(outside.vobiz.channels[0]?.id ?? '', 'verified');
    await vi.waitFor(
      async () =>
        expect(await orderIn(outside, idIn(card))).toMatchObject({ connection: { state: 'live' } }),
      10_000,
    );
  });
  await cardShows(outside, APPROVALS, SAYS.live);
  await toldAsha(outside, SAYS.live);
});

/** Takes everything of the queue out of Redis. */
async function loseJobs(prefix: string): Promise<void> {
  const redis = redisOfRun();
  const jobs = await redis.keys(`${createKeys(prefix).bullPrefix}:orders:*`);
  expect(jobs.length).toBeGreaterThan(0);
  await redis.unlink(...jobs);
}
