import { describe, expect, it } from 'vitest';
import {
  ASSUMED_CODE_LIFE_MS,
  ENTRY_LEASE_MS,
  entryInProgress,
  isOver,
  type Spent,
  transitionVerification,
  type Verification,
  type VerificationEvent,
  type VerificationIn,
  verificationSchema,
} from '../../src/domain/verification.ts';

const T0 = Date.UTC(2026, 2, 1, 10);
const common = {
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
const codeSent: VerificationIn<'code_sent'> = {
  ...common,
  state: 'code_sent',
  sentAt: T0,
  expiresAt: T0 + 600_000,
  expiryAssumed: false,
  wrongEntries: 1,
};
const entering = { ...codeSent, entry: { by: 'U0MEERA', id: 'ent_1', at: T0 + 1000 } };
const ended = { ...common, endedAt: T0 };

/** Every state, the two kinds of `code_sent` apart. */
const STATES = {
  sending: { ...common, state: 'sending' },
  code_sent: codeSent,
  entering,
  verified: { ...ended, state: 'verified', verifiedBy: 'U0MEERA' },
  not_sent: { ...ended, state: 'not_sent', failure: 'refused' },
  expired: { ...ended, state: 'expired' },
} as const satisfies Record<string, Verification>;
type Name = keyof typeof STATES;

const ending = (result: 'verified' | 'wrong_code' | 'expired' | 'released' | Spent) =>
  ({ type: 'entry_ended', entryId: 'ent_1', result }) as const;
const EVENTS = {
  sent: { type: 'sent', expiresAt: T0 + 300_000 },
  send_failed: { type: 'send_failed', failure: 'unclear' },
  entry_started: { type: 'entry_started', by: 'U0DEV', entryId: 'ent_2' },
  entry_verified: ending('verified'),
  entry_wrong: ending('wrong_code'),
  entry_expired: ending('expired'),
  entry_released: ending('released'),
  entry_not_started: ending('not_started'),
  entry_too_many: ending('too_many_attempts'),
  entry_of_another: { ...ending('verified'), entryId: 'ent_0' },
  expire: { type: 'expire' },
} as const satisfies Record<string, VerificationEvent>;
type EventName = keyof typeof EVENTS;

/** What each event makes of each state while the code is valid; whatever is not listed is refused as named. */
const ALLOWED: Readonly<Record<Name, Partial<Record<EventName, Verification['state']>>>> = {
  sending: { sent: 'code_sent', send_failed: 'not_sent' },
  code_sent: { entry_started: 'code_sent' },
  entering: {
    entry_verified: 'verified',
    entry_wrong: 'code_sent',
    entry_expired: 'expired',
    entry_released: 'code_sent',
    entry_not_started: 'expired',
    entry_too_many: 'expired',
  },
  verified: {},
  not_sent: {},
  expired: {},
};

function refusalOf(name: Name, event: EventName): string {
  if (isOver(STATES[name])) return 'over';
  return name === 'entering' && event === 'entry_started' ? 'someone_is_entering' : 'out_of_turn';
}

const names = Object.keys(STATES) as Name[];
const eventNames = Object.keys(EVENTS) as EventName[];
const every = names.flatMap((name) => eventNames.map((event) => [name, event] as const));
const NOW = T0 + 2000;

describe('every event in every state', () => {
  it.each(every)('%s, %s', (name, eventName) => {
    const before = STATES[name];
    const result = transitionVerification(before, EVENTS[eventName], NOW);
    const expected = ALLOWED[name][eventName];
    if (!expected) {
      expect(result).toMatchObject({ ok: false, refusal: { kind: refusalOf(name, eventName) } });
      return;
    }
    expect(result).toMatchObject({
      ok: true,
      record: { ...common, state: expected, revision: 4, updatedAt: NOW },
    });
    if (result.ok) expect(verificationSchema.parse(result.record)).toEqual(result.record);
  });

  it.each(every)('leaves the record it was given as it was: %s, %s', (name, eventName) => {
    const before = structuredClone(STATES[name]);
    transitionVerification(STATES[name], EVENTS[eventName], NOW);
    expect(STATES[name]).toEqual(before);
  });
});

function changed(before: Verification, event: VerificationEvent, now = NOW): Verification {
  const result = transitionVerification(before, event, now);
  if (!result.ok) throw new Error(`refused: ${result.refusal.kind}`);
  return result.record;
}

describe('a code that was sent', () => {
  it('is valid until Vobiz says', () => {
    expect(changed(STATES.sending, EVENTS.sent)).toMatchObject({
      expiresAt: T0 + 300_000,
      expiryAssumed: false,
      sentAt: NOW,
      wrongEntries: 0,
    });
  });

  it('is assumed to be valid for ten minutes when Vobiz does not say', () => {
    expect(changed(STATES.sending, { type: 'sent', expiresAt: undefined })).toMatchObject({
      expiresAt: NOW + ASSUMED_CODE_LIFE_MS,
      expiryAssumed: true,
    });
  });

  it('expires at its end and not before', () => {
    const { expiresAt } = codeSent;
    expect(transitionVerification(codeSent, EVENTS.expire, expiresAt - 1).ok).toBe(false);
    expect(changed(codeSent, EVENTS.expire, expiresAt)).toMatchObject({
      state: 'expired',
      endedAt: expiresAt,
    });
  });

  it('does not expire under the hands of whoever is entering it', () => {
    const { expiresAt } = codeSent;
    const late = { ...entering, entry: { ...entering.entry, at: expiresAt - 1000 } };
    expect(transitionVerification(late, EVENTS.expire, expiresAt).ok).toBe(false);
    const free = expiresAt - 1000 + ENTRY_LEASE_MS;
    expect(changed(late, EVENTS.expire, free).state).toBe('expired');
  });
});

describe('an entry', () => {
  it('keeps others out, and says who is entering', () => {
    expect(transitionVerification(entering, EVENTS.entry_started, NOW)).toEqual({
      ok: false,
      refusal: { kind: 'someone_is_entering', by: 'U0MEERA' },
    });
  });

  it('is given up when its lease is over, and its late end changes nothing any more', () => {
    const free = entering.entry.at + ENTRY_LEASE_MS;
    expect(entryInProgress(entering, free - 1)).toBe(true);
    expect(entryInProgress(entering, free)).toBe(false);
    const next = changed(entering, EVENTS.entry_started, free);
    expect(next).toMatchObject({ entry: { by: 'U0DEV', id: 'ent_2', at: free } });
    expect(transitionVerification(next, EVENTS.entry_verified, free + 1).ok).toBe(false);
  });

  it('counts a wrong code and lets the next person try', () => {
    const next = changed(entering, EVENTS.entry_wrong);
    expect(next).toMatchObject({ wrongEntries: 2, expiresAt: codeSent.expiresAt });
    expect(next).not.toHaveProperty('entry');
  });

  it('counts nothing when it is given back without an answer', () => {
    const next = changed(entering, EVENTS.entry_released);
    expect(next).toMatchObject({ wrongEntries: 1 });
    expect(next).not.toHaveProperty('entry');
  });

  it('ends the verification when Vobiz will take no code for it any more, and says why', () => {
    for (const spent of ['not_started', 'too_many_attempts'] as const) {
      expect(changed(entering, ending(spent))).toMatchObject({ state: 'expired', spent });
    }
    expect(changed(entering, ending('expired'))).not.toHaveProperty('spent');
  });

  it('names whoever entered the right code, not who started', () => {
    expect(changed(entering, EVENTS.entry_verified)).toMatchObject({
      verifiedBy: 'U0MEERA',
      startedBy: 'U0ASHA',
      endedAt: NOW,
    });
  });

  it('still counts after the time of the code: Vobiz has the last word', () => {
    expect(changed(entering, EVENTS.entry_verified, codeSent.expiresAt + 1).state).toBe('verified');
  });
});

it('keeps nothing of a code: no state has a field for one', () => {
  for (const record of Object.values(STATES)) {
    const withCode = { ...record, code: '482913', otp_code: '482913' };
    expect(JSON.stringify(verificationSchema.parse(withCode))).not.toContain('482913');
  }
});
