import { pino } from 'pino';
import { createStores } from '../../src/app/storage.ts';
import { type AuditedRecord, auditEntry } from '../../src/domain/audit/audit.ts';
import type { Order } from '../../src/domain/order/order.ts';
import type { OrderEvent } from '../../src/domain/order/order-events.ts';
import { transition } from '../../src/domain/order/order-transitions.ts';
import { createKeys } from '../../src/store/keys.ts';
import { testPrefix } from './redis.ts';
import { waitingOrder } from './seed.ts';
import { redisOfRun } from './shown.ts';
import { ASHA } from './world.ts';

export const TEAM = 'T0NUMBERS';

/** The stores without a bot, over the Redis of the run, in a namespace of their own. */
export function startStored() {
  const redis = redisOfRun();
  const keys = createKeys(testPrefix().replace(/[{}]/g, ''));
  const stores = createStores(redis, keys, pino({ enabled: false }));
  const { orders } = stores;
  const by = { user: ASHA, team: TEAM };
  const entry = (event: string, before: AuditedRecord | undefined, after: Order) =>
    auditEntry(event, by, before, after, after.updatedAt);

  /** An order that waits for its approval; the higher `at`, the older. */
  async function waiting(at: number): Promise<Order> {
    const order = waitingOrder(TEAM, at, Date.now());
    await orders.create(order, entry('request', undefined, order));
    return order;
  }

  async function change(before: Order, event: OrderEvent, now = Date.now()): Promise<Order> {
    const changed = transition(before, event, now);
    if (!changed.ok) throw new Error(changed.refusal.kind);
    await orders.save(changed.record, entry(event.type, before, changed.record));
    return changed.record;
  }

  return { redis, keys, stores, waiting, change };
}
