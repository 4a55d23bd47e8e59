import { isPast } from '../elapsed.ts';
import { TURN_MS } from './code-limits.ts';
import type { LiveVerification, Verification } from './verification.ts';
import type { ClockEvent, CodePace, VerificationEvent } from './verification-events.ts';

/** Something that comes with time: `at` is epoch ms, counted from `since` where it ends a wait. */
type Appointment = { at: number; since?: number; event: VerificationEvent };

/** The event whose time has come, the most important first; undefined when there is none. */
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

/** When the next event comes, in epoch ms; undefined when nothing comes with time. */
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
    default:
      return [];
  }
}

/** Nothing happens by itself under the hands of whoever is entering or asking for a code. */
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
