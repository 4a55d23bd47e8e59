import { isPast, isWithin } from '../elapsed.ts';
import { refusalOf } from '../order/vendor-reason.ts';
import { AFTER_PAUSE_MS, DEFAULT_QUIET_MS, MAX_WRONG_ENTRIES, TURN_MS } from './code.ts';
import {
  commonOf,
  type LiveVerification,
  liveOf,
  type Turn,
  type Verification,
  type VerificationIn,
} from './verification.ts';
import type { Step, VerificationRefusal, VerificationTransition } from './verification-events.ts';

export function done(record: Verification): VerificationTransition {
  return { ok: true, record };
}

export function outOfTurn(verification: Verification): VerificationTransition {
  return { ok: false, refusal: { kind: 'out_of_turn', verification } };
}

export function isHeld(turn: Turn | undefined, now: number): turn is Turn {
  return turn !== undefined && isWithin(turn.at, TURN_MS, now);
}

export function busyWith(record: LiveVerification, now: number): VerificationRefusal | undefined {
  if (record.state === 'code_sent' && isHeld(record.entry, now)) {
    return { kind: 'someone_is_entering', by: record.entry.by };
  }
  return isHeld(record.resend, now)
    ? { kind: 'someone_is_asking', by: record.resend.by }
    : undefined;
}

/** One person at a time enters a code, and nobody during a pause. */
export const startEntry: Step<LiveVerification, 'entry_started'> = (record, event, now) => {
  const busy = busyWith(record, now);
  if (busy) return { ok: false, refusal: busy };
  if (record.state === 'locked') {
    return { ok: false, refusal: { kind: 'too_soon', until: record.until, why: 'wrong_codes' } };
  }
  const { pausedUntil, resend: _forgotten, ...rest } = record;
  if (pausedUntil !== undefined && !isPast(pausedUntil, record.updatedAt, now)) {
    return { ok: false, refusal: { kind: 'too_soon', until: pausedUntil, why: 'vobiz' } };
  }
  const entry = { by: event.by, id: event.entryId, at: now };
  return done({ ...rest, ...commonOf(record, now), entry });
};

/** A wrong code costs one try; an unclear answer costs none. */
export const endEntry: Step<LiveVerification, 'entry_ended'> = (record, event, now, pace) => {
  if (record.state !== 'code_sent') return outOfTurn(record);
  const { entry, ...rest } = record;
  if (!entry || event.entryId !== entry.id) return outOfTurn(record);
  const common = commonOf(record, now);
  const open = { ...rest, ...common };
  const said = { by: entry.by, at: now };
  switch (event.result) {
    case 'verified':
      return done({ ...common, state: 'verified', verifiedBy: entry.by, endedAt: now });
    case 'expired':
      return done({ ...common, state: 'expired', endedAt: now });
    case 'not_started':
      return done({ ...common, state: 'expired', spent: 'not_started', endedAt: now });
    case 'too_many_attempts':
      return done(lock(record, 'vobiz', event.until ?? now + pace.pauseMs, now));
    case 'wrong_code': {
      const wrongEntries = record.wrongEntries + 1;
      return wrongEntries < MAX_WRONG_ENTRIES
        ? done({ ...open, wrongEntries, lastEntry: { ...said, result: 'wrong_code' } })
        : done(lock(record, 'ours', now + pace.pauseMs, now));
    }
    case 'unclear':
      return done({ ...open, lastEntry: { ...said, result: 'unclear' } });
    case 'refused':
      return done({ ...open, lastEntry: { ...said, result: 'refused', ...refusalOf(event) } });
    case 'rate_limited':
      return done({ ...open, pausedUntil: event.until ?? now + DEFAULT_QUIET_MS });
    case 'released':
      return done(open);
  }
};

function lock(
  record: VerificationIn<'code_sent'>,
  limitOf: 'ours' | 'vobiz',
  until: number,
  now: number,
): VerificationIn<'locked'> {
  return {
    ...commonOf(record, now),
    ...liveOf(record),
    state: 'locked',
    until,
    limitOf,
    nextSendAt: until,
    resendOpen: false,
    expiresAt: until + AFTER_PAUSE_MS,
  };
}
