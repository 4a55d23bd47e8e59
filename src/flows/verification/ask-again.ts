import type { Actor, Person } from '../../domain/actor.ts';
import { type ByonForbidden, groupsToResolve, type Policy } from '../../domain/policy/policy.ts';
import { mayCancel, type Verification } from '../../domain/verification/verification.ts';
import type {
  CodePace,
  VerificationRefusal,
} from '../../domain/verification/verification-events.ts';
import { transitionVerification } from '../../domain/verification/verification-transitions.ts';
import type { Clock, NewId } from '../../runtime.ts';
import type { Verifications } from '../../store/records.ts';
import type { ChangeVerification } from '../change.ts';
import type { Identify } from '../identify.ts';
import type { ByonForbids, SendCode, SendCodeResult } from './start-byon.ts';

export type NotDone =
  | { ok: false; why: 'forbidden'; forbidden: ByonForbidden }
  | { ok: false; why: 'refused'; refusal: VerificationRefusal | { kind: 'unknown' } };

export type AskedAgain = { ok: true; asked: SendCodeResult; verification: Verification } | NotDone;
export type CancelResult = { ok: true; verification: Verification } | NotDone;

export function createAskAgain(deps: {
  verifications: Verifications;
  changeVerification: ChangeVerification;
  forbids: ByonForbids;
  identify: Identify;
  approving: (team: string, channel: string) => Promise<Policy>;
  sendCode: SendCode;
  newId: NewId;
  clock: Clock;
  pace: CodePace;
}) {
  const { verifications, changeVerification, newId } = deps;

  /** The verification, if this person may cancel it now; else why not. Changes nothing. */
  async function cancelable(actor: Actor, id: string): Promise<CancelResult> {
    const record = await verifications.get({ team: actor.teamId, id });
    if (!record) return { ok: false, why: 'refused', refusal: { kind: 'unknown' } };
    const approving = await deps.approving(record.team, record.channel);
    const refuses = (who: Person) => mayCancel(approving, who, record);
    const forbidden = refuses(await deps.identify(actor, groupsToResolve(approving), refuses));
    if (forbidden) return { ok: false, why: 'forbidden', forbidden };
    const event = { type: 'cancel', by: actor.userId } as const;
    const tried = transitionVerification(record, event, deps.clock.now(), deps.pace);
    return tried.ok
      ? { ok: true, verification: record }
      : { ok: false, why: 'refused', refusal: tried.refusal };
  }

  return {
    /** `call`: by voice, whatever came before. Claims the request first, so two people cause one code. */
    async askAgain(actor: Actor, id: string, how: 'as_before' | 'call'): Promise<AskedAgain> {
      const forbidden = await deps.forbids(actor, 'enter');
      if (forbidden) return { ok: false, why: 'forbidden', forbidden };
      const ref = { team: actor.teamId, id };
      const found = await verifications.get(ref);
      if (!found || found.state === 'adopted')
        return { ok: false, why: 'refused', refusal: { kind: 'unknown' } };
      const method = how === 'call' ? 'voice' : found.method;
      const sendId = newId('snd');
      const claimed = await changeVerification(
        ref,
        { type: 'resend_started', by: actor.userId, sendId, method },
        { user: actor.userId, team: actor.userTeamId },
      );
      if (!claimed.ok) return { ok: false, why: 'refused', refusal: claimed.refusal };
      const asked = await deps.sendCode(claimed.record, method, sendId);
      const ended = await changeVerification(
        ref,
        asked.sent
          ? { type: 'resent', sendId, expiresAt: asked.expiresAt }
          : { ...asked, type: 'resend_failed', sendId },
        { job: 'byon' },
      );
      if (!ended.ok) return { ok: false, why: 'refused', refusal: ended.refusal };
      return { ok: true, asked, verification: ended.record };
    },

    cancelable,

    async cancel(actor: Actor, id: string): Promise<CancelResult> {
      const may = await cancelable(actor, id);
      if (!may.ok) return may;
      const by = { user: actor.userId, team: actor.userTeamId };
      const changed = await changeVerification(
        may.verification,
        { type: 'cancel', by: actor.userId },
        by,
      );
      return changed.ok
        ? { ok: true, verification: changed.record }
        : { ok: false, why: 'refused', refusal: changed.refusal };
    },
  };
}
