import type { Redis } from 'ioredis';
import { z } from 'zod';
import type { AuditEntry } from '../domain/audit/audit.ts';
import type { Order } from '../domain/order/order.ts';
import type { Verification } from '../domain/verification/verification.ts';
import type { Keys } from './keys.ts';
import type { CountReplicas } from './replicas.ts';
import type { Saving, StoredRecord } from './saving.ts';

/** The result of a claim. Only `confirmed` may be acted on. */
export type ClaimSaved =
  | { result: 'confirmed' }
  /** The master has it, but fewer replicas than wanted had it in time. */
  | { result: 'not_confirmed'; confirmedBy: number; wanted: number }
  | { result: 'conflict' }
  /** No usable answer: it may or may not stand. */
  | { result: 'unknown'; cause: unknown };

const REHEARSAL_KEPT_S = 60;

/**
 * Saves that count only once replicas hold them too: the save script and WAIT in one pipeline, so both reach the same
 * server (a lone WAIT goes to any node of a Cluster). `redis` must be a dedicated connection that never resends: WAIT
 * covers its connection's own writes, so a repeated script, which writes nothing, would seem confirmed.
 */
export function createClaims<R extends StoredRecord>(options: {
  redis: Redis;
  keys: Keys;
  saving: Pick<Saving<R>, 'key' | 'script' | 'read'>;
  replicas: CountReplicas;
  confirmWithinMs: number;
}) {
  const { redis, keys, saving, confirmWithinMs } = options;
  const inTurn = createTurns();

  async function confirmed(write: 'rehearsal' | ReturnType<Saving<R>['script']>) {
    const wanted = await options.replicas();
    const pipeline = redis.pipeline();
    if (write === 'rehearsal') pipeline.set(keys.rehearsal(), wanted, 'EX', REHEARSAL_KEPT_S);
    else pipeline.eval(...write);
    if (wanted > 0) pipeline.wait(wanted, confirmWithinMs);
    const [[failure, reply] = [new Error('no answer')], waited] = (await pipeline.exec()) ?? [];
    if (failure) throw failure;
    return { reply, confirmedBy: wanted > 0 ? countIn(waited) : 0, wanted };
  }

  return {
    /** Saves `next` (revision n+1) over revision n and waits for the replicas. */
    save: (next: R, audit: AuditEntry): Promise<ClaimSaved> =>
      inTurn(async () => {
        try {
          const stored = await redis.get(saving.key(next));
          const script = saving.script(next, next.revision - 1, audit, stored);
          const { reply, confirmedBy, wanted } = await confirmed(script);
          const { result, detail } = saving.read(next, reply);
          if (result !== 'saved') return { result: 'conflict' };
          // No new audit head means nothing was written now, so WAIT had nothing to wait for.
          if (confirmedBy >= wanted && detail !== '') return { result: 'confirmed' };
          return { result: 'not_confirmed', confirmedBy, wanted };
        } catch (cause) {
          return { result: 'unknown', cause };
        }
      }),
    /** Whether replicas confirm a throwaway write now: if they do not, a claim would have to be taken back. */
    rehearse: (): Promise<boolean> =>
      inTurn(async () => {
        try {
          const { confirmedBy, wanted } = await confirmed('rehearsal');
          return confirmedBy >= wanted;
        } catch {
          return false;
        }
      }),
  };
}
export type Claims = ReturnType<typeof createClaims<Order | Verification>>;

function countIn(answer: [error: Error | null, result: unknown] | undefined): number {
  const count = z.number().safeParse(answer?.[1]);
  return count.success ? count.data : 0;
}

/** One at a time: a WAIT holds up everything after it on the connection while timeouts run. */
function createTurns() {
  let last: Promise<unknown> = Promise.resolve();
  return <T>(work: () => Promise<T>): Promise<T> => {
    const turn = last.then(work);
    last = turn.catch(() => undefined);
    return turn;
  };
}
