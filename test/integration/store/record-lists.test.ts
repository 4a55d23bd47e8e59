import { describe, expect, it } from 'vitest';
import { auditEntry } from '../../../src/domain/audit/audit.ts';
import { isEnded, type Order, orderSchema } from '../../../src/domain/order/order.ts';
import { orderLists } from '../../../src/domain/order/order-lists.ts';
import { createKeys } from '../../../src/store/keys.ts';
import { createSaving } from '../../../src/store/saving.ts';
import { waitingOrder } from '../../support/seed.ts';
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

  it('leave out a record that this version cannot read', async () => {
    const { redis, keys, stores, waiting } = startStored();
    const order = await waiting(2);
    const newer = await waiting(1);
    const state = 'of_a_newer_version';
    await redis.set(keys.record('order', newer), JSON.stringify({ ...newer, state }));
    expect(idsOf(await stores.orders.page(TEAM, [`by:${ASHA}:asked`], FIRST))).toEqual([order.id]);
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
  expect(tagged).toHaveLength(10);
  expect(count).toBe(10);
});
