import { describe, expect, it } from 'vitest';
import type { Stores } from '../../../src/app/storage.ts';
import { auditEntry } from '../../../src/domain/audit/audit.ts';
import { isEnded, type Order, orderSchema } from '../../../src/domain/order/order.ts';
import { orderLists, ownLists } from '../../../src/domain/order/order-lists.ts';
import { createNumberRecords } from '../../../src/flows/numbers/number-records.ts';
import { createKeys } from '../../../src/store/keys.ts';
import { createSaving } from '../../../src/store/saving.ts';
import type { Range } from '../../../src/store/sorted-sets.ts';
import { boughtOrder, waitingOrder } from '../../support/seed.ts';
import { startStored, TEAM } from '../../support/stored.ts';
import { ASHA, DEV } from '../../support/world.ts';

const idsOf = (records: readonly { id: string }[]) => records.map(({ id }) => id);
const FIRST = { offset: 0, count: 10 };

describe('the lists of records', () => {
  it('have a record from its first save, newest first', async () => {
    const { stores, waiting } = startStored();
    const older = await waiting(2);
    const newer = await waiting(1);
    const page = (range = FIRST) => stores.orders.page(TEAM, ['asked'], range);
    expect(idsOf(await page())).toEqual(idsOf([newer, older]));
    expect(idsOf(await page({ offset: 1, count: 1 }))).toEqual([older.id]);
    expect(await page({ offset: 2, count: 1 })).toEqual([]);
    expect(await page({ offset: 0, count: 0 })).toEqual([]);
    expect(idsOf(await stores.orders.page(TEAM, undefined, FIRST))).toEqual(idsOf([newer, older]));
  });

  it('follow a change in the same step, with their sizes', async () => {
    const { stores, waiting, change } = startStored();
    const order = await waiting(1);
    await waiting(2);
    await change(order, { type: 'withdraw', by: ASHA });
    const sizes = ['asked', 'not_bought', `by:${ASHA}:asked`, `by:${DEV}:asked`];
    expect(await Promise.all(sizes.map((list) => stores.orders.size(TEAM, [list])))).toEqual([
      1, 1, 1, 0,
    ]);
    expect(await stores.orders.size(TEAM)).toBe(2);
    expect(idsOf(await stores.orders.page(TEAM, ['not_bought'], FIRST))).toEqual([order.id]);
  });

  it('change nothing when somebody else was faster', async () => {
    const { stores, waiting, change } = startStored();
    const order = await waiting(1);
    await change(order, { type: 'withdraw', by: ASHA });
    await change(order, { type: 'expire' }, order.expiresAt);
    expect(await stores.orders.size(TEAM, ['state:expired'])).toBe(0);
    expect(await stores.orders.size(TEAM, ['not_bought'])).toBe(1);
  });

  it('do not show a record in a list that it has left, and show the next one instead', async () => {
    const { redis, keys, stores, waiting, change } = startStored();
    const older = await waiting(3);
    const withdrawn = await change(await waiting(2), { type: 'withdraw', by: ASHA });
    const newer = await waiting(1);
    // As a process of the version before leaves it, which keeps no lists.
    const list = 'asked';
    await redis.zadd(keys.list('order', TEAM, list), withdrawn.createdAt, withdrawn.id);
    expect(idsOf(await stores.orders.page(TEAM, [list], { offset: 0, count: 2 }))).toEqual(
      idsOf([newer, older]),
    );
    expect(await stores.orders.size(TEAM, [list])).toBe(2);
  });

  it('are read together as one, by time, from either end and within a span', async () => {
    const { stores, waiting, change } = startStored();
    const made: string[] = [];
    for (const at of [5, 4, 3, 2, 1]) {
      const order = await waiting(at);
      made.unshift(order.id);
      if (at % 2 === 0) await change(order, { type: 'withdraw', by: ASHA });
    }
    const own = ownLists(ASHA);
    const page = async (range: Partial<Range>) =>
      idsOf(await stores.orders.page(TEAM, own, { ...FIRST, ...range }));
    expect(await page({})).toEqual(made);
    expect(await page({ offset: 1, count: 3 })).toEqual(made.slice(1, 4));
    expect(await page({ offset: 4, count: 3 })).toEqual(made.slice(4));
    expect(await page({ lowestFirst: true, count: 2 })).toEqual(made.toReversed().slice(0, 2));
    const [, second, , fourth] = await stores.orders.page(TEAM, own, FIRST);
    const span = { from: fourth?.createdAt ?? 0, to: second?.createdAt ?? 0 };
    expect(await page(span)).toEqual(made.slice(2, 4));
    expect(await stores.orders.size(TEAM, own, span)).toBe(2);
    expect(await stores.orders.size(TEAM, own)).toBe(5);
    const [newest, oldest] = [made.at(0), made.at(-1)].map((id) =>
      stores.orders.get({ team: TEAM, id: id ?? '' }).then((order) => order?.createdAt),
    );
    expect(await stores.orders.ends(TEAM)).toEqual({ oldest: await oldest, newest: await newest });
    expect(await stores.orders.ends('T0NOBODY')).toBeUndefined();
  });

  it('show a record once that an earlier version left in the list of another stage', async () => {
    const { redis, keys, stores, waiting, change } = startStored();
    const older = await waiting(2);
    const order = await change(await waiting(1), { type: 'withdraw', by: ASHA });
    const [left = ''] = ownLists(ASHA, ['asked']);
    await redis.zadd(keys.list('order', TEAM, left), order.createdAt, order.id);
    const found = await stores.orders.page(TEAM, ownLists(ASHA), { offset: 0, count: 2 });
    expect(idsOf(found)).toEqual([order.id, older.id]);
    expect(await stores.orders.size(TEAM, ownLists(ASHA))).toBe(2);
  });

  it('leave out a record that this version cannot read', async () => {
    const { redis, keys, stores, waiting } = startStored();
    const order = await waiting(2);
    const newer = await waiting(1);
    const state = 'of_a_newer_version';
    await redis.set(keys.record('order', newer), JSON.stringify({ ...newer, state }));
    expect(idsOf(await stores.orders.page(TEAM, [`by:${ASHA}:asked`], FIRST))).toEqual([order.id]);
  });
});

