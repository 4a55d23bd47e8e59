import { isWithin } from '../elapsed.ts';
import { TURN_MS } from './code-limits.ts';
import type { LiveVerification, Turn, Verification, VerificationIn } from './verification.ts';
import type { VerificationRefusal, VerificationTransition } from './verification-events.ts';

/** What every state has, one revision on. */
export function commonOf(
  record: Verification,
  now: number,
): Omit<VerificationIn<'sending'>, 'state'> {
  const { id, team, revision, createdAt, startedBy, channel, e164, method } = record;
  return {
    id,
    team,
    revision: revision + 1,
    createdAt,
    updatedAt: now,
    startedBy,
    channel,
    e164,
    method,
  };
}

export function done(record: Verification): VerificationTransition {
  return { ok: true, record };
}

export function outOfTurn(verification: Verification): VerificationTransition {
  return { ok: false, refusal: { kind: 'out_of_turn', verification } };
}

/** Whether a turn still keeps others out. */
export function isHeld(turn: Turn | undefined, now: number): turn is Turn {
  return turn !== undefined && isWithin(turn.at, TURN_MS, now);
}

/** Who is entering a code or asking for one right now; undefined when nobody is. */
export function busyWith(record: LiveVerification, now: number): VerificationRefusal | undefined {
  if (record.state === 'code_sent' && isHeld(record.entry, now)) {
    return { kind: 'someone_is_entering', by: record.entry.by };
  }
  return isHeld(record.resend, now)
    ? { kind: 'someone_is_asking', by: record.resend.by }
    : undefined;
}
