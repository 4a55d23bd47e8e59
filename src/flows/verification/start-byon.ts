import type { Actor } from '../../domain/actor.ts';
import { auditEntry } from '../../domain/audit/audit.ts';
import type { NoCard } from '../../domain/order/no-card.ts';
import type { ByonForbidden } from '../../domain/policy/byon-policy.ts';
import type { CodeMethod, Verification } from '../../domain/verification/verification.ts';
import type { ChangeVerification } from '../change.ts';
import type { CardPlaces, Chance, CodeCount, Verifications } from '../ports.ts';
import type { ByonForbids } from './byon-access.ts';
import { failedOf, type SendCode } from './send-code.ts';

export type Started =
  | { ok: true; verification: Verification }
  | { ok: false; why: 'forbidden'; forbidden: ByonForbidden }
  /** Its card could never appear there. */
  | { ok: false; why: 'no_card'; place: NoCard }
  /** Another verification of this number is running. */
  | { ok: false; why: 'already_running'; verification: Verification | undefined }
  /** Too many codes were sent to this number; `until` is epoch ms. */
  | { ok: false; why: 'limit'; until: number };

/** Begins to prove that the team holds a number: the record first, so that a crash leaves something to look at. */
export function createStartByon(deps: {
  verifications: Verifications;
  changeVerification: ChangeVerification;
  forbids: ByonForbids;
  cardPlaces: CardPlaces;
  sendCode: SendCode;
  codeCount: CodeCount;
  chance: Chance;
}) {
  const { verifications, changeVerification, codeCount, chance } = deps;

  return async function start(
    actor: Actor,
    request: { channel: string; e164: string; method: CodeMethod },
  ): Promise<Started> {
    const forbidden = await deps.forbids(actor, 'start');
    if (forbidden) return { ok: false, why: 'forbidden', forbidden };
    const place = await deps.cardPlaces(request.channel, actor.userId);
    if (place) return { ok: false, why: 'no_card', place };
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
    // Counted before there is a card: whoever is over the limit is told alone.
    const until = await codeCount.take(record.team, record.e164, record.id, now);
    if (until !== undefined) return { ok: false, why: 'limit', until };
    const by = { user: actor.userId, team: actor.userTeamId };
    const created = await verifications.create(
      record,
      auditEntry('start', by, undefined, record, now),
    );
    if (created.result !== 'created') {
      await codeCount.giveBack(record.team, record.e164, record.id);
      const verification = 'record' in created ? created.record : undefined;
      return { ok: false, why: 'already_running', verification };
    }
    return { ok: true, verification: await send(record) };
  };

  async function send(record: Verification): Promise<Verification> {
    const asked = await deps.sendCode(record, record.method, record.id);
    const changed = await changeVerification(
      record,
      asked.sent
        ? { type: 'sent', expiresAt: asked.expiresAt }
        : { ...failedOf(asked), type: 'send_failed' },
      { job: 'byon' },
    );
    return changed.ok ? changed.record : record;
  }
}
