import { expect, vi } from 'vitest';
import { errorShape } from '../../../sandbox/vobiz/error-shapes.ts';
import { movableClock } from '../../support/clock.ts';
import { approve, cardShows, requestNumber, SAYS, textOf } from '../../support/journeys.ts';
import { sweptTwice } from '../../support/sweeps.ts';
import { APPROVALS, it, RAVI, startWorld } from '../../support/world.ts';

const MINUTE = 60_000;

it('warns on a card, before it is approved, that the account is not active, until it is again', async () => {
  const clock = movableClock();
  const world = await startWorld({ vobiz: { now: clock.now } });
  world.vobiz.setAccount({ active: false });
  world.vobiz.faults.always('balance', errorShape('account_inactive'));
  await world.slack.as(RAVI).openHome();
  await requestNumber(world);
  await cardShows(world, APPROVALS, /Approve ₹.*⚠️ Vobiz account inactive/s);
  const home = () => textOf(world.slack.home(RAVI));
  await vi.waitFor(
    () => expect(home()).toMatch(/account isn't active, so it can't buy numbers/),
    20_000,
  );
  world.vobiz.setAccount({ active: true });
  world.vobiz.faults.clear('balance');
  clock.moveAhead(6 * MINUTE);
  await cardShows(world, APPROVALS, /Approve ₹(?!.*⚠️)/s);
  await vi.waitFor(() => expect(home()).not.toContain('⚠️'), 20_000);
});

it('says that the balance is short of what waits, though it covers each request', async ({
  world,
}) => {
  world.vobiz.setBalance('INR', 1_399);
  await world.slack.as(RAVI).openHome();
  await requestNumber(world);
  await requestNumber(world, { index: 1 });
  await sweptTwice(world);
  await world.slack.as(RAVI).openHome();
  await vi.waitFor(
    () => expect(textOf(world.slack.home(RAVI))).toMatch(/has ₹1,399, and the requests below cost/),
    20_000,
  );
  for (const card of world.slack.messages(APPROVALS)) expect(textOf(card)).not.toContain('⚠️ Only');
});

it('says nothing of an account that cannot be read, and stops nothing', async ({ world }) => {
  for (const op of ['me', 'balance'] as const) {
    world.vobiz.faults.always(op, { kind: 'status', status: 500 });
  }
  const card = await requestNumber(world);
  await sweptTwice(world);
  expect(JSON.stringify(world.slack.messages(APPROVALS))).not.toContain('⚠️');
  await approve(world, card);
  await cardShows(world, APPROVALS, SAYS.bought);
});

it('asks Vobiz nothing about the account while no request waits', async ({ world }) => {
  await sweptTwice(world);
  expect(world.vobiz.callsTo('me')).toEqual([]);
});
