import { type AuditedRecord, auditEntry } from '../domain/audit/audit.ts';
import type { Order } from '../domain/order/order.ts';
import type { Ref } from '../domain/record.ts';
import type { Clock, Log } from '../runtime.ts';
import type { ClaimSaved, Claims } from '../store/claims.ts';
import type { Orders } from '../store/records.ts';

export type ClaimResult<R> =
  /** The claim survives losing the server that took it. Only its caller may send. */
  | { ok: true; record: R; before: Order }
  /** Somebody else claimed or ended it. */
  | { ok: false; why: 'taken' }
  /** The claim may stand or get lost: nothing may be sent on it. */
  | { ok: false; why: 'not_confirmed' };

const TRIES = 5;

/** Claims what an order is to send, once, confirmed by the replicas of Redis. */
export function createClaim(deps: {
  orders: Pick<Orders, 'get'>;
  claims: Pick<Claims, 'save'>;
  clock: Clock;
  log: Log;
  /** What is sent on it, for the log. */
  claimed: 'purchase' | 'give_back';
}) {
  const { orders, claims, clock, log, claimed } = deps;

  return async function claim<R extends Order & AuditedRecord>(
    ref: Ref,
    attemptId: string,
    /** The order with its claim; undefined where there is nothing to claim. */
    decide: (order: Order, now: number) => R | undefined,
    audit: { event: string; job: string },
  ): Promise<ClaimResult<R>> {
    // Bounded: during a failover, reads and claims may hit servers that never agree.
    for (let tries = 0; tries < TRIES; tries += 1) {
      const before = await orders.get(ref);
      const record = before && decide(before, clock.now());
      if (!record) return { ok: false, why: 'taken' };
      const entry = auditEntry(audit.event, { job: audit.job }, before, record, record.updatedAt);
      const saved = await claims.save(record, entry);
      if (saved.result === 'conflict') continue;
      if (saved.result === 'confirmed') return { ok: true, record, before };
      notConfirmed(record, attemptId, saved);
      return { ok: false, why: 'not_confirmed' };
    }
    return { ok: false, why: 'not_confirmed' };
  };

  function notConfirmed(
    { id }: Order,
    attemptId: string,
    saved: Extract<ClaimSaved, { result: 'not_confirmed' | 'unknown' }>,
  ): void {
    const event = `${claimed}.claim_not_confirmed`;
    const found =
      saved.result === 'unknown'
        ? { err: saved.cause }
        : { confirmed_by: saved.confirmedBy, wanted: saved.wanted };
    log.warn({ event, order_id: id, attempt_id: attemptId, ...found });
  }
}
