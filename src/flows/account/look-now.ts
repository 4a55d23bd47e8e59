import type { Refusal } from '../../domain/order/vendor-reason.ts';
import type { Ref } from '../../domain/record.ts';
import type { Clock } from '../../runtime.ts';
import type { Looks } from '../../store/looks.ts';
import { type ChangeDeps, tryEnqueue } from '../change.ts';
import type { ReadAccount, ReadingOutcome } from './read-account.ts';

/** Somebody waits for the answer. */
const PATIENCE_MS = 6_000;
const POLL_MS = 200;

/** `failure`: why the reading was given up. `refusal`: why there was none in time, if there is more to say. */
export type LookedNow =
  | { isChecked: true }
  | { isChecked: false; failure?: unknown; refusal?: Refusal };

/**
 * A look that a person asked for: due at once, served by the next reading, in this process or another. What is not served
 * in time stays due.
 */
export function createLookNow(
  deps: ChangeDeps & {
    looks: Looks;
    readAccount: ReadAccount;
    clock: Clock;
    /** Resolves after so many ms. */
    wait: (ms: number) => Promise<unknown>;
  },
) {
  const { looks, clock } = deps;

  return async function lookNow(ref: Ref): Promise<LookedNow> {
    const dueAt = clock.now();
    await looks.ask(ref, dueAt);
    await tryEnqueue(deps, () => deps.enqueue.readAccount(dueAt, 0));
    for (let waited = 0; waited < PATIENCE_MS; waited += POLL_MS) {
      const looked = outcomeFor(await deps.readAccount({ only: { ref, dueAt } }));
      if (looked) return looked;
      if (await isServed(ref, dueAt)) return { isChecked: true };
      await deps.wait(POLL_MS);
    }
    return { isChecked: false };
  };

  /** By another reading, which began after it was asked for. */
  async function isServed(ref: Ref, askedAt: number): Promise<boolean> {
    const [dueAt, state] = await Promise.all([looks.dueAt(ref), looks.state()]);
    return dueAt !== askedAt && (state?.startedAt ?? 0) >= askedAt;
  }
}
export type LookNow = ReturnType<typeof createLookNow>;

/** Undefined while it is somebody else's turn, or too soon. */
function outcomeFor(outcome: ReadingOutcome): LookedNow | undefined {
  switch (outcome.kind) {
    case 'done':
      return outcome.failure === undefined
        ? { isChecked: true }
        : { isChecked: false, failure: outcome.failure };
    case 'too_soon':
      return outcome.isPaused
        ? { isChecked: false, refusal: { because: 'rate_limited' } }
        : undefined;
    case 'taken':
    case 'nothing_due':
      return undefined;
  }
}
