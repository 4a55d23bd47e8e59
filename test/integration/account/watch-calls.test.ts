import { expect, it } from 'vitest';
import { pendingOrder } from '../../../bench/pending-order.ts';
import type { Order } from '../../../src/domain/order/order.ts';
import { beginToWatch } from '../../../src/flows/account/look-jobs.ts';
import { startReadings, WATCH_EVERY_MS } from '../../support/readings.ts';

const MINUTE = 60_000;

function bought(place: number): Order {
  const order = pendingOrder(place, []);
  return { ...order, state: 'completed', endedAt: order.createdAt };
}

it('costs no call beyond the shared reading, which any order may have caused', async () => {
  const { stores, vobiz, save, pending, own, readAccount, calls, clock } = await startReadings();
  const { lastSeen, looks } = stores;
  own(230);
  const orders = await Promise.all([0, 1, 2].map((place) => save(bought(place + 900))));
  for (const { number } of orders) vobiz.addOwnedNumber({ e164: number.e164 });
  await readAccount();
  await looks.askWatch(clock.now());
  clock.at += 10 * MINUTE;
  const before = calls().length;
  expect(await readAccount()).toEqual({ kind: 'done' });
  const reading = ['channels', 'page 1', 'page 2', 'page 3'];
  expect(calls().slice(before)).toEqual(reading);
  expect(await lastSeen.figures()).toEqual({ at: clock.now(), troubled: 0, elsewhere: 230 });
  expect(await looks.watchAt()).toBe(clock.now() + WATCH_EVERY_MS);

  // Thirty orders are due, and everything is looked at again for nothing.
  await pending(30);
  vobiz.alterOwnedNumber(orders[0]?.number.e164 ?? '', { is_blocked: true });
  clock.at += 10 * MINUTE;
  const between = calls().length;
  await readAccount();
  expect(calls().slice(between)).toEqual([...reading, 'orderRead']);
  expect(await lastSeen.figures()).toMatchObject({ at: clock.now(), troubled: 1 });
  expect(await stores.orders.get(orders[0] ?? { team: '', id: '' })).toMatchObject({
    watched: { number: { is: 'blocked' } },
  });
});

it('waits half an hour when nothing could be read', async () => {
  const { stores, vobiz, readAccount, clock } = await startReadings();
  await stores.looks.askWatch(clock.now());
  vobiz.faults.always('channels', { kind: 'status', status: 401 });
  await readAccount();
  expect(await stores.looks.watchAt()).toBe(clock.now() + 30 * MINUTE);
  expect(await stores.lastSeen.figures()).toBeUndefined();
});

it('looks no later than after one interval, also where it was longer before', async () => {
  const { stores, clock } = await startReadings();
  const { looks } = stores;
  await looks.askWatch(clock.now() + 6 * WATCH_EVERY_MS);
  await beginToWatch({ looks, clock }, WATCH_EVERY_MS);
  expect(await looks.watchAt()).toBe(clock.now() + WATCH_EVERY_MS);
  clock.at += MINUTE;
  await beginToWatch({ looks, clock }, WATCH_EVERY_MS);
  expect(await looks.watchAt()).toBe(clock.now() + WATCH_EVERY_MS - MINUTE);
});

it('stays due until a reading has compared, so a bot that is killed before loses no look', async () => {
  const { stores, clock } = await startReadings();
  const { looks } = stores;
  const now = clock.now();
  await looks.askWatch(now);
  const found = await looks.due(now, 10);
  await looks.done(found.map((each) => ({ ...each, next: undefined })));
  expect(await looks.watchAt()).toBe(now);
});
