import type { Actor, NoCard, Person } from '../../domain/actor.ts';
import { auditEntry } from '../../domain/audit/audit.ts';
import type { Refusal } from '../../domain/order/vendor-reason.ts';
import {
  type ByonDeed,
  type ByonForbidden,
  type ByonPolicy,
  byonGroups,
  mayByon,
} from '../../domain/policy/policy.ts';
import { DEFAULT_QUIET_MS } from '../../domain/verification/code.ts';
import type {
  CodeMethod,
  SendFailure,
  Verification,
  VerificationIn,
} from '../../domain/verification/verification.ts';
import type { SendFailed } from '../../domain/verification/verification-events.ts';
import { AppError } from '../../errors.ts';
import type { Clock, Log, NewId } from '../../runtime.ts';
import type { CardPlaces } from '../../slack/card-places.ts';
import type { CodeCount } from '../../store/code-modals.ts';
import type { Verifications } from '../../store/records.ts';
import type { VobizClient } from '../../vobiz/client.ts';
import type { ChangeVerification } from '../change.ts';
import type { Identify } from '../identify.ts';

/** Why this person may not start, or enter a code; undefined if they may. Throws AppError `slack_*`. */
export function createByonForbids(deps: {
  identify: Identify;
  policy: (team: string) => Promise<ByonPolicy>;
}) {
  return async (actor: Actor, deed: ByonDeed): Promise<ByonForbidden | undefined> => {
    const policy = await deps.policy(actor.teamId);
    const refuses = (who: Person) => mayByon(policy, deed, who);
    return refuses(await deps.identify(actor, byonGroups(policy, deed), refuses));
  };
}
export type ByonForbids = ReturnType<typeof createByonForbids>;

/** Reads a failed code request; `src/vobiz` implements it. */
type ReadSendFailure = (
  error: unknown,
) => { failure: SendFailure; retryAfterMs?: number | undefined } & Refusal;

/** `expiresAt` and `until` are epoch ms. */
export type SendCodeResult =
  | { sent: true; expiresAt: number | undefined }
  | ({ sent: false } & SendFailed);

export type SendCodeDeps = {
  vobiz: Pick<VobizClient, 'requestCode'>;
  codeCount: CodeCount;
  readSendFailure: ReadSendFailure;
  clock: Clock;
  newId: NewId;
  log: Log;
};

/** `sendId` counts against our limit, and is given back if surely unsent. Throws AppError `store_unavailable`. */
export function createSendCode({ vobiz, codeCount, readSendFailure, clock, log }: SendCodeDeps) {
  return async function sendCode(
    record: Verification,
    method: CodeMethod,
    sendId: string,
  ): Promise<SendCodeResult> {
    const { team, e164 } = record;
    const until = await codeCount.take(team, e164, sendId, clock.now());
    if (until !== undefined) return { sent: false, failure: 'limit', until };
    try {
      const { expiresAt } = await vobiz.requestCode({ e164, method });
      return { sent: true, expiresAt };
    } catch (error) {
      if (error instanceof AppError && error.code === 'store_unavailable') throw error;
      log.warn({ event: 'verification.send_failed', verification_id: record.id, err: error });
      const failed = notSent(error);
      if (failed.failure !== 'unclear') await codeCount.giveBack(team, e164, sendId);
      return failed;
    }
  };

  function notSent(error: unknown): Extract<SendCodeResult, { sent: false }> {
    const { retryAfterMs, ...failed } = readSendFailure(error);
    if (failed.failure !== 'rate_limited') return { sent: false, ...failed };
    const until = clock.now() + (retryAfterMs ?? DEFAULT_QUIET_MS);
    return { sent: false, ...failed, until };
  }
}
export type SendCode = ReturnType<typeof createSendCode>;

export type StartResult =
  | { ok: true; verification: Verification }
  | { ok: false; why: 'forbidden'; forbidden: ByonForbidden }
  /** The card cannot appear there. */
  | { ok: false; why: 'no_card'; place: NoCard }
  /** Another verification of this number is running. */
  | { ok: false; why: 'already_running'; verification: Verification | undefined }
  /** Too many codes went to this number; `until` is epoch ms. */
  | { ok: false; why: 'limit'; until: number };

/** Starts a verification. Saves the record first, so a crash leaves something to recover. */
export function createStartByon(deps: {
  verifications: Verifications;
  changeVerification: ChangeVerification;
  forbids: ByonForbids;
  cardPlaces: CardPlaces;
  sendCode: SendCode;
  codeCount: CodeCount;
  clock: Clock;
  newId: NewId;
}) {
  const { verifications, changeVerification, codeCount, clock, newId } = deps;

  return async function start(
    actor: Actor,
    request: { channel: string; e164: string; method: CodeMethod },
  ): Promise<StartResult> {
    const forbidden = await deps.forbids(actor, 'start');
    if (forbidden) return { ok: false, why: 'forbidden', forbidden };
    const place = await deps.cardPlaces(request.channel, actor.userId);
    if (place) return { ok: false, why: 'no_card', place };
    const now = clock.now();
    const record: VerificationIn<'sending'> = {
      kind: 'verification',
      state: 'sending',
      id: newId('ver'),
      team: actor.teamId,
      revision: 1,
      createdAt: now,
      updatedAt: now,
      startedBy: actor.userId,
      ...request,
    };
    // Counts before there is a card: someone over the limit is told alone.
    const until = await codeCount.take(record.team, record.e164, record.id, now);
    if (until !== undefined) return { ok: false, why: 'limit', until };
    const giveBack = () => codeCount.giveBack(record.team, record.e164, record.id);
    const by = { user: actor.userId, team: actor.userTeamId };
    const entry = auditEntry('start', by, undefined, record, now);
    const created = await verifications.create(record, entry).catch(async (error: unknown) => {
      await giveBack();
      throw error;
    });
    if (created.result !== 'created') {
      await giveBack();
      const verification = 'record' in created ? created.record : undefined;
      return { ok: false, why: 'already_running', verification };
    }
    return { ok: true, verification: await send(record) };
  };

  async function send(record: VerificationIn<'sending'>): Promise<Verification> {
    const asked = await deps.sendCode(record, record.method, record.id);
    const changed = await changeVerification(
      record,
      asked.sent ? { type: 'sent', expiresAt: asked.expiresAt } : { ...asked, type: 'send_failed' },
      { job: 'byon' },
    );
    return changed.ok ? changed.record : record;
  }
}
