import { isPast } from '../elapsed.ts';
import { refusalOf } from '../order/vendor-reason.ts';
import { ASSUMED_CODE_LIFE_MS, resendDelay } from './code.ts';
import { busyWith, done, outOfTurn } from './code-entry.ts';
import { commonOf, type LiveVerification, liveOf } from './verification.ts';
import type {
  CodePace,
  SendFailed,
  VerificationEvent,
  VerificationTransition,
} from './verification-events.ts';

/** A call instead of a text message: once a second text message was tried and nothing came of it. */
export function mayCallInstead(record: LiveVerification): boolean {
  return record.method === 'sms' && (record.sends > 1 || record.lastSend !== undefined);
}

/** Another code, not before its time and one request at a time. */
export function startResend(
  record: LiveVerification,
  event: Extract<VerificationEvent, { type: 'resend_started' }>,
  now: number,
): VerificationTransition {
  const busy = busyWith(record, now);
  if (busy) return { ok: false, refusal: busy };
  const wait = waitFor(record);
  if (!isPast(wait.until, record.updatedAt, now))
    return { ok: false, refusal: { kind: 'too_soon', ...wait } };
  if (event.method === 'voice' && record.method === 'sms' && !mayCallInstead(record)) {
    return { ok: false, refusal: { kind: 'no_call_yet' } };
  }
  const { by, sendId: id, method } = event;
  const resend = { by, id, at: now, method };
  return done({ ...withoutEntry(record), ...commonOf(record, now), resend });
}

/** Until when no other code may be asked for, and why. */
function waitFor(record: LiveVerification) {
  const until = record.nextSendAt;
  if (record.state === 'locked') return { until, why: 'wrong_codes' } as const;
  const quiet = record.pausedUntil ?? 0;
  return quiet > until
    ? ({ until: quiet, why: 'vobiz' } as const)
    : ({ until, why: 'resend' } as const);
}

/** The new code counts from now on; where none was sent, whatever counted before still does. */
export function endResend(
  record: LiveVerification,
  event: Extract<VerificationEvent, { type: 'resent' | 'resend_failed' }>,
  now: number,
  pace: CodePace,
): VerificationTransition {
  const { resend } = record;
  if (!resend || event.sendId !== resend.id) return outOfTurn(record);
  if (event.type === 'resend_failed') {
    return resendFailed(record, event, now, pace);
  }
  const sends = record.sends + 1;
  return done({
    ...commonOf(record, now),
    ...liveOf(record),
    method: resend.method,
    state: 'code_sent',
    sentAt: now,
    expiresAt: event.expiresAt ?? now + ASSUMED_CODE_LIFE_MS,
    expiryAssumed: event.expiresAt === undefined,
    wrongEntries: 0,
    sends,
    nextSendAt: now + resendDelay(sends, pace.resendAfterMs),
    resendOpen: false,
  });
}

/** Nobody knows whether a code was sent: it counts as one, and the next takes its time. */
export function loseResend(
  record: LiveVerification,
  now: number,
  pace: CodePace,
): VerificationTransition {
  return !record.resend || busyWith(record, now)
    ? outOfTurn(record)
    : resendFailed(record, { failure: 'unclear' }, now, pace);
}

function resendFailed(
  record: LiveVerification,
  failed: SendFailed,
  now: number,
  pace: CodePace,
): VerificationTransition {
  const { failure, until } = failed;
  const { resend, ...rest } = record;
  if (!resend) return outOfTurn(record);
  const { by } = resend;
  const common = commonOf(record, now);
  if (failure === 'already_verified') {
    return done({ ...common, state: 'verified', verifiedBy: by, endedAt: now });
  }
  const sends = failure === 'unclear' ? record.sends + 1 : record.sends;
  return done({
    ...rest,
    ...common,
    sends,
    nextSendAt: until ?? now + resendDelay(sends, pace.resendAfterMs),
    resendOpen: false,
    lastSend: { by, at: now, failure, ...refusalOf(failed) },
  });
}

/** The entry of somebody who was not heard of again. */
function withoutEntry(record: LiveVerification): LiveVerification {
  if (record.state === 'locked') return record;
  const { entry: _lost, ...rest } = record;
  return rest;
}
