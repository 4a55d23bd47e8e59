import { dueEvent, nextDueAt } from '../../domain/verification/verification-clock.ts';
import type { CodePace } from '../../domain/verification/verification-events.ts';
import type { ChangeVerification } from '../change.ts';
import type { Again } from '../order/place-order.ts';
import type { Chance, Ref, Verifications } from '../ports.ts';

/** Nearer than this, what comes next is waited for: a job may be woken a little early. */
const SOON_MS = 1_000;

/** Does what has come with time: a code expires, another one may be asked for, a pause is over. The sweep does the same. */
export function createWakeVerification(deps: {
  verifications: Pick<Verifications, 'get'>;
  changeVerification: ChangeVerification;
  chance: Pick<Chance, 'now'>;
  pace: CodePace;
}) {
  const { verifications, changeVerification, chance, pace } = deps;

  return async function wake(ref: Ref): Promise<Again> {
    const record = await verifications.get(ref);
    if (!record) return undefined;
    const now = chance.now();
    const event = dueEvent(record, now, pace);
    if (event) {
      await changeVerification(ref, event, { job: 'wake' });
      return undefined;
    }
    const leftMs = (nextDueAt(record, pace) ?? Number.POSITIVE_INFINITY) - now;
    return leftMs < SOON_MS ? { againInMs: leftMs } : undefined;
  };
}
