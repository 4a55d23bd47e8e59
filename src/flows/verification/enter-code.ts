import type { Actor } from '../../domain/actor.ts';
import { refusalOf } from '../../domain/order/vendor-reason.ts';
import type { Verification } from '../../domain/verification/verification.ts';
import type { EntryResult } from '../../domain/verification/verification-events.ts';
import type { Clock, NewId } from '../../runtime.ts';
import type { ConfirmAnswer } from '../../vobiz/answers.ts';
import type { VobizClient } from '../../vobiz/client.ts';
import type { ChangeVerification } from '../change.ts';
import type { NotDone } from './ask-again.ts';
import type { ByonForbids } from './start-byon.ts';

export type CodeEntered =
  | { ok: true; verification: Verification }
  | NotDone
  /** Vobiz did not accept the code. `verification`: the record afterwards. */
  | {
      ok: false;
      why: 'not_confirmed';
      answer: Exclude<ConfirmAnswer, { result: 'verified' }>;
      verification: Verification;
    };

/** One entry at a time. The code only passes through to Vobiz: never in a record, job, log or error. */
export function createEnterCode(deps: {
  changeVerification: ChangeVerification;
  forbids: ByonForbids;
  vobiz: Pick<VobizClient, 'confirmCode'>;
  clock: Clock;
  newId: NewId;
}) {
  const { changeVerification, vobiz, clock, newId } = deps;

  return async function enterCode(
    actor: Actor,
    verificationId: string,
    code: string,
  ): Promise<CodeEntered> {
    const forbidden = await deps.forbids(actor, 'enter');
    if (forbidden) return { ok: false, why: 'forbidden', forbidden };
    const ref = { team: actor.teamId, id: verificationId };
    const by = { user: actor.userId, team: actor.userTeamId };
    const entryId = newId('ent');
    const end = (result: EntryResult) =>
      changeVerification(ref, { type: 'entry_ended', entryId, ...result }, by);
    const taken = await changeVerification(
      ref,
      { type: 'entry_started', by: actor.userId, entryId },
      by,
    );
    if (!taken.ok) return { ok: false, why: 'refused', refusal: taken.refusal };
    const { e164 } = taken.record;
    const answer = await vobiz.confirmCode({ e164, code }).catch(async (error: unknown) => {
      await end({ result: 'released' });
      throw error;
    });
    const ended = await end(entryResult(answer, clock.now()));
    if (!ended.ok) return { ok: false, why: 'refused', refusal: ended.refusal };
    if (answer.result === 'verified') return { ok: true, verification: ended.record };
    return { ok: false, why: 'not_confirmed', answer, verification: ended.record };
  };
}

/** `already_verified`: Vobiz says that somebody has already proven the number. */
function entryResult(answer: ConfirmAnswer, now: number): EntryResult {
  switch (answer.result) {
    case 'already_verified':
      return { result: 'verified' };
    case 'too_many_attempts':
    case 'rate_limited': {
      const { result, retryAfterMs } = answer;
      return { result, until: retryAfterMs === undefined ? undefined : now + retryAfterMs };
    }
    case 'refused':
      return { ...refusalOf(answer), result: answer.result };
    default:
      return { result: answer.result };
  }
}
