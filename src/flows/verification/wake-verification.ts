import type { Ref } from '../../domain/record.ts';
import { isOver, type Verification } from '../../domain/verification/verification.ts';
import {
  type CodePace,
  dueEvent,
  nextDueAt,
} from '../../domain/verification/verification-events.ts';
import type { Again } from '../../jobs/queue.ts';
import type { Clock, Log } from '../../runtime.ts';
import type { CodeModal, CodeModals } from '../../store/code-modals.ts';
import type { Verifications } from '../../store/records.ts';
import type { ChangeVerification } from '../change.ts';

/** A job may wake slightly early; if the next event is nearer than this, wait for it. */
const SOON_MS = 1_000;

/** Applies due events: a code expires, another may be requested, a pause ends. The sweep does the same. */
export function createWakeVerification(deps: {
  verifications: Pick<Verifications, 'get'>;
  changeVerification: ChangeVerification;
  clock: Clock;
  pace: CodePace;
}) {
  const { verifications, changeVerification, clock, pace } = deps;

  return async function wake(ref: Ref): Promise<Again> {
    const record = await verifications.get(ref);
    if (!record) return undefined;
    const now = clock.now();
    const event = dueEvent(record, now, pace);
    if (event) {
      await changeVerification(ref, event, { job: 'wake' });
      return undefined;
    }
    const leftMs = (nextDueAt(record, pace) ?? Number.POSITIVE_INFINITY) - now;
    return leftMs < SOON_MS ? { againInMs: leftMs } : undefined;
  };
}

/** How soon to retry a modal that could not be updated, and how often before it counts as closed. */
const RETRY_MS = 250;
const MOST_MISSES = 4;

/** Updates a modal in Slack; undefined if it is gone or shows something newer. */
type Update<V> = (
  modal: { viewId: string; hash?: string },
  view: V,
) => Promise<{ viewId: string; hash: string } | undefined>;

/** `render` returns undefined to leave a modal alone. A person who just submitted a code hears from the handler. */
export function createRefreshModals<V>(deps: {
  verifications: Pick<Verifications, 'get'>;
  codeModals: CodeModals;
  update: Update<V>;
  render: (record: Verification, modal: CodeModal) => { view: V; attempt: number } | undefined;
  log: Log;
}) {
  const { verifications, codeModals, update, render, log } = deps;

  return async function refresh(ref: Ref): Promise<Again> {
    const modals = await codeModals.of(ref);
    const record = modals.length > 0 ? await verifications.get(ref) : undefined;
    if (!record) return undefined;
    let missed = false;
    for (const modal of modals) {
      try {
        missed = !(await bringUpToDate(record, modal)) || missed;
      } catch (error) {
        // The next change retries; a submission is judged by the record anyway.
        log.warn({ event: 'window.not_refreshed', verification_id: ref.id, err: error });
      }
    }
    return missed ? { againInMs: RETRY_MS } : undefined;
  };

  /** False to retry. */
  async function bringUpToDate(record: Verification, modal: CodeModal): Promise<boolean> {
    const { viewId, hash, user, misses = 0 } = modal;
    const drawn = modal.revision < record.revision ? render(record, modal) : undefined;
    if (!drawn) return true;
    const { view, attempt } = drawn;
    if (isOver(record)) {
      await update({ viewId }, view);
      await codeModals.remove(record, viewId);
      return true;
    }
    // The hash avoids overwriting what its owner or another refresh showed since.
    const shown = await update({ viewId, hash }, view);
    if (shown) {
      const { revision } = record;
      await codeModals.replace(record, modal, { ...shown, user, attempt, revision });
      return true;
    }
    const gone = misses >= MOST_MISSES;
    await codeModals.replace(record, modal, gone ? undefined : { ...modal, misses: misses + 1 });
    return gone;
  }
}
