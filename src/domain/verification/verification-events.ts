import { isPast } from '../elapsed.ts';
import type { Refusal } from '../order/vendor-reason.ts';
import { TURN_MS } from './code.ts';
import type { CodeMethod, LiveVerification, SendFailure, Verification } from './verification.ts';

/** `until` (epoch ms): when Vobiz takes codes again, if it said so. */
export type EntryResult =
  | { result: 'verified' | 'wrong_code' | 'expired' | 'unclear' | 'released' | 'not_started' }
  | ({ result: 'refused' } & Refusal)
  | { result: 'too_many_attempts' | 'rate_limited'; until: number | undefined };

/** Why no code is known to be on its way. `until` (epoch ms): no new request before then. */
export type SendFailed = { failure: SendFailure; until?: number | undefined } & Refusal;

export type VerificationEvent =
  | { type: 'sent'; expiresAt: number | undefined }
  | ({ type: 'send_failed' } & SendFailed)
  | { type: 'resend_started'; by: string; sendId: string; method: CodeMethod }
  | { type: 'resent'; sendId: string; expiresAt: number | undefined }
  | ({ type: 'resend_failed'; sendId: string } & SendFailed)
  | { type: 'entry_started'; by: string; entryId: string }
  | ({ type: 'entry_ended'; entryId: string } & EntryResult)
  | { type: 'cancel'; by: string }
  | ClockEvent;

export type VerificationEventType = VerificationEvent['type'];
export type EventOf<T extends VerificationEventType> = Extract<VerificationEvent, { type: T }>;

type ClockEvent =
  | { type: 'resend_opened' }
  | { type: 'pause_over' }
  /** The person entering or requesting a code has not been heard of for too long. */
  | { type: 'entry_lost' }
  | { type: 'resend_lost' }
  | { type: 'expire' };

export type VerificationRefusal =
  | { kind: 'someone_is_entering'; by: string }
  | { kind: 'someone_is_asking'; by: string }
  /** `resend`: codes are spaced; `vobiz`: it asked us to wait; `wrong_codes`: too many of them. */
  | { kind: 'too_soon'; until: number; why: 'resend' | 'vobiz' | 'wrong_codes' }
  /** A call is offered after the second code. */
  | { kind: 'no_call_yet' }
  | { kind: 'over'; verification: Verification }
  | { kind: 'out_of_turn'; verification: Verification };

export type VerificationTransition =
  | { ok: true; record: Verification }
  | { ok: false; refusal: VerificationRefusal };

export type Step<R extends Verification, T extends VerificationEventType> = (
  record: R,
  event: EventOf<T>,
  now: number,
  pace: CodePace,
) => VerificationTransition;

/** Durations in ms; operators may change the first two. */
export type CodePace = {
  /** From the first code to the second; each later wait doubles. */
  resendAfterMs: number;
  pauseMs: number;
  /** When a first code request without an outcome counts as interrupted; longer than the call may take. */
  staleAfterMs: number;
};

/** `at` is epoch ms, counted from `since` if it ends a wait. */
type Appointment = { at: number; since?: number; event: VerificationEvent };

/** The most important event that is due, if any. */
export function dueEvent(
  record: Verification,
  now: number,
  pace: CodePace,
): VerificationEvent | undefined {
  return appointments(record, pace).find((each) => isDue(each, now))?.event;
}

function isDue({ at, since }: Appointment, now: number): boolean {
  return since === undefined ? now >= at : isPast(at, since, now);
}

/** When the next event is due, in epoch ms. */
export function nextDueAt(record: Verification, pace: CodePace): number | undefined {
  const times = appointments(record, pace).map(({ at }) => at);
  return times.length > 0 ? Math.min(...times) : undefined;
}

function appointments(record: Verification, pace: CodePace): Appointment[] {
  switch (record.state) {
    case 'sending': {
      const event = { type: 'send_failed', failure: 'unclear' } as const;
      const { createdAt: since } = record;
      return [{ at: since + pace.staleAfterMs, since, event }];
    }
    case 'code_sent':
    case 'locked':
      return whileLive(record);
    case 'verified':
    case 'not_sent':
    case 'expired':
    case 'cancelled':
    case 'adopted':
      return [];
  }
}

/** Nothing happens by itself while someone is entering or requesting a code. */
function whileLive(record: LiveVerification): Appointment[] {
  const { resend, expiresAt, resendOpen, nextSendAt, updatedAt } = record;
  const afterWait = (at: number, since: number, type: ClockEvent['type']): Appointment => ({
    at,
    since,
    event: { type },
  });
  const entry = record.state === 'code_sent' ? record.entry : undefined;
  if (entry) return [afterWait(entry.at + TURN_MS, entry.at, 'entry_lost')];
  if (resend) return [afterWait(resend.at + TURN_MS, resend.at, 'resend_lost')];
  const pausedUntil = record.state === 'code_sent' ? record.pausedUntil : undefined;
  return [
    { at: expiresAt, event: { type: 'expire' } },
    ...(pausedUntil === undefined ? [] : [afterWait(pausedUntil, updatedAt, 'pause_over')]),
    ...(resendOpen ? [] : [afterWait(nextSendAt, updatedAt, 'resend_opened')]),
  ];
}
