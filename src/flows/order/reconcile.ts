import type { Kept } from '../../domain/order/order-put-back.ts';
import type { Log, PurchaseJournal, Ref } from '../ports.ts';
import type { PutBack } from './put-back.ts';

/**
 * Compares the journal of this machine with the records. Everything that was sent is put back where a record does not
 * know it; what cannot be put back keeps purchases from being sent.
 */
export function createReconcile(deps: { journal: PurchaseJournal; putBack: PutBack; log: Log }) {
  const { journal, putBack, log } = deps;
  /** Attempts as they were kept when the records knew as much of them. */
  const settled = new Set<string>();
  const missing = new Map<string, string>();

  async function compare(kept: Kept): Promise<void> {
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
    /** Puts back what is missing. `afresh` compares everything again: Redis may have forgotten since. */
    async look({ afresh }: { afresh: boolean }): Promise<void> {
      if (afresh) settled.clear();
      const attempts = await journal.attempts();
      const known = new Set(attempts.map(idOf));
      for (const id of missing.keys()) if (!known.has(id)) missing.delete(id);
      for (const kept of attempts) if (!settled.has(asKept(kept))) await compare(kept);
      const isSettled = new Set(attempts.filter((kept) => settled.has(asKept(kept))).map(idOf));
      await journal.forgetOld((attemptId) => isSettled.has(attemptId));
    },
    /** The attempts that were sent for an order, whatever its record says. */
    async attemptsOf({ team, id }: Ref): Promise<Kept[]> {
      const attempts = await journal.attempts();
      return attempts.filter(({ order }) => order.team === team && order.id === id);
    },
    /** Attempts and damaged lines that are known to be missing in the records and cannot be put back. */
    async missing(): Promise<string[]> {
      return [...missing.keys(), ...(await journal.damaged())];
    },
  };
}
export type Reconcile = ReturnType<typeof createReconcile>;

function idOf({ order }: Kept): string {
  return order.attempt.id;
}

/** An attempt whose outcome came later has to be compared once more. */
function asKept(kept: Kept): string {
  return `${idOf(kept)} ${kept.outcome?.type ?? 'open'}`;
}
