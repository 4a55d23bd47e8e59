import { isPast } from '../elapsed.ts';
import { refusalOf } from '../order/vendor-reason.ts';
import { ASSUMED_CODE_LIFE_MS, resendDelay } from './code.ts';
import { busyWith, done, endEntry, outOfTurn, startEntry } from './code-entry.ts';
import { endResend, loseResend, startResend } from './code-resend.ts';
import {
  commonOf,
  isOver,
  type LiveVerification,
  type Verification,
  type VerificationIn,
  type VerificationState,
} from './verification.ts';
import type {
  CodePace,
  EventOf,
  VerificationEvent,
  VerificationEventType,
  VerificationTransition,
} from './verification-events.ts';

type Step<S extends VerificationState, T extends VerificationEventType> = (
  record: VerificationIn<S>,
  event: EventOf<T>,
  now: number,
  pace: CodePace,
) => VerificationTransition;
type Row<S extends VerificationState> = { [T in VerificationEventType]?: Step<S, T> };

const WHILE_LIVE = {
  entry_started: startEntry,
  entry_ended: endEntry,
  entry_lost: loseEntry,
  resend_started: startResend,
  resent: endResend,
  resend_failed: endResend,
  resend_lost: (record, _event, now, pace) => loseResend(record, now, pace),
  resend_opened: openResend,
  pause_over: endPause,
  cancel,
  expire,
} satisfies Row<LiveVerification['state']>;

/** state -> event -> step. Anything not listed is refused. */
const TABLE = {
  sending: { sent, send_failed: sendFailed },
  code_sent: WHILE_LIVE,
  locked: WHILE_LIVE,
  verified: {},
  not_sent: {},
  expired: {},
  cancelled: {},
} satisfies { [S in VerificationState]: Row<S> };
/** Lets the tests check that every event is handled somewhere. */
export type VerificationTable = typeof TABLE;

/** Pure; the caller saves the result by compare-and-set on `revision`. `now` is epoch ms. */
export function transitionVerification(
  record: Verification,
  event: VerificationEvent,
  now: number,
  pace: CodePace,
): VerificationTransition {
  if (isOver(record)) return { ok: false, refusal: { kind: 'over', verification: record } };
  const step = stepFor(record, event);
  return step ? step(record, event, now, pace) : outOfTurn(record);
}

/** The table's one cast: TypeScript cannot see that a row's step takes its own state and event. */
function stepFor(record: Verification, event: VerificationEvent) {
  const row: { [T in VerificationEventType]?: unknown } = TABLE[record.state];
  return row[event.type] as
    | ((
        record: Verification,
        event: VerificationEvent,
        now: number,
        pace: CodePace,
      ) => VerificationTransition)
    | undefined;
}

function sent(
  record: VerificationIn<'sending'>,
  event: EventOf<'sent'>,
  now: number,
  pace: CodePace,
): VerificationTransition {
  return done({
    ...commonOf(record, now),
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

function sendFailed(
  record: VerificationIn<'sending'>,
  event: EventOf<'send_failed'>,
  now: number,
): VerificationTransition {
  const { failure, until } = event;
  const end = { endedAt: now, ...(until !== undefined && { until }), ...refusalOf(event) };
  return done({ ...commonOf(record, now), ...end, state: 'not_sent', failure });
}

function cancel(
  record: LiveVerification,
  { by }: EventOf<'cancel'>,
  now: number,
): VerificationTransition {
  const busy = busyWith(record, now);
  if (busy) return { ok: false, refusal: busy };
  // Cancelling and starting again must not get around the pause.
  if (record.state === 'locked' && !isPast(record.until, record.updatedAt, now)) {
    return { ok: false, refusal: { kind: 'too_soon', until: record.until, why: 'wrong_codes' } };
  }
  return done({ ...commonOf(record, now), state: 'cancelled', cancelledBy: by, endedAt: now });
}

function expire(
  record: LiveVerification,
  _event: EventOf<'expire'>,
  now: number,
): VerificationTransition {
  if (busyWith(record, now) || now < record.expiresAt) return outOfTurn(record);
  const spent = record.state === 'locked' && ({ spent: 'too_many_attempts' } as const);
  return done({ ...commonOf(record, now), ...spent, state: 'expired', endedAt: now });
}

/** Brings the times forward to now, in case the clock was set back. */
function openResend(
  record: LiveVerification,
  _event: EventOf<'resend_opened'>,
  now: number,
): VerificationTransition {
  if (busyWith(record, now) || record.resendOpen) return outOfTurn(record);
  if (!isPast(record.nextSendAt, record.updatedAt, now)) return outOfTurn(record);
  const opened = {
    ...commonOf(record, now),
    resendOpen: true,
    nextSendAt: Math.min(record.nextSendAt, now),
  };
  return record.state === 'locked'
    ? done({ ...record, ...opened, until: Math.min(record.until, now) })
    : done({ ...record, ...opened });
}

function endPause(
  record: LiveVerification,
  _event: EventOf<'pause_over'>,
  now: number,
): VerificationTransition {
  if (record.state !== 'code_sent' || busyWith(record, now)) return outOfTurn(record);
  const { pausedUntil, ...rest } = record;
  return pausedUntil !== undefined && isPast(pausedUntil, record.updatedAt, now)
    ? done({ ...rest, ...commonOf(record, now) })
    : outOfTurn(record);
}

function loseEntry(
  record: LiveVerification,
  _event: EventOf<'entry_lost'>,
  now: number,
): VerificationTransition {
  if (record.state !== 'code_sent' || !record.entry || busyWith(record, now)) {
    return outOfTurn(record);
  }
  const { entry, ...rest } = record;
  const lastEntry = { by: entry.by, at: now, result: 'lost' as const };
  return done({ ...rest, ...commonOf(record, now), lastEntry });
}
