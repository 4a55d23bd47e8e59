import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  MAX_WRONG_ENTRIES,
  resendDelay,
  TURN_MS,
} from '../../../../src/domain/verification/code.ts';
import {
  isOver,
  type Verification,
  verificationSchema,
} from '../../../../src/domain/verification/verification.ts';
import {
  dueEvent,
  nextDueAt,
  type VerificationEvent,
} from '../../../../src/domain/verification/verification-events.ts';
import { transitionVerification } from '../../../../src/domain/verification/verification-transitions.ts';
import {
  changed,
  codeSent,
  MINUTE,
  NOW,
  PACE,
  refusal,
  STATES,
  T0,
} from './verification-support.ts';

const { asking, unlocked, sending } = STATES;
const ask = (method: 'sms' | 'voice'): VerificationEvent => ({
  type: 'resend_started',
  by: 'U0DEV',
  sendId: 'snd_1',
  method,
});
const RESENT: VerificationEvent = { type: 'resent', sendId: 'snd_1', expiresAt: undefined };
const failed = (failure: 'refused' | 'unclear' | 'limit', until?: number): VerificationEvent => ({
  type: 'resend_failed',
  sendId: 'snd_1',
  failure,
  until,
});

describe('another code', () => {
  it('may be asked for after a minute, then after two, four, eight', () => {
    const { nextSendAt } = codeSent;
    expect(refusal(codeSent, ask('sms'), nextSendAt - 1)).toEqual({
      kind: 'too_soon',
      until: nextSendAt,
      why: 'resend',
    });
    expect(changed(codeSent, ask('sms'), nextSendAt)).toMatchObject({ resend: { by: 'U0DEV' } });
    expect([1, 2, 3, 4].map((sends) => resendDelay(sends, MINUTE) / MINUTE)).toEqual([1, 2, 4, 8]);
  });

  it('is the one that counts, with tries and time of its own', () => {
    const before = { ...asking, wrongEntries: 4, resendOpen: true };
    expect(changed(before, RESENT)).toMatchObject({
      sentAt: NOW,
      sends: 2,
      wrongEntries: 0,
      resendOpen: false,
      nextSendAt: NOW + 2 * MINUTE,
    });
  });

  it('that is refused leaves the code before as it was, and takes its time too', () => {
    const next = changed(asking, failed('refused'));
    expect(next).toMatchObject({
      sentAt: codeSent.sentAt,
      wrongEntries: codeSent.wrongEntries,
      sends: 1,
      nextSendAt: NOW + MINUTE,
      lastSend: { by: 'U0MEERA', at: NOW, failure: 'refused' },
    });
    expect(next).not.toHaveProperty('resend');
  });

  it('of which nobody knows whether it was sent counts as one', () => {
    expect(changed(asking, failed('unclear'))).toMatchObject({
      sends: 2,
      nextSendAt: NOW + 2 * MINUTE,
    });
    const lost = changed(asking, { type: 'resend_lost' }, asking.resend.at + TURN_MS);
    expect(lost).toMatchObject({ sends: 2, lastSend: { failure: 'unclear' } });
  });

  it('beyond the limit may be asked for when the limit allows', () => {
    const until = NOW + 5 * MINUTE;
    expect(changed(asking, failed('limit', until))).toMatchObject({ nextSendAt: until });
  });

  it('ends the pause after too many wrong codes', () => {
    const asked = changed(unlocked, ask('sms'));
    expect(asked.state).toBe('locked');
    expect(changed(asked, RESENT)).toMatchObject({ state: 'code_sent', wrongEntries: 0 });
  });
});

describe('a call instead of a text message', () => {
  it('is there after the second code, or when Vobiz did not send it', () => {
    expect(refusal(codeSent, ask('voice'))?.kind).toBe('no_call_yet');
    const second = changed({ ...codeSent, sends: 2 }, ask('voice'));
    expect(changed(second, RESENT)).toMatchObject({ method: 'voice', sends: 3 });
    expect(changed(changed(asking, failed('refused')), ask('voice'), NOW + MINUTE)).toMatchObject({
      resend: { method: 'voice' },
    });
  });

  it('is asked for again like any other once it is the method', () => {
    expect(changed({ ...codeSent, method: 'voice' }, ask('voice'))).toHaveProperty('resend');
  });
});

it.each([
  [undefined, NOW + 10 * MINUTE, true],
  [NOW + 5 * MINUTE, NOW + 5 * MINUTE, false],
])('lives until Vobiz says, else ten minutes: %s', (said, expiresAt, expiryAssumed) => {
  const resent: VerificationEvent = { type: 'resent', sendId: 'snd_1', expiresAt: said };
  expect(changed(asking, resent)).toMatchObject({ expiresAt, expiryAssumed });
});

it.each([
  ['locked', STATES.locked, { until: STATES.locked.until, why: 'wrong_codes' }],
  ['paused by Vobiz', STATES.paused, { until: NOW + MINUTE, why: 'vobiz' }],
  [
    'paused by Vobiz for less than codes are spaced',
    { ...codeSent, nextSendAt: NOW + 2, pausedUntil: NOW + 1 },
    { until: NOW + 2, why: 'resend' },
  ],
] as const)('is not sent too soon, and says why: %s', (_why, record, wait) => {
  expect(refusal(record, ask('sms'))).toEqual({ kind: 'too_soon', ...wait });
});

