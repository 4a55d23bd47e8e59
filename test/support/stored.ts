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
import { ASHA, RAVI } from './world.ts';

export const TEAM = 'T0NUMBERS';

const TAKEN = {
  orderId: 'vobiz-1',
  status: 'pending',
  rawStatus: 'pending',
  e164: undefined,
  price: undefined,
  failureReason: undefined,
} as const;

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

  /** An order that Vobiz has taken and not finished. */
  async function followed(at: number): Promise<Order> {
    const who = { userId: RAVI, teamId: TEAM, userTeamId: TEAM, groups: [] };
    const events: OrderEvent[] = [
      { type: 'approve', who: { ...who, standing: 'member' }, requesterLeft: false },
      { type: 'claim', attemptId: 'att_followed' },
      { type: 'answered', attemptId: 'att_followed', answer: TAKEN },
    ];
    let order = await waiting(at);
    for (const event of events) order = await change(order, event, order.createdAt);
    return order;
  }

  return { redis, keys, stores, waiting, followed, change };
}
