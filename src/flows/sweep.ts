import { isWithin } from '../domain/elapsed.ts';
import { isEnded, type Order, type OrderIn } from '../domain/order/order.ts';
import { lingers } from '../domain/order/order-buying.ts';
import { deadlineOf, escalationIsDue } from '../domain/order/order-clock.ts';
import { newsNotices, noticeKey, noticesOf } from '../domain/order/order-duties.ts';
import type { OrderEvent } from '../domain/order/order-events.ts';
import type { Ref } from '../domain/record.ts';
import { isOver } from '../domain/verification/verification.ts';
import { dueEvent } from '../domain/verification/verification-events.ts';
import type { Deliveries } from '../store/deliveries.ts';
import type { Orders } from '../store/records.ts';
import {
  type ChangeOrder,
  type ChangeVerification,
  enqueueDuties,
  enqueueWake,
  type VerificationChangeDeps,
} from './change.ts';
import type { SweepConnection } from './connection/track-connection.ts';
import { isHopeless } from './deliver.ts';
import { isTold, slotsOf } from './tell-person.ts';

type Deps = VerificationChangeDeps & {
  orders: Orders;
  deliveries: Deliveries;
  changeOrder: ChangeOrder;
  changeVerification: ChangeVerification;
  sweepConnection: SweepConnection;
  /** Ms after which an unanswered purchase counts as interrupted; longer than the call may take. */
  staleAfterMs: number;
};

/** Recovers what may be lost. Interrupted purchases become `unconfirmed`, never `approved` again. */
export function createSweep(deps: Deps) {
  const { orders, verifications, log } = deps;

  /** Calls `goOn` before each record. */
  return async function sweep(goOn: () => boolean): Promise<void> {
    await forEach(await orders.open(), goOn, (ref) => sweepOrder(deps, ref));
    await forEach(await verifications.open(), goOn, (ref) => sweepVerification(deps, ref));
  };

  /** A record that fails does not stop the others. */
  async function forEach(
    refs: readonly Ref[],
    goOn: () => boolean,
    visit: (ref: Ref) => Promise<void>,
  ): Promise<void> {
    for (const ref of refs) {
      if (!goOn()) return;
      try {
        await visit(ref);
      } catch (error) {
        log.error({ event: 'sweep.failed', record_id: ref.id, err: error });
      }
    }
  }
}

async function sweepOrder(deps: Deps, ref: Ref): Promise<void> {
  const found = await deps.orders.get(ref);
  if (!found) return;
  const event = overdueOrder(found, deps.clock.now(), deps.staleAfterMs);
  const changed = event && (await deps.changeOrder(ref, event, { job: 'sweep' }));
  const order = changed?.ok ? changed.record : found;
  const connecting = await deps.sweepConnection(order);
  if (isEnded(order) && (await allTold(deps, order))) {
    if (!connecting) await deps.orders.close(order);
    return;
  }
  await redrawIfStale(deps, order);
  await enqueueDuties(deps, order);
  await enqueueNotices(deps, order);
}

/** Only time makes reminders and escalations due, so only the sweep notices. */
async function enqueueNotices(deps: Deps, order: Order): Promise<void> {
  const now = deps.clock.now();
  const due = order.state === 'awaiting_approval' ? noticesOf(order, now).at(-1) : undefined;
  if (!due || (await deps.deliveries.get(order, slotsOf(due.what).thread))) return;
  await deps.enqueue.notify(order, noticeKey(order, now));
}

function overdueOrder(order: Order, now: number, staleAfterMs: number): OrderEvent | undefined {
  switch (order.state) {
    case 'awaiting_approval':
      if (now >= deadlineOf(order, now)) return { type: 'expire' };
      return escalationIsDue(order, now) ? { type: 'escalate' } : undefined;
    case 'placing':
      return isWithin(order.attempt.startedAt, staleAfterMs, now) ? undefined : interrupted(order);
    case 'pending':
      return lingers(order, now) ? { type: 'linger' } : undefined;
    case 'approved':
    case 'unconfirmed':
    case 'completed':
    case 'failed':
    case 'cancelled':
    case 'stopped':
    case 'denied':
    case 'withdrawn':
    case 'expired':
      return undefined;
  }
}

function interrupted(order: OrderIn<'placing'>): OrderEvent {
  return { type: 'lost', attemptId: order.attempt.id, why: 'interrupted' };
}

async function sweepVerification(deps: Deps, ref: Ref): Promise<void> {
  const found = await deps.verifications.get(ref);
  if (!found) return;
  const event = dueEvent(found, deps.clock.now(), deps.pace);
  const changed = event && (await deps.changeVerification(ref, event, { job: 'sweep' }));
  const record = changed?.ok ? changed.record : found;
  const card = await deps.deliveries.get(ref, 'card');
  const connecting = await deps.sweepConnection(record);
  if (isOver(record) && (isCurrent(card, record) || (await isHopeless(deps, record)))) {
    if (!connecting) await deps.verifications.close(record);
    return;
  }
  await redrawIfStale(deps, record);
  await enqueueWake(deps, record);
}

type Drawn = { team: string; id: string; revision: number; updatedAt: number };
type Card = Awaited<ReturnType<Deliveries['get']>>;

function isCurrent(card: Card, record: Drawn): boolean {
  return card?.state === 'sent' && card.revision === record.revision;
}

async function redrawIfStale(deps: Deps, record: Drawn): Promise<void> {
  const card = await deps.deliveries.get(record, 'card');
  if (!isCurrent(card, record)) await deps.enqueue.redraw(record, record.revision);
}

async function allTold(deps: Deps, order: Order): Promise<boolean> {
  const card = await deps.deliveries.get(order, 'card');
  const isDrawn = isCurrent(card, order);
  if (!isDrawn && !(await isHopeless(deps, order))) return false;
  const told = await Promise.all(
    newsNotices(order).map((notice) => isTold(deps, order, notice, isDrawn)),
  );
  return told.every(Boolean);
}
