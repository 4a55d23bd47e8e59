import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { isEnded, type Order, orderSchema } from '../../../src/domain/order/order.ts';
import { orderLists, possibleLists } from '../../../src/domain/order/order-lists.ts';
import { createRelist } from '../../../src/flows/relist.ts';
import { createSaving } from '../../../src/store/saving.ts';
import { startStored, TEAM } from '../../support/stored.ts';
import { ASHA } from '../../support/world.ts';

const HOUR_MS = 3_600_000;

/** 250 orders as a version without lists left them, and the walk on a clock of the test's own. */
async function leftWithoutLists() {
  const stored = startStored();
  const { redis, keys, stores, waiting, change } = stored;
  for (let at = 249; at > 0; at -= 1) await waiting(at);
  await change(await waiting(0), { type: 'withdraw', by: ASHA });
  const lists = () => redis.keys(`${keys.list('order', TEAM)}:*`);
  const before = (await lists()).sort();
  const sizes = () =>
    Promise.all(
      ['asked', 'not_bought', `by:${ASHA}:asked`].map((list) => stores.orders.size(TEAM, [list])),
    );
  const forget = async () => void (await redis.del(...before));
  await forget();
  const time = { now: Date.now() };
  const clock = { now: () => time.now, jitter: () => 0 };
  const { sweep: relist, catchUp } = createRelist({
    ...stores,
    clock,
    log: pino({ enabled: false }),
  });
  return { ...stored, time, relist, catchUp, lists, before, sizes, forget };
}

describe('the records of a version that kept no lists', () => {
  it('are put on them, once for each list', async () => {
    const { relist, lists, before, sizes } = await leftWithoutLists();
    await relist(() => true);
    expect((await lists()).sort()).toEqual(before);
    expect(await sizes()).toEqual([249, 1, 249]);
  });

  it('all stand on them before a process begins its work, and nothing is done again', async () => {
    const { catchUp, sizes, forget } = await leftWithoutLists();
    await catchUp();
    expect(await sizes()).toEqual([249, 1, 249]);
    await forget();
    await catchUp();
    expect(await sizes()).toEqual([0, 0, 0]);
  });

  it('leave the list of a stage that ended in a process of that version', async () => {
    const { redis, keys, stores, catchUp, sizes, relist, time } = await leftWithoutLists();
    await catchUp();
    const [order] = await stores.orders.page(TEAM, ['asked'], { offset: 0, count: 1 });
    if (!order) throw new Error('no order');
    const ended = { ...order, state: 'withdrawn', revision: 2, endedAt: time.now };
    await redis.set(keys.record('order', order), JSON.stringify(ended));
    expect(await sizes()).toEqual([249, 1, 249]);
    time.now += HOUR_MS;
    await relist(() => true);
    expect(await sizes()).toEqual([248, 2, 248]);
  });

  it('stay where a save has put them since they were read', async () => {
    const { redis, keys, stores, change, catchUp, sizes } = await leftWithoutLists();
    await catchUp();
    const [order] = await stores.orders.page(TEAM, ['asked'], { offset: 0, count: 1 });
    if (!order) throw new Error('no order');
    await change(order, { type: 'withdraw', by: ASHA });
    const saving = createSaving<Order>({
      keys,
      kind: 'order',
      schema: orderSchema,
      unique: ({ number }) => number.e164,
      ended: isEnded,
      lists: orderLists,
      otherLists: possibleLists,
    });
    expect(await redis.eval(...saving.relisting([order]))).toBe(0);
    expect(await sizes()).toEqual([248, 2, 248]);
  });

  it('go on where the last worker stopped', async () => {
    const { relist, sizes } = await leftWithoutLists();
    let steps = 0;
    await relist(() => {
      steps += 1;
      return steps === 1;
    });
    expect(await sizes()).toEqual([100, 0, 100]);
    await relist(() => true);
    expect(await sizes()).toEqual([249, 1, 249]);
  });

  it('are looked through once more after an hour, for what such a version saved meanwhile, and then no more', async () => {
    const { relist, sizes, forget, time } = await leftWithoutLists();
    await relist(() => true);
    await forget();
    await relist(() => true);
    expect(await sizes()).toEqual([0, 0, 0]);
    time.now += HOUR_MS;
    await relist(() => true);
    expect(await sizes()).toEqual([249, 1, 249]);
    await forget();
    time.now += 9 * HOUR_MS;
    await relist(() => true);
    expect(await sizes()).toEqual([0, 0, 0]);
  });

  it('are left to the version that knows later lists', async () => {
    const { relist, sizes, stores } = await leftWithoutLists();
    await stores.relisted.passed(TEAM, 'order', { edition: 99, round: 1, offset: 0, from: 0 });
    await relist(() => true);
    expect(await sizes()).toEqual([0, 0, 0]);
  });
});
