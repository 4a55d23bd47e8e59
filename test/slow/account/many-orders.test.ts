import { expect, it, vi } from 'vitest';
import { pendingOrder } from '../../../bench/pending-order.ts';
import { auditEntry } from '../../../src/domain/audit/audit.ts';
import { storesOf } from '../../support/seed.ts';
import { startBot, startOutside } from '../../support/world.ts';

const ORDERS = 60;

it('sixty orders of the last minute cost a bot two pages and one list for each reading', async () => {
  const world = await startOutside({ vobiz: { completeAfterMs: Number.POSITIVE_INFINITY } });
  const { orders } = storesOf(world);
  const at = Date.now();
  const made = Array.from({ length: ORDERS }, (_, place) => {
    const order = pendingOrder(place, []);
    const attempt = { ...order.attempt, startedAt: at };
    return { ...order, team: world.slack.workspace.team.id, attempt, createdAt: at, updatedAt: at };
  });
  for (const order of made) {
    await orders.create(order, auditEntry('request', { job: 'test' }, undefined, order, at));
  }
  for (let place = 0; place < 150; place += 1)
    world.vobiz.addOwnedNumber({ e164: `+91977${String(place).padStart(7, '0')}` });
  await startBot(world);
  const readings = () => world.vobiz.callsTo('channels').length;
  await vi.waitFor(() => expect(readings()).toBeGreaterThanOrEqual(3), 20_000);
  world.vobiz.addOwnedNumber({ e164: made.at(-1)?.number.e164 ?? '' });
  const ended = async () => (await orders.many(made)).filter(({ state }) => state === 'completed');
  await vi.waitFor(async () => expect(await ended()).toHaveLength(1), 20_000);
  const seen = await orders.many(made);
  expect(seen.every((order) => 'evidence' in order && order.evidence.length > 0)).toBe(true);
  const owned = world.vobiz.callsTo('ownedNumbers');
  expect(owned.filter(({ query }) => query.search)).toEqual([]);
  expect(owned.length).toBeLessThanOrEqual(2 * readings());
});
