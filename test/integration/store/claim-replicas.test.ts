import { expect, it, vi } from 'vitest';
import { eventsIn } from '../../support/audit.ts';
import { movableClock } from '../../support/clock.ts';
import {
  approve,
  cardShows,
  newsFor,
  orderShows,
  requestNumber,
  SAYS,
  textOf,
} from '../../support/journeys.ts';
import { APPROVALS, ASHA, startWorld } from '../../support/world.ts';

it('stops a request whose claim no replica confirms for a quarter of an hour, with nothing sent', {
  timeout: 40_000,
}, async () => {
  const clock = movableClock();
  // The Redis of the tests has no replica.
  const world = await startWorld({ env: { CLAIM_REPLICAS: '1' } });
  await approve(world, await requestNumber(world));
  await orderShows(world, APPROVALS, /We can't keep a safe copy of this purchase/);
  clock.moveAhead(16 * 60_000);
  await orderShows(world, APPROVALS, /Stopped .*couldn't record the purchase safely/);
  expect(world.vobiz.callsTo('order')).toEqual([]);
  expect(await eventsIn(world)).toBe('request approve claim unclaim stop');
  await vi.waitFor(() => expect(newsFor(world, ASHA)).toHaveLength(1), 5_000);
  expect(textOf(newsFor(world, ASHA)[0])).toMatch(/so we didn't send it/);
});

it('waits for no replica where the setting says so', async () => {
  const env = { CLAIM_REPLICAS: '0' };
  const world = await startWorld({ vobiz: { completeAfterMs: 0 }, env });
  await approve(world, await requestNumber(world));
  await cardShows(world, APPROVALS, SAYS.bought);
  expect(world.vobiz.callsTo('order')).toHaveLength(1);
});