it('takes the place of an entry that nobody heard of again', () => {
  const at = STATES.entering.entry.at + TURN_MS;
  expect(changed(STATES.entering, ask('sms'), at)).not.toHaveProperty('entry');
});

it('is offered anew after it was not sent', () => {
  expect(changed({ ...asking, resendOpen: true }, failed('refused'))).toMatchObject({
    resendOpen: false,
  });
});

describe('the clock', () => {
  it('brings what comes first, and the end before all else', () => {
    const { paused, too_early, entering } = STATES;
    const open = { ...paused, resendOpen: true };
    expect(nextDueAt(open, PACE)).toBe(paused.pausedUntil);
    expect(dueEvent(open, paused.pausedUntil, PACE)).toEqual({ type: 'pause_over' });
    expect(nextDueAt(too_early, PACE)).toBe(NOW + 1);
    expect(dueEvent(too_early, NOW, PACE)).toBeUndefined();
    expect(dueEvent(too_early, NOW + 1, PACE)).toEqual({ type: 'resend_opened' });
    expect(dueEvent(paused, codeSent.expiresAt, PACE)).toEqual({ type: 'expire' });
    expect(nextDueAt(entering, PACE)).toBe(entering.entry.at + TURN_MS);
    expect(dueEvent(entering, entering.entry.at + TURN_MS, PACE)).toEqual({ type: 'entry_lost' });
    expect(dueEvent(asking, asking.resend.at + TURN_MS, PACE)).toEqual({ type: 'resend_lost' });
  });

  it('that was set back ends a wait, but no code before its time', () => {
    const ahead = { ...codeSent, updatedAt: NOW + 60 * MINUTE, nextSendAt: NOW + 61 * MINUTE };
    expect(dueEvent(ahead, NOW, PACE)).toEqual({ type: 'resend_opened' });
    expect(dueEvent({ ...ahead, resendOpen: true }, NOW, PACE)).toBeUndefined();
  });

  it('interrupts a first request that nothing came of', () => {
    const at = T0 + PACE.staleAfterMs;
    expect(nextDueAt(sending, PACE)).toBe(at);
    expect(dueEvent(sending, at - 1, PACE)).toBeUndefined();
    expect(dueEvent(sending, at, PACE)).toEqual({ type: 'send_failed', failure: 'unclear' });
  });

  it('has nothing to do for what is over', () => {
    expect(nextDueAt(STATES.verified, PACE)).toBeUndefined();
  });

  const states = fc.constantFrom<Verification>(...Object.values(STATES));

  it('never asks for what the record refuses', () => {
    fc.assert(
      fc.property(states, fc.integer({ min: 0, max: 60 * MINUTE }), (record, later) => {
        const event = dueEvent(record, T0 + later, PACE);
        if (event) expect(refusal(record, event, T0 + later)).toBeUndefined();
      }),
    );
  });

  it('comes to an end with every verification, whatever people do before', () => {
    const method = fc.constantFrom('sms', 'voice');
    const event = fc.oneof<fc.Arbitrary<VerificationEvent>[]>(
      fc.record({ type: fc.constant('sent'), expiresAt: fc.constant(undefined) }),
      fc.record({
        type: fc.constant('entry_started'),
        by: fc.constant('U0DEV'),
        entryId: fc.constant('ent_1'),
      }),
      fc.record({
        type: fc.constant('entry_ended'),
        entryId: fc.constant('ent_1'),
        result: fc.constantFrom('wrong_code', 'unclear', 'released'),
      }),
      fc.record({
        type: fc.constant('resend_started'),
        by: fc.constant('U0DEV'),
        sendId: fc.constant('snd_1'),
        method,
      }),
      fc.record({
        type: fc.constant('resent'),
        sendId: fc.constant('snd_1'),
        expiresAt: fc.constant(undefined),
      }),
    );
    const steps = fc.array(fc.tuple(event, fc.integer({ min: 0, max: 3 * MINUTE })), {
      maxLength: 40,
    });
    fc.assert(
      fc.property(steps, (played) => {
        const { record, now } = play(played);
        expect(isOver(leftAlone(record, now))).toBe(true);
      }),
    );
  });
});

/** Plays what is allowed of it; the record keeps its promises at every step. */
function play(steps: readonly (readonly [VerificationEvent, number])[]) {
  let record: Verification = sending;
  let now = T0;
  for (const [event, waited] of steps) {
    now += waited;
    const result = transitionVerification(record, event, now, PACE);
    if (!result.ok) continue;
    expect(verificationSchema.parse(result.record)).toEqual(result.record);
    expect(result.record.revision).toBe(record.revision + 1);
    record = result.record;
    const wrong = record.state === 'code_sent' ? record.wrongEntries : 0;
    expect(wrong).toBeLessThan(MAX_WRONG_ENTRIES);
  }
  return { record, now };
}

/** What time alone makes of a record. */
function leftAlone(record: Verification, now: number): Verification {
  const due = nextDueAt(record, PACE);
  if (due === undefined) return record;
  const then = Math.max(now, due);
  const event = dueEvent(record, then, PACE);
  if (!event) throw new Error('nothing is due when something should be');
  return leftAlone(changed(record, event, then), then);
}
