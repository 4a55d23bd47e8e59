import { isPast } from '../elapsed.ts';
import { refusalOf } from '../order/vendor-reason.ts';
import { ASSUMED_CODE_LIFE_MS, resendDelay } from './code.ts';
import { busyWith, commonOf, done, endEntry, outOfTurn, startEntry } from './code-entry.ts';
import { endResend, loseResend, startResend } from './code-resend.ts';
import {
  isLive,
  isOver,
  type LiveVerification,
  type Verification,
  type VerificationIn,
} from './verification.ts';
import type { CodePace, VerificationEvent, VerificationTransition } from './verification-events.ts';

/** What may happen to a verification. Pure; saved by compare-and-set on `revision`. `now` is epoch ms. */
export function transitionVerification(
  record: Verification,
  event: VerificationEvent,
  now: number,
  pace: CodePace,
): VerificationTransition {
  if (isOver(record)) return { ok: false, refusal: { kind: 'over', verification: record } };
  if (record.state === 'sending') return whileSending(record, event, now, pace);
  return isLive(record) ? whileLive(record, event, now, pace) : outOfTurn(record);
}

function whileSending(
  record: VerificationIn<'sending'>,
  event: VerificationEvent,
  now: number,
  pace: CodePace,
): VerificationTransition {
  const common = commonOf(record, now);
  if (event.type === 'send_failed') {
    const { failure, until } = event;
    const end = { endedAt: now, ...(until !== undefined && { until }), ...refusalOf(event) };
    return done({ ...common, ...end, state: 'not_sent', failure });
  }
  if (event.type !== 'sent') return outOfTurn(record);
  return done({
    ...common,
    state: 'code_sent',
    sentAt: now,
    expiresAt: event.expiresAt ?? now + ASSUMED_CODE_LIFE_MS,
    expiryAssumed: event.expiresAt === undefined,
    wrongEntries: 0,
    sends: 1,
    nextSendAt: now + resendDelay(1, pace.resendAfterMs),
    resendOpen: false,
  });
}

function whileLive(
  record: LiveVerification,
  event: VerificationEvent,
  now: number,
  pace: CodePace,
): VerificationTransition {
  switch (event.type) {
    case 'entry_started':
      return startEntry(record, event, now);
    case 'entry_ended':
      return endEntry(record, event, now, pace);
    case 'resend_started':
      return startResend(record, event, now);
    case 'resent':
    case 'resend_failed':
      return endResend(record, event, now, pace);
    case 'cancel':
      return cancel(record, event.by, now);
    case 'sent':
    case 'send_failed':
      return outOfTurn(record);
    default:
      return withTime(record, event.type, now, pace);
  }
}

function cancel(record: LiveVerification, by: string, now: number): VerificationTransition {
  const busy = busyWith(record, now);
  if (busy) return { ok: false, refusal: busy };
  // Whoever starts again after a cancel would get around the pause.
  if (record.state === 'locked' && !isPast(record.until, record.updatedAt, now)) {
    return { ok: false, refusal: { kind: 'too_soon', until: record.until, why: 'wrong_codes' } };
  }
  return done({ ...commonOf(record, now), state: 'cancelled', cancelledBy: by, endedAt: now });
}

/** What comes with time alone; `src/domain/verification/verification-events.ts` says when. */
function withTime(
  record: LiveVerification,
  type: Extract<
    VerificationEvent['type'],
    `${string}_lost` | 'resend_opened' | 'pause_over' | 'expire'
  >,
  now: number,
  pace: CodePace,
): VerificationTransition {
  const common = commonOf(record, now);
  if (type === 'resend_lost') return loseResend(record, now, pace);
  if (type === 'entry_lost') return loseEntry(record, now);
  if (busyWith(record, now)) return outOfTurn(record);
  if (type === 'expire' && now >= record.expiresAt) {
    const spent = record.state === 'locked' && ({ spent: 'too_many_attempts' } as const);
    return done({ ...common, ...spent, state: 'expired', endedAt: now });
  }
  const isPastWait = (until: number) => isPast(until, record.updatedAt, now);
  if (type === 'resend_opened' && !record.resendOpen && isPastWait(record.nextSendAt)) {
    return done({ ...openedAt(record, now), ...common, resendOpen: true });
  }
  if (type === 'pause_over' && record.state === 'code_sent') {
    const { pausedUntil, ...rest } = record;
    if (pausedUntil !== undefined && isPastWait(pausedUntil)) return done({ ...rest, ...common });
  }
  return outOfTurn(record);
}

/** What was waited for has come, also where a clock that was set back says otherwise. */
function openedAt(record: LiveVerification, now: number): LiveVerification {
  const nextSendAt = Math.min(record.nextSendAt, now);
  return record.state === 'locked'
    ? { ...record, nextSendAt, until: Math.min(record.until, now) }
    : { ...record, nextSendAt };
}

function loseEntry(record: LiveVerification, now: number): VerificationTransition {
  if (record.state !== 'code_sent' || !record.entry || busyWith(record, now)) {
    return outOfTurn(record);
  }
  const { entry, ...rest } = record;
  const lastEntry = { by: entry.by, at: now, result: 'lost' as const };
  return done({ ...rest, ...commonOf(record, now), lastEntry });
}
