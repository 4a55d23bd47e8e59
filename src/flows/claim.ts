import { type AuditedRecord, auditEntry } from '../domain/audit/audit.ts';
import type { Order } from '../domain/order/order.ts';
import type { Ref } from '../domain/record.ts';
import type { Verification } from '../domain/verification/verification.ts';
import type { Clock, Log } from '../runtime.ts';
import type { ClaimSaved, Claims } from '../store/claims.ts';

export type ClaimResult<C, R> =
  /** The claim survives losing the server that took it. Only its caller may send. */
  | { ok: true; record: C; before: R }
  /** Somebody else claimed or ended it. */
  | { ok: false; why: 'taken' }
  /** The claim may stand or get lost: nothing may be sent on it. */
  | { ok: false; why: 'not_confirmed' };

const TRIES = 5;

/** Claims what is to be sent for a record, once, confirmed by the replicas of Redis. */
export function createClaim<R extends Order | Verification>(deps: {
  read: (ref: Ref) => Promise<R | undefined>;
  claims: Pick<Claims, 'save'>;
  clock: Clock;
  log: Log;
  /** What is sent on it, for the log. */
  claimed: 'purchase' | 'give_back';
}) {
  const { read, claims, clock, log, claimed } = deps;

  return async function claim<C extends R & AuditedRecord>(
    ref: Ref,
    attemptId: string,
    /** The record with its claim; undefined where there is nothing to claim. */
    decide: (record: R, now: number) => C | undefined,
    audit: { event: string; job: string },
  ): Promise<ClaimResult<C, R>> {
    // Bounded: during a failover, reads and claims may hit servers that never agree.
    for (let tries = 0; tries < TRIES; tries += 1) {
      const before = await read(ref);
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
    { id }: Ref,
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
