import { describe, expect, it } from 'vitest';
import { isPast, isWithin } from '../../../../src/domain/elapsed.ts';
import { dueEvent } from '../../../../src/domain/verification/verification-events.ts';
import {
  changed,
  MINUTE,
  NOW,
  PACE,
  refusal,
  STATES,
} from '../verification/verification-support.ts';

const HOUR = 60 * MINUTE;
const { entering, asking, sending, locked, paused, too_early: tooEarly } = STATES;
const enter = { type: 'entry_started', by: 'U0DEV', entryId: 'ent_2' } as const;
const ask = { type: 'resend_started', by: 'U0DEV', sendId: 'snd_2', method: 'sms' } as const;

describe('after the clock was set back by an hour', () => {
  const now = NOW - HOUR;

  it.each([
    ['entering', entering, enter],
    ['asking', asking, ask],
    ['paused', paused, enter],
    ['too early', tooEarly, ask],
    ['locked', locked, ask],
  ] as const)('nobody waits an hour where somebody was %s', (_what, record, event) => {
    expect(refusal(record, event)).toBeDefined();
    expect(refusal(record, event, now)).toBeUndefined();
  });

  it.each([
    ['entering', entering, 'entry_lost'],
    ['asking', asking, 'resend_lost'],
    ['sending', sending, 'send_failed'],
    ['paused', paused, 'pause_over'],
    ['locked', locked, 'resend_opened'],
  ] as const)('what comes with time comes where it was %s', (_what, record, type) => {
    expect(dueEvent(record, now, PACE)).toMatchObject({ type });
  });

  it('a lock that has been opened is open, and ends when it is cancelled', () => {
    const open = changed(locked, { type: 'resend_opened' }, now);
    expect(refusal(open, ask, now + 1)).toBeUndefined();
    expect(changed(open, { type: 'cancel', by: 'U0ASHA' }, now + 1).state).toBe('cancelled');
  });
});

it('takes clocks that differ by seconds for what they are', () => {
  expect(isWithin(NOW + 5_000, MINUTE, NOW)).toBe(true);
  expect(isPast(NOW + MINUTE, NOW + 5_000, NOW)).toBe(false);
  expect(isWithin(NOW, MINUTE, NOW + MINUTE)).toBe(false);
});
