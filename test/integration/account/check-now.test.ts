import { expect, it, vi } from 'vitest';
import { buttons } from '../../../src/slack/ids.ts';
import { approve, cardShows, requestNumber, SAYS, toldPrivately } from '../../support/journeys.ts';
import { storesOf } from '../../support/seed.ts';
import { APPROVALS, DEV, startBot, startOutside } from '../../support/world.ts';

const CHECK = { actionId: buttons.checkNow.id };

/** An order that Vobiz took and never finishes, with a bot and a worker in processes of their own. */
async function ordered() {
  const world = await startOutside({ vobiz: { completeAfterMs: Number.POSITIVE_INFINITY } });
  const worker = await startBot(world, { ROLE: 'worker' });
  const bot = await startBot(world, { ROLE: 'bot' });
  const card = await requestNumber(world);
  await approve(world, card);
  const open = await cardShows(world, APPROVALS, SAYS.ordered);
  const stores = storesOf(world);
  return { world, worker, bot, open, stores };
}

it('is served by the bot itself, or by the worker that reads just then', async () => {
  const { world, open } = await ordered();
  const looks = () => world.vobiz.callsTo('channels').length;
  const before = looks();
  await world.slack.as(DEV).click(open, CHECK, { asShown: true });
  await toldPrivately(world, DEV, /Checked just now\. Nothing new at Vobiz yet/);
  expect(looks()).toBeGreaterThan(before);
});

it('waits for the reading that begins after it, where one has begun', async () => {
  const { world, open } = await ordered();
  const held = world.vobiz.faults.hold('channels');
  await held.arrived;
  const asking = world.slack.as(DEV).click(open, CHECK, { asShown: true });
  world.vobiz.completeOrder(world.vobiz.orders[0]?.id ?? '');
  held.release();
  await asking;
  await cardShows(world, APPROVALS, SAYS.bought);
});

it('says that it could not, and why, while Vobiz wants to be left alone', async () => {
  const { world, open, stores } = await ordered();
  await stores.vobizPause.start(Date.now(), 60_000);
  await world.slack.as(DEV).click(open, CHECK, { asShown: true });
  await toldPrivately(world, DEV, /We couldn't check just now\./);
});

it('says that it could not while somebody reads for long, and the look stays due', async () => {
  const { world, open, stores, worker } = await ordered();
  await worker.stop();
  const token = await vi.waitFor(async () => {
    const taken = await stores.looks.take();
    expect(taken).toBeDefined();
    return taken ?? '';
  }, 10_000);
  await world.slack.as(DEV).click(open, CHECK, { asShown: true });
  await toldPrivately(world, DEV, /We couldn't check just now\. It's next in line/);
  expect(await stores.looks.first()).toBeLessThanOrEqual(Date.now());
  await stores.looks.release(token);
});
