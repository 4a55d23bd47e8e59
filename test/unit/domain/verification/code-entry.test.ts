import { describe, expect, it } from 'vitest';
import { MAX_WRONG_ENTRIES, TURN_MS } from '../../../../src/domain/verification/code.ts';
import { isHeld } from '../../../../src/domain/verification/code-entry.ts';
import type {
  EntryResult,
  VerificationEvent,
} from '../../../../src/domain/verification/verification-events.ts';
import { changed, codeSent, MINUTE, NOW, PACE, refusal, STATES } from './verification-support.ts';

const { entering, locked, unlocked } = STATES;
const START: VerificationEvent = { type: 'entry_started', by: 'U0DEV', entryId: 'ent_2' };
const ended = (result: EntryResult): VerificationEvent => ({
  type: 'entry_ended',
  entryId: 'ent_1',
  ...result,
});

describe('an entry', () => {
  it('keeps others out, and says who is entering', () => {
    expect(refusal(entering, START)).toEqual({ kind: 'someone_is_entering', by: 'U0MEERA' });
  });

  it('is given up when its time is over, and its late end changes nothing any more', () => {
    const free = entering.entry.at + TURN_MS;
    expect(isHeld(entering.entry, free - 1)).toBe(true);
    expect(isHeld(entering.entry, free)).toBe(false);
    const next = changed(entering, START, free);
    expect(next).toMatchObject({ entry: { by: 'U0DEV', id: 'ent_2', at: free } });
    expect(refusal(next, ended({ result: 'verified' }), free + 1)?.kind).toBe('out_of_turn');
  });

  it('of somebody who was not heard of again costs no try and is told', () => {
    const free = entering.entry.at + TURN_MS;
    const next = changed(entering, { type: 'entry_lost' }, free);
    expect(next).toMatchObject({
      wrongEntries: 1,
      lastEntry: { by: 'U0MEERA', at: free, result: 'lost' },
    });
    expect(next).not.toHaveProperty('entry');
  });

  it('counts a wrong code, tells whose it was, and lets the next person try', () => {
    const next = changed(entering, ended({ result: 'wrong_code' }));
    expect(next).toMatchObject({
      wrongEntries: 2,
      expiresAt: codeSent.expiresAt,
      lastEntry: { by: 'U0MEERA', at: NOW, result: 'wrong_code' },
    });
    expect(next).not.toHaveProperty('entry');
  });

  it.each(['released', 'unclear'] as const)('costs no try when it was %s', (result) => {
    const next = changed(entering, ended({ result }));
    expect(next).toMatchObject({ wrongEntries: 1 });
    expect(next).not.toHaveProperty('entry');
  });

  it('ends the verification when Vobiz knows of none', () => {
    expect(changed(entering, ended({ result: 'not_started' }))).toMatchObject({
      state: 'expired',
      spent: 'not_started',
    });
    expect(changed(entering, ended({ result: 'expired' }))).not.toHaveProperty('spent');
  });

  it('names whoever entered the right code, not who started', () => {
    expect(changed(entering, ended({ result: 'verified' }))).toMatchObject({
      verifiedBy: 'U0MEERA',
      startedBy: 'U0ASHA',
      endedAt: NOW,
    });
  });

  it('still counts after the time of the code: Vobiz has the last word', () => {
    const late = codeSent.expiresAt + 1;
    expect(changed(entering, ended({ result: 'verified' }), late).state).toBe('verified');
  });
});

it('that Vobiz refused for another reason costs no try and is told with its words', () => {
  const told = { because: 'pin_mismatch', said: 'Two-step PIN' } as const;
  const next = changed(entering, ended({ result: 'refused', ...told }));
  const lastEntry = { by: 'U0MEERA', at: NOW, result: 'refused', ...told };
  expect(next).toMatchObject({ state: 'code_sent', wrongEntries: 1, lastEntry });
  const unclear = changed(entering, ended({ result: 'unclear' }));
  expect(unclear).toMatchObject({ lastEntry: { by: 'U0MEERA', result: 'unclear' } });
});

describe('a pause', () => {
  it('follows on the fifth wrong code, and the code counts no more', () => {
    const fourth = { ...entering, wrongEntries: MAX_WRONG_ENTRIES - 2 };
    expect(changed(fourth, ended({ result: 'wrong_code' })).state).toBe('code_sent');
    const fifth = { ...entering, wrongEntries: MAX_WRONG_ENTRIES - 1 };
    const until = NOW + PACE.pauseMs;
    const after = changed(fifth, ended({ result: 'wrong_code' }));
    const offer = { until, nextSendAt: until, resendOpen: false };
    expect(after).toMatchObject({ state: 'locked', limitOf: 'ours', ...offer });
    expect(refusal(after, START)).toEqual({ kind: 'too_soon', until, why: 'wrong_codes' });
  });

  it('follows on Vobiz taking no more codes, for as long as Vobiz says', () => {
    const said = NOW + 3 * MINUTE;
    expect(changed(entering, ended({ result: 'too_many_attempts', until: said }))).toMatchObject({
      state: 'locked',
      limitOf: 'vobiz',
      until: said,
    });
    expect(
      changed(entering, ended({ result: 'too_many_attempts', until: undefined })),
    ).toMatchObject({ until: NOW + PACE.pauseMs });
  });

  it('cannot be got around by cancelling', () => {
    const cancel: VerificationEvent = { type: 'cancel', by: 'U0ASHA' };
    const { until } = locked;
    expect(refusal(locked, cancel)).toEqual({ kind: 'too_soon', until, why: 'wrong_codes' });
    expect(changed(unlocked, cancel).state).toBe('cancelled');
  });

  it('ends with the verification when nobody asks for a new code', () => {
    const end = changed(locked, { type: 'expire' }, locked.expiresAt);
    expect(end).toMatchObject({ state: 'expired', spent: 'too_many_attempts' });
  });

  it('that Vobiz asked for keeps codes out until it is over', () => {
    const until = NOW + MINUTE;
    const paused = changed(entering, ended({ result: 'rate_limited', until }));
    expect(paused).toMatchObject({ state: 'code_sent', wrongEntries: 1, pausedUntil: until });
    expect(refusal(paused, START)).toEqual({ kind: 'too_soon', until, why: 'vobiz' });
    const over = changed(paused, { type: 'pause_over' }, until);
    expect(over).not.toHaveProperty('pausedUntil');
    expect(changed(over, START, until)).toHaveProperty('entry');
    const unsaid = changed(entering, ended({ result: 'rate_limited', until: undefined }));
    expect(unsaid).toMatchObject({ pausedUntil: NOW + MINUTE });
  });
});
