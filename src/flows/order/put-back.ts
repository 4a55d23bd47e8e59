import { auditEntry } from '../../domain/audit/audit.ts';
import type { Order, OrderIn } from '../../domain/order/order.ts';
import {
  apart,
  apartId,
  isBeforeSending,
  type JournalEntry,
  knowsAttempt,
  type LastEntry,
  type PurchaseOutcome,
  recreated,
  wasSettledOtherwise,
} from '../../domain/order/order-put-back.ts';
import { isOpenTo } from '../../domain/order/order-transitions.ts';
import type { Ref } from '../../domain/record.ts';
import type { Log } from '../../runtime.ts';
import type { AuditLog } from '../../store/audit-log.ts';
import type { Deliveries } from '../../store/deliveries.ts';
import type { PurchaseJournal } from '../../store/purchase-journal.ts';
import type { Orders } from '../../store/records.ts';
import type { WatchRecords } from '../audit/watch-records.ts';
import { type ChangeDeps, type ChangeOrder, enqueueRecord } from '../change.ts';

/** How the records know an attempt: already, restored, as a whole new record, or as a separate one. */
export type WrittenDown = 'known' | 'put_back' | 'recreated' | 'apart' | 'nothing_bought';

/** Makes the records know a sent attempt and its outcome. Repeatable, also concurrently. Sends nothing. */
export function createPutBack(
  deps: ChangeDeps & {
    orders: Orders;
    changeOrder: ChangeOrder;
    lastEntryOf: AuditLog['lastOf'];
    deliveries: Pick<Deliveries, 'intend'>;
  },
) {
  const { orders, changeOrder, deliveries, clock, log } = deps;
  const by = { job: 'put_back' };

  return async function putBack(kept: JournalEntry): Promise<WrittenDown> {
    let done = await writeDown(kept);
    while (!done) done = await writeDown(kept);
    if (done !== 'known') {
      const { id, attempt } = kept.order;
      log.warn({ event: `purchase.${done}`, order_id: id, attempt_id: attempt.id });
    }
    return done;
  };

  /** Undefined if the record changed meanwhile; the caller judges again. */
  async function writeDown(kept: JournalEntry): Promise<WrittenDown | undefined> {
    const order = await orders.get(kept.order);
    if (!order)
      return (await recreate(kept, await deps.lastEntryOf(kept.order))) ? 'recreated' : undefined;
    if (wasSettledOtherwise(order, kept)) return beside(order, kept);
    if (knowsAttempt(order, kept)) {
      await tellOutcome(order, kept);
      return 'known';
    }
    if (!isBeforeSending(order)) return beside(order, kept);
    const changed = await changeOrder(order, { type: 'put_back', kept }, by);
    return changed.ok ? 'put_back' : undefined;
  }

  async function tellOutcome(order: Order, { outcome }: JournalEntry): Promise<void> {
    const isKnown = 'purchase' in order && order.purchase;
    if (outcome && !isKnown && isOpenTo(order, outcome.type)) {
      await changeOrder(order, outcome, { job: 'place' });
    }
  }

  async function recreate(kept: JournalEntry, last: LastEntry | undefined): Promise<boolean> {
    const now = clock.now();
    const made = recreated(kept, last, now);
    if (!made.ok) throw new Error(`${kept.order.id} cannot be made from its own claim`);
    const { id, team } = kept.order;
    const before = last && { id, team, state: last.to, revision: last.revision };
    return create(made.record, auditEntry('put_back', by, before, made.record, now));
  }

  async function create(order: Order, entry: ReturnType<typeof auditEntry>): Promise<boolean> {
    if (!(await orders.putBack(order, entry))) return false;
    deps.count(order.state);
    // Its card may exist: with an intent, the writer looks for it before posting.
    await deliveries.intend(order, 'card', order.createdAt);
    await enqueueRecord(deps, order);
    return true;
  }

  /** People know that the order took another course, so the purchase gets its own record, which names the order. */
  async function beside(order: Order, kept: JournalEntry): Promise<WrittenDown> {
    if (kept.outcome?.type === 'refused') return 'nothing_bought';
    const now = clock.now();
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

/** Compares this machine's journal with the records. What cannot be put back blocks all purchases. */
export function createReconcile(deps: { journal: PurchaseJournal; putBack: PutBack; log: Log }) {
  const { journal, putBack, log } = deps;
  /** Attempts whose record is up to date, as kept at that time. */
  const settled = new Set<string>();
  const missing = new Map<string, string>();

  async function compare(kept: JournalEntry): Promise<void> {
    const { attempt, id } = kept.order;
    try {
      await putBack(kept);
      missing.delete(attempt.id);
      settled.add(asKept(kept));
    } catch (error) {
      missing.set(attempt.id, id);
      log.error({
        event: 'purchase.not_put_back',
        order_id: id,
        attempt_id: attempt.id,
        err: error,
      });
    }
  }

  return {
    /** `afresh`: compares everything again, as Redis may have lost data since. */
    async check({ afresh }: { afresh: boolean }): Promise<void> {
      if (afresh) settled.clear();
      const attempts = await journal.attempts();
      const known = new Set(attempts.map(idOf));
      for (const id of missing.keys()) if (!known.has(id)) missing.delete(id);
      for (const kept of attempts) if (!settled.has(asKept(kept))) await compare(kept);
      const isSettled = new Set(attempts.filter((kept) => settled.has(asKept(kept))).map(idOf));
      await journal.forgetOld((attemptId) => isSettled.has(attemptId));
    },
    /** An order's sent attempts, whatever its record says. */
    async attemptsOf({ team, id }: Ref): Promise<JournalEntry[]> {
      const attempts = await journal.attempts();
      return attempts.filter(({ order }) => order.team === team && order.id === id);
    },
    /** Attempts and damaged lines that the records lack and we cannot restore. */
    async missing(): Promise<string[]> {
      return [...missing.keys(), ...(await journal.damaged())];
    },
  };
}
export type Reconcile = ReturnType<typeof createReconcile>;

function idOf({ order }: JournalEntry): string {
  return order.attempt.id;
}

/** An attempt with a later outcome must be compared again. */
function asKept(kept: JournalEntry): string {
  return `${idOf(kept)} ${kept.outcome?.type ?? 'open'}`;
}

/** What the sender keeps outside Redis about its purchases. */
export function createSentBefore(deps: {
  orders: Pick<Orders, 'holder'>;
  journal: Pick<PurchaseJournal, 'sending' | 'outcome'>;
  watch: Pick<WatchRecords, 'check'>;
  reconcile: Pick<Reconcile, 'attemptsOf' | 'missing'>;
  putBack: PutBack;
}) {
  const { orders, journal, watch, reconcile, putBack } = deps;
  return {
    /** Whether this order's purchase was sent before; if so, its record now knows. */
    async wasSent(order: OrderIn<'approved'>): Promise<boolean> {
      await watch.check();
      const before = await reconcile.attemptsOf(order);
      for (const kept of before) await putBack(kept);
      return before.length > 0;
    },
    /** Blocks sending: a sent attempt is missing, or another order holds the number again. */
    async mustWait({ team, id, number }: OrderIn<'approved'>): Promise<boolean> {
      if ((await reconcile.missing()).length > 0) return true;
      const holder = await orders.holder(team, number.e164);
      return holder !== undefined && holder !== id;
    },
    /** Call before sending; false if it cannot be noted, and then nothing may be sent. */
    note: journal.sending,
    /** Call after sending: notes the outcome, then saves it to the record, whatever state that is in. */
    async keep(order: OrderIn<'placing'>, outcome: PurchaseOutcome): Promise<void> {
      await journal.outcome(outcome);
      await putBack({ order, outcome });
    },
  };
}
export type SentBefore = ReturnType<typeof createSentBefore>;
