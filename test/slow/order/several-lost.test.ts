import { expect, it, vi } from 'vitest';
import { createKeys } from '../../../src/store/keys.ts';
import { approve, idIn, newsFor, textOf } from '../../support/journeys.ts';
import { storesOf } from '../../support/seed.ts';
import { requestSeveral } from '../../support/several.ts';
import { redisOfRun } from '../../support/shown.ts';
import { APPROVALS, ASHA, startWorld } from '../../support/world.ts';

it('what was bought of several numbers is told on cards of its own, if Redis lost their approval', {
  timeout: 60_000,
}, async () => {
  const world = await startWorld({ vobiz: { completeAfterMs: Number.POSITIVE_INFINITY } });
  const card = await requestSeveral(world, 3);
  const { orders } = storesOf(world);
  const ref = { team: world.slack.workspace.team.id, id: idIn(card) };
  const lead = await orders.get(ref);
  await approve(world, card);
  await vi.waitFor(async () => {
    const states = (await orders.newest(ref.team, 9)).map(({ state }) => state);
    expect(states).toEqual(['pending', 'pending', 'pending']);
  });
  const key = createKeys(world.env.REDIS_PREFIX ?? '').record('order', ref);
  const expired = { ...lead, state: 'expired', endedAt: Date.now(), revision: 2 };
  await redisOfRun().set(key, JSON.stringify(expired));
  for (const { id } of world.vobiz.orders) world.vobiz.completeOrder(id);
  const cards = () => {
    const shown = world.slack
      .messages(APPROVALS)
      .filter(({ threadTs, ts }) => !threadTs && ts !== card.ts);
    return (lead?.more ?? []).map(({ e164 }) => {
      const own = shown.map((each) => textOf(each).replace(/\s/g, ''));
      return own.filter((text) => text.includes('✅Bought·₹') && text.includes(e164)).length;
    });
  };
  // The account is read again after some seconds.
  await vi.waitFor(() => expect(cards()).toEqual([1, 1]), { timeout: 30_000, interval: 50 });
  await vi.waitFor(() => expect(newsFor(world, ASHA).length).toBeGreaterThanOrEqual(2));
});