describe('the index of numbers', () => {
  const bought = (at: number) => boughtOrder(TEAM, at, Date.now());
  const save = async (orders: Stores['orders'], ...records: Order[]) => {
    for (const order of records) {
      const entry = auditEntry('request', { user: ASHA, team: TEAM }, undefined, order, 0);
      await orders.create(order, entry);
    }
  };

  it('has a number once it is bought, newest first, and finds the orders behind it', async () => {
    const { stores, waiting } = startStored();
    const { numberIndex } = stores;
    const asked = await waiting(1);
    const [older, newer] = [bought(1), bought(2)];
    await save(stores.orders, older, newer);
    const numbers = [newer, older].map(({ number }) => number.e164);
    expect(await numberIndex.size(TEAM)).toBe(2);
    expect((await numberIndex.newest(TEAM, 9)).map(({ e164 }) => e164)).toEqual(numbers);
    expect((await numberIndex.newest(TEAM, 1)).map(({ at }) => at)).toEqual([newer.updatedAt]);
    expect(await numberIndex.newest(TEAM, 0)).toEqual([]);
    expect(await numberIndex.has(TEAM, [...numbers, asked.number.e164])).toEqual([
      true,
      true,
      false,
    ]);
    expect(await numberIndex.has(TEAM, [])).toEqual([]);
    expect(await numberIndex.ids(TEAM, numbers)).toEqual([newer.id, older.id]);
    expect(await numberIndex.ids(TEAM, [asked.number.e164])).toEqual([]);
    expect(await numberIndex.countries(TEAM)).toEqual(['IN']);
  });

  it('counts a number once that was bought twice, and finds both orders', async () => {
    const { stores } = startStored();
    const first = bought(1);
    const again = { ...bought(2), number: first.number };
    await save(stores.orders, first, again);
    expect(await stores.numberIndex.size(TEAM)).toBe(1);
    const records = await createNumberRecords(stores)(TEAM, [first.number.e164]);
    expect(idsOf(records).sort()).toEqual(idsOf([first, again]));
  });

  it('keeps what others stand for when a number is given back, and loses the number with its last record', async () => {
    const { stores } = startStored();
    const first = bought(1);
    const again = { ...bought(2), number: first.number };
    const other = bought(3);
    await save(stores.orders, first, again, other);
    const giveBack = async (order: ReturnType<typeof bought>) => {
      const at = Date.now();
      const asked = { by: ASHA, at, why: 'Not needed' };
      const released = { state: 'released', at, asked, decision: { by: ASHA, at } } as const;
      const next: Order = { ...order, revision: order.revision + 1, giveBack: released };
      const entry = auditEntry('give_back', { user: ASHA, team: TEAM }, order, next, at);
      expect(await stores.orders.save(next, entry)).toBe(true);
    };
    const numbers = [first, other].map(({ number }) => number.e164);
    await giveBack(first);
    expect(await stores.numberIndex.has(TEAM, numbers)).toEqual([true, true]);
    expect(await stores.numberIndex.ids(TEAM, numbers)).toEqual([again.id, other.id]);
    await giveBack(again);
    expect(await stores.numberIndex.has(TEAM, numbers)).toEqual([false, true]);
    expect(await stores.numberIndex.countries(TEAM)).toEqual(['IN']);
  });

  it('goes by what the record says now, and passes over one that cannot be read', async () => {
    const { redis, keys, stores, waiting } = startStored();
    const asked = await waiting(1);
    const strange = bought(1);
    await save(stores.orders, strange);
    const state = 'of_a_newer_version';
    await redis.set(keys.record('order', strange), JSON.stringify({ ...strange, state }));
    const digits = Number(asked.number.e164.slice(1));
    await redis.zadd(keys.numberRecords(TEAM), digits, asked.id, digits, 'ord_gone1234');
    const numbers = [asked, strange].map(({ number }) => number.e164);
    expect(await createNumberRecords(stores)(TEAM, numbers)).toEqual([]);
  });
});

it('a save makes the record due for the sweep', async () => {
  const { redis, keys, waiting, change } = startStored();
  const order = await waiting(1);
  const due = () => redis.zrange(keys.due(), '0', '-1', 'WITHSCORES');
  expect(await due()).toEqual([`${TEAM}|${order.id}`, `${order.updatedAt}`]);
  const changed = await change(order, { type: 'withdraw', by: ASHA });
  expect(await due()).toEqual([`${TEAM}|${order.id}`, `${changed.updatedAt}`]);
});

it('every key of a save has the same hash tag, so a Cluster keeps them in one slot', () => {
  const keys = createKeys('bot');
  const saving = createSaving<Order>({
    keys,
    kind: 'order',
    schema: orderSchema,
    unique: ({ number }) => number.e164,
    ended: isEnded,
    lists: orderLists,
  });
  const order = waitingOrder(TEAM, 1, Date.now());
  const entry = auditEntry('request', { user: ASHA, team: TEAM }, undefined, order, 0);
  const [, count, ...args] = saving.script(order, 0, entry, null);
  const tagged = args.slice(0, count).filter((key) => `${key}`.startsWith('{bot}:'));
  expect(count).toBeGreaterThanOrEqual(10);
  expect(tagged).toHaveLength(count);
});
