import { auditEntry } from '../../domain/audit/audit.ts';
import type { Order, OrderIn } from '../../domain/order/order.ts';
import { transition } from '../../domain/order/order-transitions.ts';
import { type ChangeDeps, orderChanged } from '../change.ts';
import type { ClaimSaved, Claims, Orders, Ref } from '../ports.ts';

export type Claimed =
  /** The claim survives the loss of the server that took it: its caller, and nobody else, may send. */
  | { ok: true; order: OrderIn<'placing'> }
  /** The order is not there to be claimed any more. */
  | { ok: false; why: 'taken' }
  /** It may stand, and may be lost again: nothing may be sent on it. */
  | { ok: false; why: 'not_confirmed' };

const TRIES = 5;

/** Claims the one attempt of an approved order, with a save that the replicas of Redis have confirmed. */
export function createClaimPurchase(
  deps: ChangeDeps & { orders: Pick<Orders, 'get'>; claims: Claims },
) {
  const { orders, claims, chance, log } = deps;
  const by = { job: 'place' };

  return async function claim(order: Ref, attemptId: string): Promise<Claimed> {
    const ref = { team: order.team, id: order.id };
    // Bounded: in a failover the record may be read from one server and claimed at another that never agrees.
    for (let tries = 0; tries < TRIES; tries += 1) {
      const before = await orders.get(ref);
      const record = before && claimedBy(before, attemptId, chance.now());
      if (!record) return { ok: false, why: 'taken' };
      const saved = await claims.save(
        record,
        auditEntry('claim', by, before, record, record.updatedAt),
      );
      if (saved.result === 'conflict') continue;
      if (saved.result !== 'confirmed') return notConfirmed(record, saved);
      await orderChanged(deps, { record, before }, 'claim', by);
      return { ok: true, order: record };
    }
    return { ok: false, why: 'not_confirmed' };
  };

  function notConfirmed(
    { id, attempt }: OrderIn<'placing'>,
    saved: Extract<ClaimSaved, { result: 'not_confirmed' | 'unknown' }>,
  ): Claimed {
    const event = 'purchase.claim_not_confirmed';
    const found =
      saved.result === 'unknown'
        ? { err: saved.cause }
        : { confirmed_by: saved.confirmedBy, wanted: saved.wanted };
    log.warn({ event, order_id: id, attempt_id: attempt.id, ...found });
    return { ok: false, why: 'not_confirmed' };
  }
}

function claimedBy(order: Order, attemptId: string, now: number): OrderIn<'placing'> | undefined {
  const next = transition(order, { type: 'claim', attemptId }, now);
  return next.ok && next.record.state === 'placing' ? next.record : undefined;
}
export type ClaimPurchase = ReturnType<typeof createClaimPurchase>;
