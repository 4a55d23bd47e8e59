import { describe, expect, expectTypeOf, it } from 'vitest';
import { ASSUMED_CODE_LIFE_MS, TURN_MS } from '../../../../src/domain/verification/code.ts';
import {
  isLive,
  isOver,
  mayCancel,
  sendFailureSchema,
  type Verification,
  type VerificationState,
  verificationIdSchema,
  verificationSchema,
} from '../../../../src/domain/verification/verification.ts';
import type {
  VerificationEvent,
  VerificationEventType,
} from '../../../../src/domain/verification/verification-events.ts';
import { transitionVerification } from '../../../../src/domain/verification/verification-transitions.ts';
import {
  changed,
  codeSent,
  common,
  NOW,
  PACE,
  refusal,
  STATES,
  T0,
} from './verification-support.ts';

type Name = keyof typeof STATES;

const EVENTS = {
  sent: { type: 'sent', expiresAt: T0 + 300_000 },
  send_failed: { type: 'send_failed', failure: 'unclear' },
  resend_started: { type: 'resend_started', by: 'U0DEV', sendId: 'snd_2', method: 'sms' },
  call_started: { type: 'resend_started', by: 'U0DEV', sendId: 'snd_2', method: 'voice' },
  resent: { type: 'resent', sendId: 'snd_1', expiresAt: undefined },
  resend_refused: { type: 'resend_failed', sendId: 'snd_1', failure: 'refused' },
  resend_needless: { type: 'resend_failed', sendId: 'snd_1', failure: 'already_verified' },
  resend_of_another: { type: 'resent', sendId: 'snd_0', expiresAt: undefined },
  entry_started: { type: 'entry_started', by: 'U0DEV', entryId: 'ent_2' },
  entry_verified: { type: 'entry_ended', entryId: 'ent_1', result: 'verified' },
  entry_wrong: { type: 'entry_ended', entryId: 'ent_1', result: 'wrong_code' },
  entry_expired: { type: 'entry_ended', entryId: 'ent_1', result: 'expired' },
  entry_unclear: { type: 'entry_ended', entryId: 'ent_1', result: 'unclear' },
  entry_released: { type: 'entry_ended', entryId: 'ent_1', result: 'released' },
  entry_not_started: { type: 'entry_ended', entryId: 'ent_1', result: 'not_started' },
  entry_too_many: { type: 'entry_ended', entryId: 'ent_1', result: 'too_many_attempts', until: 0 },
  entry_limited: { type: 'entry_ended', entryId: 'ent_1', result: 'rate_limited', until: 0 },
  entry_of_another: { type: 'entry_ended', entryId: 'ent_0', result: 'verified' },
  cancel: { type: 'cancel', by: 'U0ASHA' },
  resend_opened: { type: 'resend_opened' },
  pause_over: { type: 'pause_over' },
  entry_lost: { type: 'entry_lost' },
  resend_lost: { type: 'resend_lost' },
  expire: { type: 'expire' },
} as const satisfies Record<string, VerificationEvent>;
type EventName = keyof typeof EVENTS;
type Row = Partial<Record<EventName, Verification['state']>>;

const OPEN: Row = { cancel: 'cancelled', entry_started: 'code_sent' };
const ASKABLE: Row = { resend_started: 'code_sent', resend_opened: 'code_sent' };
const NONE: Row = {};

/** What each event makes of each state; whatever is not listed is refused as named below. */
const ALLOWED: Readonly<Record<Name, Row>> = {
  sending: { sent: 'code_sent', send_failed: 'not_sent' },
  code_sent: { ...OPEN, ...ASKABLE },
  too_early: OPEN,
  paused: { cancel: 'cancelled', resend_opened: 'code_sent' },
  entering: {
    entry_verified: 'verified',
    entry_wrong: 'code_sent',
    entry_expired: 'expired',
    entry_unclear: 'code_sent',
    entry_released: 'code_sent',
    entry_not_started: 'expired',
    entry_too_many: 'locked',
    entry_limited: 'code_sent',
  },
  asking: { resent: 'code_sent', resend_refused: 'code_sent', resend_needless: 'verified' },
  locked: NONE,
  unlocked: { cancel: 'cancelled', resend_started: 'locked', resend_opened: 'locked' },
  verified: NONE,
  not_sent: NONE,
  expired: NONE,
  cancelled: NONE,
  adopted: NONE,
};

