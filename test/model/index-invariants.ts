import assert from 'node:assert/strict';
import type { Stores } from '../../src/app/storage.ts';
import { nextLookAt } from '../../src/domain/account/look.ts';
import { orderLists } from '../../src/domain/order/order-lists.ts';
import { TEAM } from './people.ts';
import type { World } from './system.ts';

/** Each list has exactly the orders that belong on it. */
export async function checkLists({ redis, keys }: World, stores: Stores): Promise<void> {
  const orders = await stores.orders.newest(TEAM, 1_000);
  const all = keys.list('order', TEAM);
  for (const key of await redis.keys(`${all}:*`)) {
    const name = key.slice(all.length + 1);
    const belong = orders.filter((order) => orderLists(order).includes(name)).map(({ id }) => id);
    assert.deepEqual(
      (await redis.zrange(key, '0', '-1')).sort(),
      belong.sort(),
      `the list ${name}`,
    );
  }
  for (const name of new Set(orders.flatMap(orderLists))) {
    assert.ok(await redis.exists(keys.list('order', TEAM, name)), `the list ${name} is gone`);
  }
}

/** Whatever Vobiz has not finished is looked at again. */
export async function checkLooks({ redis, keys, clock }: World, stores: Stores): Promise<void> {
  const orders = await stores.orders.newest(TEAM, 1_000);
  const tracked = orders.filter((order) => nextLookAt(order, clock.now()) !== undefined);
  const members = await redis.zrange(keys.looks(), '0', '-1');
  for (const { id } of tracked) {
    assert.ok(members.includes(`${TEAM}|${id}`), `nobody will look at ${id} again`);
  }
}
