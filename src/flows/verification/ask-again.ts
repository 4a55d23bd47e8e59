import type { Actor, Person } from '../../domain/actor.ts';
import { type ByonForbidden, groupsToResolve, type Policy } from '../../domain/policy/policy.ts';
import { mayCancel, type Verification } from '../../domain/verification/verification.ts';
import type { VerificationRefusal } from '../../domain/verification/verification-events.ts';
import type { NewId } from '../../runtime.ts';
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
}) {
  const { verifications, changeVerification, newId } = deps;

  return {
    /** `call`: by voice, whatever came before. Claims the request first, so two people cause one code. */
    async askAgain(actor: Actor, id: string, how: 'as_before' | 'call'): Promise<AskedAgain> {
      const forbidden = await deps.forbids(actor, 'enter');
      if (forbidden) return { ok: false, why: 'forbidden', forbidden };
      const ref = { team: actor.teamId, id };
      const found = await verifications.get(ref);
      if (!found) return { ok: false, why: 'refused', refusal: { kind: 'unknown' } };
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

    async cancel(actor: Actor, id: string): Promise<CancelResult> {
      const ref = { team: actor.teamId, id };
      const record = await verifications.get(ref);
      if (!record) return { ok: false, why: 'refused', refusal: { kind: 'unknown' } };
      const approving = await deps.approving(record.team, record.channel);
      const refuses = (who: Person) => mayCancel(approving, who, record);
      const forbidden = refuses(await deps.identify(actor, groupsToResolve(approving), refuses));
      if (forbidden) return { ok: false, why: 'forbidden', forbidden };
      const by = { user: actor.userId, team: actor.userTeamId };
      const changed = await changeVerification(ref, { type: 'cancel', by: actor.userId }, by);
      return changed.ok
        ? { ok: true, verification: changed.record }
        : { ok: false, why: 'refused', refusal: changed.refusal };
    },
  };
}
