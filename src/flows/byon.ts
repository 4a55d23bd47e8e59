import type { Actor } from '../domain/actor.ts';
import { auditEntry } from '../domain/audit.ts';
import { type Forbidden, mayAct } from '../domain/policy.ts';
import type {
  CodeMethod,
  SendFailure,
  Verification,
  VerificationEvent,
  VerificationRefusal,
} from '../domain/verification.ts';
import { AppError } from '../errors.ts';
import type { ChangeVerification } from './change.ts';
import type { Judge } from './judge.ts';
import type { Chance, ConfirmResult, Log, Verifications, Vobiz } from './ports.ts';

export type Started =
  | { ok: true; verification: Verification }
  | { ok: false; why: 'forbidden'; forbidden: Forbidden }
  /** Another verification of this number is running. */
  | { ok: false; why: 'already_running'; verification: Verification | undefined };

export type CodeEntered =
  | { ok: true; verification: Verification }
  | { ok: false; why: 'forbidden'; forbidden: Forbidden }
  | { ok: false; why: 'refused'; refusal: VerificationRefusal | { kind: 'unknown' } }
  /** Vobiz did not take the code. `verification` is the record afterwards. */
  | {
      ok: false;
      why: 'not_confirmed';
      answer: Exclude<ConfirmResult, { result: 'verified' }>;
      verification: Verification;
    };

/** How a failed code request is read; `src/vobiz` knows, the flow only asks. */
export type ReadSendFailure = (error: unknown) => SendFailure;

/**
 * Proving that the team holds a number. The code is an argument on its way to Vobiz and nothing else: it is in no
 * record, job, log or error.
 */
export function createByon(deps: {
  verifications: Verifications;
  changeVerification: ChangeVerification;
  vobiz: Pick<Vobiz, 'requestCode' | 'confirmCode'>;
  judge: Judge;
  readSendFailure: ReadSendFailure;
  chance: Chance;
  log: Log;
}) {
  const { verifications, changeVerification, vobiz, judge, chance, log } = deps;

  /** Creates the record first, so that a crash leaves something to look at, then asks Vobiz to send a code. */
  async function start(
    actor: Actor,
    request: { channel: string; e164: string; method: CodeMethod },
  ): Promise<Started> {
    const forbidden = mayAct(await judge(actor, []));
    if (forbidden) return { ok: false, why: 'forbidden', forbidden };
    const now = chance.now();
    const record: Verification = {
      state: 'sending',
      id: chance.id('ver'),
      team: actor.teamId,
      revision: 1,
      createdAt: now,
      updatedAt: now,
      startedBy: actor.userId,
      ...request,
    };
    const by = { user: actor.userId, team: actor.userTeamId };
    const created = await verifications.create(
      record,
      auditEntry('start', by, undefined, record, now),
    );
    if (created.result !== 'created') {
      const verification = 'record' in created ? created.record : undefined;
      return { ok: false, why: 'already_running', verification };
    }
    return { ok: true, verification: await requestCode(record) };
  }

  async function requestCode(record: Verification): Promise<Verification> {
    const by = { job: 'byon' };
    try {
      const { expiresAt } = await vobiz.requestCode({ e164: record.e164, method: record.method });
      const changed = await changeVerification(record, { type: 'sent', expiresAt }, by);
      return changed.ok ? changed.record : record;
    } catch (error) {
      if (error instanceof AppError && error.code === 'store_unavailable') throw error;
      log.warn({ event: 'verification.send_failed', verification_id: record.id, err: error });
      const failure = deps.readSendFailure(error);
      const changed = await changeVerification(record, { type: 'send_failed', failure }, by);
      return changed.ok ? changed.record : record;
    }
  }

  /** One submission at a time: takes the entry, asks Vobiz, and gives the entry back whatever comes of it. */
  async function enterCode(
    actor: Actor,
    verificationId: string,
    code: string,
  ): Promise<CodeEntered> {
    const forbidden = mayAct(await judge(actor, []));
    if (forbidden) return { ok: false, why: 'forbidden', forbidden };
    const ref = { team: actor.teamId, id: verificationId };
    const by = { user: actor.userId, team: actor.userTeamId };
    const entryId = chance.id('ent');
    const taken = await changeVerification(
      ref,
      { type: 'entry_started', by: actor.userId, entryId },
      by,
    );
    if (!taken.ok) return { ok: false, why: 'refused', refusal: taken.refusal };
    const answer = await confirm(taken.record.e164, code, () =>
      changeVerification(ref, { type: 'entry_ended', entryId, result: 'released' }, by),
    );
    const ended = await changeVerification(
      ref,
      { type: 'entry_ended', entryId, result: entryResult(answer) },
      by,
    );
    if (!ended.ok) return { ok: false, why: 'refused', refusal: ended.refusal };
    if (answer.result === 'verified') return { ok: true, verification: ended.record };
    return { ok: false, why: 'not_confirmed', answer, verification: ended.record };
  }

  async function confirm(
    e164: string,
    code: string,
    release: () => Promise<unknown>,
  ): Promise<ConfirmResult> {
    try {
      return await vobiz.confirmCode({ e164, code });
    } catch (error) {
      await release();
      throw error;
    }
  }

  return { start, enterCode };
}
export type Byon = ReturnType<typeof createByon>;

/** `already_verified` is Vobiz's word that the number is proven, whoever proved it. An unclear answer burns no try. */
function entryResult({
  result,
}: ConfirmResult): Extract<VerificationEvent, { type: 'entry_ended' }>['result'] {
  switch (result) {
    case 'already_verified':
      return 'verified';
    case 'unclear':
    case 'rate_limited':
      return 'released';
    default:
      return result;
  }
}
