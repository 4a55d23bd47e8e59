import { expect, it } from 'vitest';
import { cardShows, requestNumber, textOf, toldPrivately } from '../support/journeys.ts';
import { APPROVALS, RAVI, startWorld } from '../support/world.ts';

it('buys the number that was chosen and approved, once, and tells everyone', async () => {
  const world = await startWorld({ vobiz: { completeAfterMs: 0 } });
  const card = await requestNumber(world);
  await world.slack.as(RAVI).click(card, { actionId: 'approve_order' });
  await toldPrivately(world, RAVI, /You approved/);
  const done = await cardShows(world, APPROVALS, /Bought|Number bought/);
  expect(textOf(done)).not.toMatch(/approve_order/);
  expect(world.vobiz.orders).toHaveLength(1);
});
