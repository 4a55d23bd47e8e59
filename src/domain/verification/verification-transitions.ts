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
  Step,
  VerificationEvent,
  VerificationEventType,
  VerificationTransition,
} from './verification-events.ts';

type Row<R extends Verification> = { [T in VerificationEventType]?: Step<R, T> };

const sent: Step<VerificationIn<'sending'>, 'sent'> = (record, event, now, pace) =>
  done({
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

const sendFailed: Step<VerificationIn<'sending'>, 'send_failed'> = (record, event, now) => {
  const { failure, until } = event;
  const end = { endedAt: now, ...(until !== undefined && { until }), ...refusalOf(event) };
  return done({ ...commonOf(record, now), ...end, state: 'not_sent', failure });
};

const cancel: Step<LiveVerification, 'cancel'> = (record, { by }, now) => {
  const busy = busyWith(record, now);
  if (busy) return { ok: false, refusal: busy };
  // Cancelling and starting again must not get around the pause.
  if (record.state === 'locked' && !isPast(record.until, record.updatedAt, now)) {
    return { ok: false, refusal: { kind: 'too_soon', until: record.until, why: 'wrong_codes' } };
  }
  return done({ ...commonOf(record, now), state: 'cancelled', cancelledBy: by, endedAt: now });
};

const expire: Step<LiveVerification, 'expire'> = (record, _event, now) => {
  if (busyWith(record, now) || now < record.expiresAt) return outOfTurn(record);
  const spent = record.state === 'locked' && ({ spent: 'too_many_attempts' } as const);
  return done({ ...commonOf(record, now), ...spent, state: 'expired', endedAt: now });
};

/** Brings the times forward to now, in case the clock was set back. */
const openResend: Step<LiveVerification, 'resend_opened'> = (record, _event, now) => {
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
};

const endPause: Step<LiveVerification, 'pause_over'> = (record, _event, now) => {
  if (record.state !== 'code_sent' || busyWith(record, now)) return outOfTurn(record);
  const { pausedUntil, ...rest } = record;
  return pausedUntil !== undefined && isPast(pausedUntil, record.updatedAt, now)
    ? done({ ...rest, ...commonOf(record, now) })
    : outOfTurn(record);
};

const loseEntry: Step<LiveVerification, 'entry_lost'> = (record, _event, now) => {
  if (record.state !== 'code_sent' || !record.entry || busyWith(record, now)) {
    return outOfTurn(record);
  }
  const { entry, ...rest } = record;
  const lastEntry = { by: entry.by, at: now, result: 'lost' as const };
  return done({ ...rest, ...commonOf(record, now), lastEntry });
};

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
} satisfies Row<LiveVerification>;

/** state -> event -> step. Anything not listed is refused. */
const TABLE = {
  sending: { sent, send_failed: sendFailed },
  code_sent: WHILE_LIVE,
  locked: WHILE_LIVE,
  verified: {},
  not_sent: {},
  expired: {},
  cancelled: {},
  adopted: {},
} satisfies { [S in VerificationState]: Row<VerificationIn<S>> };
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
  return row[event.type] as Step<Verification, VerificationEventType> | undefined;
}
