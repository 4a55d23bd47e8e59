import { auditEntry } from '../../domain/audit/audit.ts';
import type { Order } from '../../domain/order/order.ts';
import {
  apart,
  apartId,
  isBeforeSending,
  type Kept,
  knowsAttempt,
  type LastEntry,
  recreated,
  wasSettledOtherwise,
} from '../../domain/order/order-put-back.ts';
import { type ChangeDeps, type ChangeOrder, remindOfOrder } from '../change.ts';
import type { Deliveries } from '../deliver.ts';
import type { LastEntryOf, Orders } from '../ports.ts';

/** How an attempt came to be known: by its record as usual, there again, as a whole record, or as one beside it. */
export type WrittenDown = 'known' | 'put_back' | 'recreated' | 'apart' | 'nothing_bought';

/**
 * Makes the records know an attempt that was sent and what came back, whatever Redis forgot meanwhile. It can be called
 * again and by several at once: the second finds what the first has done. It sends nothing.
 */
export function createPutBack(
  deps: ChangeDeps & {
    orders: Orders;
    changeOrder: ChangeOrder;
    lastEntryOf: LastEntryOf;
    deliveries: Pick<Deliveries, 'intend'>;
  },
) {
  const { orders, changeOrder, deliveries, chance, log } = deps;
  const by = { job: 'put_back' };

  return async function putBack(kept: Kept): Promise<WrittenDown> {
    let done = await writeDown(kept);
    while (!done) done = await writeDown(kept);
    if (done !== 'known') {
      const { id, attempt } = kept.order;
      log.warn({ event: `purchase.${done}`, order_id: id, attempt_id: attempt.id });
    }
    return done;
  };

  /** Undefined when the record changed meanwhile: then it is judged again as it is now. */
  async function writeDown(kept: Kept): Promise<WrittenDown | undefined> {
    const ref = { team: kept.order.team, id: kept.order.id };
    const order = await orders.get(ref);
    if (!order)
      return (await recreate(kept, await deps.lastEntryOf(ref))) ? 'recreated' : undefined;
    if (wasSettledOtherwise(order, kept)) return beside(order, kept);
    if (knowsAttempt(order, kept)) {
      await tellOutcome(order, kept);
      return 'known';
    }
    if (!isBeforeSending(order)) return beside(order, kept);
    const changed = await changeOrder(ref, { type: 'put_back', kept }, by);
    return changed.ok ? 'put_back' : undefined;
  }

  async function tellOutcome(order: Order, { outcome }: Kept): Promise<void> {
    const isOpen = order.state === 'placing' || order.state === 'unconfirmed';
    const lacksAnswer = order.state === 'completed' && !order.purchase;
    if (outcome && (isOpen || lacksAnswer)) await changeOrder(order, outcome, { job: 'place' });
  }

  async function recreate(kept: Kept, last: LastEntry | undefined): Promise<boolean> {
    const now = chance.now();
    const made = recreated(kept, last, now);
    if (!made.ok) throw new Error(`${kept.order.id} cannot be made from its own claim`);
    const { id, team } = kept.order;
    const before = last && { id, team, state: last.to, revision: last.revision };
    return create(made.record, auditEntry('put_back', by, before, made.record, now));
  }

  async function create(order: Order, entry: ReturnType<typeof auditEntry>): Promise<boolean> {
    if (!(await orders.putBack(order, entry))) return false;
    deps.count(order.state);
    // Its card may be there: an intent makes the writer look for it before it posts another.
    await deliveries.intend(order, 'card', order.createdAt);
    await remindOfOrder(deps, order);
    return true;
  }

  /** The order has gone another way, which people know of: the purchase gets a record of its own that names it. */
  async function beside(order: Order, kept: Kept): Promise<WrittenDown> {
    if (kept.outcome?.type === 'refused') return 'nothing_bought';
    const now = chance.now();
    const ref = { team: order.team, id: apartId(kept) };
    const standing = await orders.get(ref);
    if (!standing) {
      const opened = apart(kept, now);
      await create(opened, auditEntry('opened_apart', by, undefined, opened, now));
    }
    await changeOrder(order, { type: 'sent_as', next: ref.id }, by);
    if (standing) await tellOutcome(standing, kept);
    else if (kept.outcome) await changeOrder(ref, kept.outcome, by);
    return standing ? 'known' : 'apart';
  }
}
export type PutBack = ReturnType<typeof createPutBack>;
