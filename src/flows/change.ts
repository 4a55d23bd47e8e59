import { nextLookAt } from '../domain/account/look.ts';
import type { Actor } from '../domain/actor.ts';
import { type AuditedRecord, auditEntry, type Source } from '../domain/audit/audit.ts';
import type { Order } from '../domain/order/order.ts';
import { type Duty, dutiesOf, noticeKey } from '../domain/order/order-duties.ts';
import type { OrderEvent, OrderRefusal } from '../domain/order/order-events.ts';
import { transition } from '../domain/order/order-transitions.ts';
import type { Ref } from '../domain/record.ts';
import type { Verification } from '../domain/verification/verification.ts';
import {
  type CodePace,
  nextDueAt,
  type VerificationEvent,
  type VerificationRefusal,
} from '../domain/verification/verification-events.ts';
import { transitionVerification } from '../domain/verification/verification-transitions.ts';
import { AppError } from '../errors.ts';
import type { Enqueue } from '../jobs/queue.ts';
import type { Clock, Log, NewId } from '../runtime.ts';
import type { Orders, Records, Verifications } from '../store/records.ts';

export type ChangeResult<R, F> =
  | { ok: true; record: R; before: R }
  | { ok: false; refusal: F }
  | { ok: false; refusal: { kind: 'unknown' } };

/** More than can race for one record at once. During a failover, reads and saves may hit servers that never agree. */
const TRIES = 50;

/**
 * Saves by compare-and-set. A lost race is judged again on the winning record, so refusals are always current.
 * Throws AppError `busy` if others win every time; then nothing was saved.
 */
export async function change<R extends AuditedRecord, F>(
  records: Pick<Records<R>, 'get' | 'save'>,
  ref: Ref,
  decide: (record: R) => { ok: true; record: R } | { ok: false; refusal: F },
  audit: {
    event: string;
    by: Source;
    now: () => number;
    /** What the entry says the record was, if that is not all it was. */
    before?: (record: R) => AuditedRecord;
  },
): Promise<ChangeResult<R, F>> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const before = await records.get(ref);
    if (!before) return { ok: false, refusal: { kind: 'unknown' } };
    const decided = decide(before);
    if (!decided.ok) return decided;
    const { record } = decided;
    const entry = auditEntry(
      audit.event,
      audit.by,
      audit.before?.(before) ?? before,
      record,
      audit.now(),
    );
    if (await records.save(record, entry)) return { ok: true, record, before };
  }
  throw new AppError('busy', `${ref.id} changed ${TRIES} times while ${audit.event} was tried`);
}

export type ChangeDeps = {
  enqueue: Enqueue;
  clock: Clock;
  newId: NewId;
  log: Log;
  count: (state: string, of?: 'order' | 'give_back') => void;
};

/** Changes an order and enqueues what the new record calls for. */
export function createOrderChange(deps: ChangeDeps & { orders: Orders }) {
  return async (
    ref: Ref,
    event: OrderEvent,
    by: Source,
  ): Promise<ChangeResult<Order, OrderRefusal>> => {
    const { orders, clock } = deps;
    const changed = await change(orders, ref, (order) => transition(order, event, clock.now()), {
      event: event.type,
      by,
      now: clock.now,
    });
    if (changed.ok) await orderChanged(deps, changed, event.type, by);
    return changed;
  };
}

export async function orderChanged(
  deps: ChangeDeps,
  { record, before }: { record: Order; before: Order },
  event: OrderEvent['type'],
  by: Source,
): Promise<void> {
  deps.log.info(
    { event: `order.${record.state}`, order_id: record.id, from: before.state, by },
    event,
  );
  if (record.state !== before.state) deps.count(record.state);
  await enqueueRecord(deps, record);
}
export type ChangeOrder = ReturnType<typeof createOrderChange>;

export type VerificationChangeDeps = ChangeDeps & { verifications: Verifications; pace: CodePace };

/** Changes a verification and enqueues a redraw of its card, now and when something is due. */
export function createVerificationChange(deps: VerificationChangeDeps) {
  return async (
    ref: Ref,
    event: VerificationEvent,
    by: Source,
  ): Promise<ChangeResult<Verification, VerificationRefusal>> => {
    const { verifications, clock, log } = deps;
    const changed = await change(
      verifications,
      ref,
      (record) => transitionVerification(record, event, clock.now(), deps.pace),
      { event: event.type, by, now: clock.now },
    );
    if (changed.ok) {
      log.info(
        { event: `verification.${changed.record.state}`, verification_id: ref.id, by },
        event.type,
      );
      await tryEnqueue(deps, () => deps.enqueue.redraw(ref, changed.record.revision));
      await enqueueWake(deps, changed.record);
    }
    return changed;
  };
}

export async function enqueueWake(
  deps: ChangeDeps & { pace: CodePace },
  record: Verification,
): Promise<void> {
  const at = nextDueAt(record, deps.pace);
  if (at === undefined) return;
  const delay = Math.max(at - deps.clock.now(), 0);
  await tryEnqueue(deps, () => deps.enqueue.wake(record, at, delay));
}
export type ChangeVerification = ReturnType<typeof createVerificationChange>;

/** Enqueues a record's card and duties. The sweep makes up for a job that cannot be enqueued. */
export async function enqueueRecord(deps: ChangeDeps, record: Order | Verification): Promise<void> {
  await tryEnqueue(deps, () => deps.enqueue.redraw(record, record.revision));
  await enqueueDuties(deps, record);
}

export async function enqueueDuties(
  deps: ChangeDeps,
  record: Order | Verification,
  duties = dutiesOf(record),
): Promise<void> {
  const { enqueue, clock } = deps;
  const jobs: Readonly<Record<Duty, () => Promise<void>>> = {
    place: () => enqueue.place(record),
    notify: () => enqueue.notify(record, noticeKey(record, clock.now())),
    owner: () => enqueue.tellOwner(record),
    give_back: () => enqueue.giveBack(record),
    track: () => enqueueLook(deps, record),
  };
  for (const duty of duties) await tryEnqueue(deps, jobs[duty]);
}

export async function enqueueLook(
  { enqueue, clock }: ChangeDeps,
  record: Order | Verification,
): Promise<void> {
  const now = clock.now();
  const at = nextLookAt(record, now);
  if (at !== undefined) await enqueue.look(record, at, at - now);
}

/** Whether the job waits now. */
export async function tryEnqueue(deps: ChangeDeps, leave: () => Promise<void>): Promise<boolean> {
  try {
    await leave();
    return true;
  } catch (error) {
    deps.log.warn({ event: 'job.not_enqueued', err: error }, 'the sweep will leave it again');
    return false;
  }
}

/** What anyone in the workspace may see. */
export function createOrderRecords(deps: { orders: Orders }) {
  return {
    one: (actor: Actor, id: string): Promise<Order | undefined> =>
      deps.orders.get({ team: actor.teamId, id }),
  };
}
export type OrderRecords = ReturnType<typeof createOrderRecords>;
