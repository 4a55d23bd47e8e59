import { expect, it } from 'vitest';
import { pendingOrder } from '../../../bench/pending-order.ts';
import { auditEntry } from '../../../src/domain/audit/audit.ts';
import type { GiveBack } from '../../../src/domain/giveback/give-back.ts';
import type { Order } from '../../../src/domain/order/order.ts';
import { startReadings } from '../../support/readings.ts';

const MINUTE = 60_000;

function bought(place: number): Order {
  const order = pendingOrder(place, []);
  return { ...order, state: 'completed', endedAt: order.createdAt };
}

/** An account with three numbers that were bought here, each looked at once. */
async function startOwning() {
  const readings = await startReadings();
  const { stores, vobiz, save, readAccount, clock } = readings;
  const orders = await Promise.all([900, 901, 902].map((place) => save(bought(place))));
  const numbers = orders.map(({ number }) => number.e164);
  const list = (e164: string) => vobiz.addOwnedNumber({ e164 });
  for (const e164 of numbers) list(e164);
  async function look() {
    clock.at += 10 * MINUTE;
    await stores.looks.askWatch(clock.now());
    await readAccount();
  }
  await look();
  return {
    ...readings,
    orders,
    numbers,
    list,
    look,
    /** Saves how far the give-back of an order is. */
    async giveBack(giveBack: GiveBack, order = orders[0]) {
      if (order?.state !== 'completed') throw new Error('not bought');
      const next = { ...order, giveBack, revision: order.revision + 1 };
      const entry = auditEntry('give_back.answered', { job: 'test' }, order, next, clock.now());
      expect(await stores.orders.save(next, entry)).toBe(true);
    },
    vanished: async () => (await stores.lastSeen.figures())?.vanished,
    appeared: async () => [...(await stores.appeared.all(orders[0]?.team ?? '')).keys()].sort(),
    troubles: async () => {
      const records = await stores.orders.many(orders);
      return records.map((record) => ('watched' in record ? record.watched : undefined));
    },
  };
}

it('lets a list that lacks every number say nothing about any of them', async () => {
  const { vobiz, clock, numbers, look, vanished, troubles } = await startOwning();
  for (const e164 of numbers) vobiz.alterOwnedNumber(e164, null);
  await look();
  const since = clock.now();
  expect(await vanished()).toEqual({ lacking: 3, of: 3, since, isProven: false });
  await look();
  await look();
  expect(await vanished()).toEqual({ lacking: 3, of: 3, since, isProven: true });
  expect(await troubles()).toEqual([undefined, undefined, undefined]);

  for (const e164 of numbers.slice(1)) vobiz.alterOwnedNumber(e164, {});
  await look();
  expect(await vanished()).toMatchObject({ since, overAt: clock.now() });
  await look();
  expect((await troubles()).map((watched) => watched?.number?.is)).toEqual([
    'gone',
    undefined,
    undefined,
  ]);
});

it('misses no number that is being given back, though a list drops all of them at once', async () => {
  const { vobiz, orders, numbers, look, vanished, troubles, clock, giveBack } = await startOwning();
  const at = clock.now();
  const asked = { by: 'U0ASHA', at, why: 'Closed' };
  for (const order of orders) await giveBack({ asked, state: 'pending', since: at }, order);
  for (const e164 of numbers) vobiz.alterOwnedNumber(e164, null);
  await look();
  await look();
  expect(await vanished()).toBeUndefined();
  expect(await troubles()).toEqual([undefined, undefined, undefined]);
});

it('tells nobody of a number that goes back while the list is read that still has it', async () => {
  const { vobiz, numbers, look, appeared, clock, giveBack } = await startOwning();
  const slow = vobiz.faults.hold('ownedNumbers', { when: 'after' });
  const looking = look();
  await slow.arrived;
  clock.at += 1_000;
  const asked = { by: 'U0ASHA', at: clock.now(), why: 'Closed' };
  await giveBack({ asked, state: 'released', at: clock.now() });
  slow.release();
  await looking;
  expect(await appeared()).toEqual([]);
  // What a later list has was bought elsewhere.
  await look();
  expect(await appeared()).toEqual(numbers.slice(0, 1));
});

it("takes another account's numbers neither for ours nor for new ones", async () => {
  const { vobiz, own, numbers, look, vanished, appeared, troubles } = await startOwning();
  for (const e164 of numbers) vobiz.alterOwnedNumber(e164, null);
  own(40);
  await look();
  await look();
  expect(await vanished()).toMatchObject({ lacking: 3, isProven: true });
  expect(await appeared()).toEqual([]);
  expect(await troubles()).toEqual([undefined, undefined, undefined]);

  for (const e164 of numbers) vobiz.alterOwnedNumber(e164, {});
  await look();
  expect(await appeared()).toHaveLength(40);
});

it('notes what appeared once, whoever reads, and never what an order may have bought', async () => {
  const { stores, vobiz, save, own, list, look, appeared, clock, readAccount } =
    await startOwning();
  const { team } = pendingOrder(0, []);
  const waiting = await Promise.all([0, 1].map((place) => save(pendingOrder(place, []))));
  const unconfirmed: Order = {
    ...pendingOrder(2, []),
    state: 'unconfirmed',
    why: 'no_answer',
  };
  await save(unconfirmed);
  for (const { number } of [...waiting, unconfirmed]) list(number.e164);
  own(500);
  clock.at += 10 * MINUTE;
  await stores.looks.askWatch(clock.now());
  await Promise.all([readAccount(), readAccount()]);
  await look();
  expect(await appeared()).toHaveLength(500);
  expect([...(await stores.appeared.notices(team)).values()]).toEqual([1]);
  expect(await stores.appeared.openCount(team)).toBe(500);

  const [left = '', other = ''] = await appeared();
  await stores.appeared.answer(team, [left], { is: 'left', by: 'U0RAVI', at: clock.now() });
  // What Vobiz gave for an order may be another number than the one that was ordered.
  const unlisted = await save(pendingOrder(3, []));
  list('+918000000001');
  await look();
  expect(await appeared()).toHaveLength(500);
  list(unlisted.number.e164);
  await look();
  expect([...(await stores.appeared.notices(team)).values()]).toEqual([2, 1]);
  expect(await stores.appeared.open(team)).not.toContain(left);
  expect(await stores.appeared.open(team)).toEqual(
    expect.arrayContaining([other, '+918000000001']),
  );

  vobiz.addOwnedNumber({ e164: '+918000000002', purchased_at: '0001-01-01T00:00:00Z' });
  await look();
  expect(await stores.appeared.open(team)).toContain('+918000000002');
});