const TURNS: readonly string[] = ['entry_started', 'resend_started', 'call_started', 'cancel'];

function refusalOf(name: Name, event: EventName): string {
  if (isOver(STATES[name])) return 'over';
  if (name === 'sending' || !TURNS.includes(event)) return 'out_of_turn';
  if (name === 'entering') return 'someone_is_entering';
  if (name === 'asking') return 'someone_is_asking';
  const tooSoon = name === 'locked' || name === 'paused' || name === 'too_early';
  return event === 'call_started' && !tooSoon ? 'no_call_yet' : 'too_soon';
}

const names = Object.keys(STATES) as Name[];
const eventNames = Object.keys(EVENTS) as EventName[];
const every = names.flatMap((name) => eventNames.map((event) => [name, event] as const));

describe('every event in every state', () => {
  it('has every event and every state there is', () => {
    expectTypeOf<(typeof EVENTS)[EventName]['type']>().toEqualTypeOf<VerificationEventType>();
    expectTypeOf<(typeof STATES)[Name]['state']>().toEqualTypeOf<VerificationState>();
  });

  it.each(every)('%s, %s', (name, eventName) => {
    const before: Verification = STATES[name];
    const copy = structuredClone(before);
    const result = transitionVerification(before, EVENTS[eventName], NOW, PACE);
    expect(before).toEqual(copy);
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
});

const lateTurn = { by: 'U0MEERA', id: 'ent_1', at: codeSent.expiresAt - 1_000 };

describe('a code that was sent', () => {
  it('is valid until Vobiz says', () => {
    expect(changed(STATES.sending, EVENTS.sent)).toMatchObject({
      expiresAt: T0 + 300_000,
      expiryAssumed: false,
      sentAt: NOW,
      wrongEntries: 0,
      sends: 1,
      nextSendAt: NOW + 60_000,
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
    expect(refusal(codeSent, EVENTS.expire, expiresAt - 1)?.kind).toBe('out_of_turn');
    expect(changed(codeSent, EVENTS.expire, expiresAt)).toMatchObject({
      state: 'expired',
      endedAt: expiresAt,
    });
  });

  it.each([
    ['is entering it', { ...STATES.entering, entry: lateTurn }],
    ['is asking for another', { ...STATES.asking, resend: { ...lateTurn, method: 'sms' } }],
  ] as const)('does not expire under the hands of whoever %s', (_doing, late) => {
    const { expiresAt } = codeSent;
    expect(refusal(late, EVENTS.expire, expiresAt)?.kind).toBe('out_of_turn');
    expect(changed(late, EVENTS.expire, lateTurn.at + TURN_MS).state).toBe('expired');
  });
});

describe('a record of an earlier version', () => {
  it('can be read: it had one code, and another may be asked for', () => {
    const { sends: _s, nextSendAt: _n, resendOpen: _r, ...old } = codeSent;
    expect(verificationSchema.parse(old)).toMatchObject({
      sends: 1,
      nextSendAt: 0,
      resendOpen: false,
    });
  });
});

it('keeps nothing of a code: no state has a field for one', () => {
  for (const record of Object.values(STATES)) {
    const withCode = { ...record, code: '482913', otp_code: '482913' };
    expect(JSON.stringify(verificationSchema.parse(withCode))).not.toContain('482913');
  }
});

it('is live between its first code and its end', () => {
  const live = names.filter((name) => isLive(STATES[name]));
  expect(live).toEqual([
    ...['code_sent', 'entering', 'asking', 'paused', 'too_early', 'locked', 'unlocked'],
  ]);
});

describe('who may cancel', () => {
  const people = { users: ['U0APPROVER'], groups: ['S0OPS'] };
  const policy = { version: 'v1', approvers: people, selfApproval: false, expiresAfterMs: 1 };
  const person = (userId: string, standing: 'member' | 'guest' | 'external', group = 'S0X') => ({
    ...{ userId, standing, groups: [group], teamId: 'T0TEAM', userTeamId: 'T0TEAM' },
  });

  it.each([
    ['the starter', person('U0ASHA', 'member'), undefined],
    ['an approver', person('U0APPROVER', 'member'), undefined],
    ['somebody of an approving group', person('U0DEV', 'member', 'S0OPS'), undefined],
    ['anybody else', person('U0DEV', 'member'), { why: 'not_yours' }],
    ['the starter as a guest', person('U0ASHA', 'guest'), { why: 'guest' }],
    ['somebody from outside', person('U0APPROVER', 'external'), { why: 'outsider' }],
  ] as const)('%s', (_who, who, why) => {
    expect(mayCancel(policy, who, codeSent)).toEqual(why);
  });
});

describe('the record of a verification', () => {
  const by = { by: 'U0ASHA', at: T0 };
  const FAILURES = ['refused', 'already_verified', 'rate_limited', 'unclear', 'not_sent', 'limit'];
  const ENTRIES = ['wrong_code', 'unclear', 'refused', 'lost'] as const;

  it('holds every outcome, by the names they were saved with', () => {
    expect(sendFailureSchema.options).toEqual(FAILURES);
    const records: Verification[] = [
      ...ENTRIES.map((result) => ({ ...codeSent, lastEntry: { ...by, result } })),
      ...(['not_started', 'too_many_attempts'] as const).map((spent) => ({
        ...STATES.expired,
        spent,
      })),
      { ...STATES.locked, limitOf: 'vobiz' },
    ];
    for (const record of records) expect(verificationSchema.parse(record)).toEqual(record);
  });

  it.each([
    ['ver_7k3m9q2x', true],
    [`ver_${'7'.repeat(20)}`, true],
    [`ver_${'7'.repeat(21)}`, false],
    ['ver_7k3m9q2', false],
    ['ver_7K3M9Q2X', false],
    ['xver_7k3m9q2x', false],
    ['ver_7k3m9q2x-', false],
    ['ord_7k3m9q2x', false],
  ])('has an id of its own kind: %s, %s', (id, is) => {
    expect(verificationIdSchema.safeParse(id).success).toBe(is);
  });
});

describe('a first code that was not sent', () => {
  it.each([undefined, 0, NOW + 60_000])('says when the next may be asked for: %s', (until) => {
    const told = { because: 'cool_off', said: 'Wait' } as const;
    const event = { type: 'send_failed', failure: 'rate_limited', until, ...told } as const;
    const after = changed(STATES.sending, event);
    expect(after).toMatchObject({ state: 'not_sent', failure: 'rate_limited', ...told });
    expect('until' in after && after.until).toBe(until ?? false);
  });
});

describe('a clock that was set back', () => {
  it('makes nobody wait for what it was before: what was opened is open now', () => {
    const ahead = NOW + 3_600_000;
    const wrote = { updatedAt: ahead, nextSendAt: ahead + 60_000 };
    const opened = { resendOpen: true, nextSendAt: NOW };
    expect(changed({ ...codeSent, ...wrote }, EVENTS.resend_opened)).toMatchObject(opened);
    const locked = { ...STATES.locked, ...wrote, until: ahead + 60_000 };
    expect(changed(locked, EVENTS.resend_opened)).toMatchObject({ ...opened, until: NOW });
    expect(changed(STATES.unlocked, EVENTS.resend_opened)).toMatchObject({
      nextSendAt: STATES.unlocked.nextSendAt,
      until: STATES.unlocked.until,
    });
  });
});
