import { Redis } from 'ioredis';
import { createStores } from '../../src/app/storage.ts';
import { nextLookAt } from '../../src/domain/account/look.ts';
import { auditEntry } from '../../src/domain/audit/audit.ts';
import type { Evidence } from '../../src/domain/order/evidence.ts';
import { isEnded, type Order, type OrderIn } from '../../src/domain/order/order.ts';
import { createKeys } from '../../src/store/keys.ts';
import { pendingOrder } from '../pending-order.ts';

const silent = () => {};
const AT_ONCE = 500;

/** What the last look at an order found that Vobiz has not finished: so the next one finds nothing new. */
const NOTHING_YET: readonly Omit<Evidence, 'at'>[] = [
  { source: 'owned_numbers', finding: 'not_found' },
  { source: 'channels', finding: 'not_found' },
];

/** An order that the bot follows, sent to Vobiz `ageMs` ago. */
export function followed(place: number, ageMs: number): OrderIn<'pending'> {
  const at = Date.now();
  return pendingOrder(
    place,
    NOTHING_YET.map((found) => ({ ...found, at })),
    ageMs,
  );
}

/** An order that waits for an approval, asked for just now: nothing about it is due for half an hour. */
export function waiting(place: number): OrderIn<'awaiting_approval'> {
  const { attempt: _a, purchase: _p, evidence: _e, decision: _d, ...order } = followed(place, 0);
  return { ...order, state: 'awaiting_approval' };
}

/** An order that ended well, and everybody was told. */
export function bought(place: number): OrderIn<'completed'> {
  const order = followed(place, 0);
  return { ...order, state: 'completed', endedAt: order.updatedAt };
}

/**
 * Writes orders as the bot does: through its own store, with an audit entry each, their cards drawn, what had to be said said, and their
 * looks at Vobiz due. Many at once over one connection, so that 100,000 take a minute or two.
 */
export async function seed(redisUrl: string, prefix: string, orders: Iterable<Order>) {
  const redis = new Redis(redisUrl, { enableAutoPipelining: true });
  const stores = createStores(redis, createKeys(prefix), { info: silent, warn: silent });

  async function write(order: Order): Promise<void> {
    const entry = auditEntry('seed', { job: 'bench' }, undefined, order, order.updatedAt);
    const { result } = await stores.orders.create(order, entry);
    if (result !== 'created') throw new Error(`${order.id} was not created: ${result}`);
    await stores.deliveries.put(order, 'card', cardOf(order));
    const lookAt = nextLookAt(order, Date.now());
    if (lookAt !== undefined) await stores.looks.add(order, lookAt);
    if (!isEnded(order)) return;
    for (const slot of [`thread-${order.state}`, `direct-${order.state}`])
      await stores.deliveries.put(order, slot, cardOf(order));
    await stores.orders.close(order);
  }

  const iterator = orders[Symbol.iterator]();
  const writer = async (): Promise<void> => {
    for (let next = iterator.next(); !next.done; next = iterator.next()) await write(next.value);
  };
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, writer));
  } finally {
    redis.disconnect();
  }
}

/** A message that shows the current state of an order. */
export function cardOf({ id, channel, revision }: Order) {
  return { state: 'sent' as const, channel, ts: `1.${id.replace(/\D/g, '')}`, revision };
}

/** `count` orders, the first with the number 0 or `from`. */
export function* each<T>(count: number, make: (place: number) => T, from = 0): Generator<T> {
  for (let place = from; place < from + count; place += 1) yield make(place);
}
