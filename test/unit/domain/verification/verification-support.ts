import type {
  Verification,
  VerificationIn,
} from '../../../../src/domain/verification/verification.ts';
import type {
  CodePace,
  VerificationEvent,
} from '../../../../src/domain/verification/verification-events.ts';
import { transitionVerification } from '../../../../src/domain/verification/verification-transitions.ts';

export const T0 = Date.UTC(2026, 2, 1, 10);
export const MINUTE = 60_000;
/** Later than every turn began, earlier than any ends; another code may be asked for. */
export const NOW = T0 + 70_000;
export const PACE: CodePace = {
  resendAfterMs: MINUTE,
  pauseMs: 10 * MINUTE,
  staleAfterMs: 75_000,
};

export const common = {
  kind: 'verification',
  id: 'ver_7k3m9q2x',
  team: 'T0TEAM',
  revision: 3,
  createdAt: T0,
  updatedAt: T0,
  startedBy: 'U0ASHA',
  channel: 'C0OPS',
  e164: '+919876543210',
  method: 'sms',
} as const;
const live = { sends: 1, nextSendAt: T0 + MINUTE, resendOpen: false };
export const codeSent: VerificationIn<'code_sent'> = {
  ...common,
  ...live,
  state: 'code_sent',
  sentAt: T0,
  expiresAt: T0 + 10 * MINUTE,
  expiryAssumed: false,
  wrongEntries: 1,
};
const turn = { by: 'U0MEERA', id: 'ent_1', at: NOW - 1_000 };
const { method: _noCode, ...adopted } = common;
const ended = { ...common, endedAt: T0 };

/** Every state, the kinds of `code_sent` and `locked` that differ in what may happen apart. */
export const STATES = {
  sending: { ...common, state: 'sending' },
  code_sent: codeSent,
  entering: { ...codeSent, entry: turn },
  asking: { ...codeSent, resend: { ...turn, id: 'snd_1', method: 'sms' } },
  paused: { ...codeSent, pausedUntil: NOW + MINUTE },
  too_early: { ...codeSent, nextSendAt: NOW + 1 },
  locked: {
    ...common,
    ...live,
    state: 'locked',
    until: NOW + MINUTE,
    nextSendAt: NOW + MINUTE,
    expiresAt: NOW + 16 * MINUTE,
    limitOf: 'ours',
  },
  unlocked: {
    ...common,
    ...live,
    state: 'locked',
    until: NOW - 1,
    nextSendAt: NOW - 1,
    expiresAt: NOW + 15 * MINUTE,
    limitOf: 'ours',
  },
  verified: { ...ended, state: 'verified', verifiedBy: 'U0MEERA' },
  not_sent: { ...ended, state: 'not_sent', failure: 'refused' },
  expired: { ...ended, state: 'expired' },
  cancelled: { ...ended, state: 'cancelled', cancelledBy: 'U0ASHA' },
  adopted: { ...adopted, state: 'adopted', endedAt: T0, purpose: 'Support line' },
} as const satisfies Record<string, Verification>;

/** The record after an event; throws when it is refused. */
export function changed(
  before: Verification,
  event: VerificationEvent,
  now = NOW,
  pace = PACE,
): Verification {
  const result = transitionVerification(before, event, now, pace);
  if (!result.ok) throw new Error(`refused: ${result.refusal.kind}`);
  return result.record;
}

/** Why an event is refused; undefined when it is not. */
export function refusal(before: Verification, event: VerificationEvent, now = NOW) {
  const result = transitionVerification(before, event, now, PACE);
  return result.ok ? undefined : result.refusal;
}
