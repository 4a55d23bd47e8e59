import { isPast } from '../elapsed.ts';
import { refusalOf } from '../order/vendor-reason.ts';
import { ASSUMED_CODE_LIFE_MS, resendDelay } from './code.ts';
import { busyWith, done, outOfTurn } from './code-entry.ts';
import { commonOf, type LiveVerification, liveOf } from './verification.ts';
import type {
  CodePace,
  EventOf,
  SendFailed,
  Step,
  VerificationTransition,
} from './verification-events.ts';

/** A call is offered once a second text message was tried and came to nothing. */
export function mayCallInstead(record: LiveVerification): boolean {
  return record.method === 'sms' && (record.sends > 1 || record.lastSend !== undefined);
}

/** One request at a time, and not before its time. */
export const startResend: Step<LiveVerification, 'resend_started'> = (record, event, now) => {
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
};

function waitFor(record: LiveVerification) {
  const until = record.nextSendAt;
  if (record.state === 'locked') return { until, why: 'wrong_codes' } as const;
  const quiet = record.pausedUntil ?? 0;
  return quiet > until
    ? ({ until: quiet, why: 'vobiz' } as const)
    : ({ until, why: 'resend' } as const);
}

/** From now on the new code counts; if none was sent, the previous one still does. */
export function endResend(
  record: LiveVerification,
  event: EventOf<'resent' | 'resend_failed'>,
  now: number,
  pace: CodePace,
): VerificationTransition {
  const { resend } = record;
  if (!resend || event.sendId !== resend.id) return outOfTurn(record);
  if (event.type === 'resend_failed') return resendFailed(record, event, now, pace);
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

/** Unknown outcome: counts as a sent code, and delays the next one. */
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

/** Drops the entry of someone who disappeared. */
function withoutEntry(record: LiveVerification): LiveVerification {
  if (record.state === 'locked') return record;
  const { entry: _lost, ...rest } = record;
  return rest;
}
