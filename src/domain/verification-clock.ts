import { TURN_MS } from './code-limits.ts';
import type { LiveVerification, Verification } from './verification.ts';
import type { ClockEvent, CodePace, VerificationEvent } from './verification-events.ts';

/** Something that comes with time: `at` is epoch ms. */
type Appointment = { at: number; event: VerificationEvent };

/** The event whose time has come, the most important first; undefined when there is none. */
export function dueEvent(
  record: Verification,
  now: number,
  pace: CodePace,
): VerificationEvent | undefined {
  return appointments(record, pace).find(({ at }) => now >= at)?.event;
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
      return [{ at: record.createdAt + pace.staleAfterMs, event }];
    }
    case 'code_sent':
    case 'locked':
      return whileLive(record).map(([at, type]) => ({ at, event: { type } }));
    default:
      return [];
  }
}

/** Nothing happens by itself under the hands of whoever is entering or asking for a code. */
function whileLive(record: LiveVerification): (readonly [number, ClockEvent['type']])[] {
  const { resend, expiresAt, resendOpen, nextSendAt } = record;
  const entry = record.state === 'code_sent' ? record.entry : undefined;
  if (entry) return [[entry.at + TURN_MS, 'entry_lost']];
  if (resend) return [[resend.at + TURN_MS, 'resend_lost']];
  const pausedUntil = record.state === 'code_sent' ? record.pausedUntil : undefined;
  return [
    [expiresAt, 'expire'],
    ...(pausedUntil === undefined ? [] : ([[pausedUntil, 'pause_over']] as const)),
    ...(resendOpen ? [] : ([[nextSendAt, 'resend_opened']] as const)),
  ];
}
