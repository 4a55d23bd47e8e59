import { describe, expect, it } from 'vitest';
import type { Person } from '../../../../src/domain/actor.ts';
import {
  connectGroups,
  isConnectable,
  mayConnect,
  mayHold,
  onboardingOf,
  ownerOf,
  ownersOf,
  requesterOf,
  withConnection,
  withHolding,
  withKept,
} from '../../../../src/domain/connection/connectable.ts';
import { differing, orderStates, T0, verificationStates } from '../../views/views-support.ts';

const orders = orderStates();
const verifications = verificationStates();
const { completed } = orders;
const { verified } = verifications;
const { allocated, purchase, ...bare } = completed;

it('is a record whose number is the team’s: bought, verified or adopted, and no other', () => {
  const records = [...Object.values(orders), ...Object.values(verifications)];
  expect(records.filter(isConnectable).map(({ state }) => state)).toEqual([
    'completed',
    'verified',
    'adopted',
  ]);
});

it.each([
  ['verified', verified, { mode: 'bring_your_own', e164: verified.e164 }],
  ['as asked for', bare, { e164: bare.number.e164, orderId: undefined }],
  [
    'as Vobiz took it',
    { ...bare, purchase: { ...purchase, e164: '+919876511111' } },
    { e164: '+919876511111', orderId: purchase.orderId },
  ],
  ['as it was allocated', differing(completed), { e164: '+919876500000' }],
])('goes to Vobiz with its number: %s', (_which, record, onboarding) => {
  const mode = record.state === 'completed' ? 'buy_from_vobiz' : 'bring_your_own';
  expect(onboardingOf(record)).toMatchObject({ mode, ...onboarding });
  expect(allocated).toBe(completed.number.e164);
});

it('belongs to whoever asked for it, and to whoever held the phone', () => {
  const own = { ...verified, verifiedBy: verified.startedBy };
  expect([completed, verified, own].map(requesterOf)).toEqual(Array(3).fill('U0REQUESTER'));
  expect([completed, verified, own].map(ownersOf)).toEqual([
    ['U0REQUESTER'],
    ['U0REQUESTER', 'U0HOLDER'],
    ['U0REQUESTER'],
  ]);
});

describe('a word that an unused number stays', () => {
  it.each([completed, verified])(
    'is a revision of the record, once while it holds: $state',
    (record) => {
      const first = withKept({ ...record, holding: { note: 'Pune' } }, 'U0RAVI', T0);
      if (!first.ok) throw new Error('kept');
      expect(first.record).toMatchObject({
        revision: record.revision + 1,
        updatedAt: T0,
        holding: { note: 'Pune', kept: { by: 'U0RAVI', at: T0 } },
      });
      const until = first.record.holding?.kept?.until ?? 0;
      expect(withKept(first.record, 'U0RAVI', until - 1)).toEqual({
        ok: false,
        refusal: { kind: 'same' },
      });
      expect(withKept(first.record, 'U0RAVI', until).ok).toBe(true);
    },
  );
});

describe('a hand-over', () => {
  const form = { owner: 'U0MEERA', labels: {}, note: '', neededUntil: '' };

  it.each([completed, verified])('is a revision of the record: $state', (record) => {
    const next = withHolding(record, form, 'U0REQUESTER', T0 + 9);
    if (!next.ok) throw new Error(next.refusal.kind);
    expect(next.record).toMatchObject({
      revision: record.revision + 1,
      updatedAt: T0 + 9,
      holding: { owner: 'U0MEERA', given: { by: 'U0REQUESTER', at: T0 + 9 } },
    });
    expect(ownersOf(next.record)).toEqual(['U0MEERA']);
    expect([record, next.record].map(ownerOf)).toEqual(['U0REQUESTER', 'U0MEERA']);
    expect(withHolding(next.record, form, 'U0DEV', T0 + 10)).toEqual({
      ok: false,
      refusal: { kind: 'same' },
    });
  });
});

describe('a step of its connection', () => {
  const claim = { type: 'claim', attemptId: 'att_1', by: 'U0DEV' } as const;
  const asked = { ...claim, wabaId: '1911116896216319', displayName: 'Pune' };

  it.each([completed, verified])('is a revision of the record: $state', (record) => {
    const next = withConnection(record, asked, T0 + 9);
    const { connection } = next.ok ? next.record : {};
    expect(connection).toMatchObject({ state: 'connecting', displayName: 'Pune' });
    const revision = record.revision + 1;
    const after = { ...record, connection, revision, updatedAt: T0 + 9 };
    expect(next).toEqual({ ok: true, record: after });
  });

  it('is refused where the connection refuses it', () => {
    expect(withConnection(verified, { type: 'disconnected', by: 'U0DEV' }, T0)).toEqual({
      ok: false,
      refusal: { kind: 'out_of_turn' },
    });
  });
});

const person = (userId: string, more: Partial<Person> = {}): Person => ({
  userId,
  teamId: 'T0TEAM',
  userTeamId: 'T0TEAM',
  standing: 'member',
  groups: [],
  ...more,
});

describe('who may say whose it is', () => {
  const given = { ...completed, holding: { owner: 'U0MEERA' } };

  it.each([
    ['whoever asked for it', person('U0REQUESTER'), completed, undefined],
    ['whoever held the phone', person('U0HOLDER'), verified, undefined],
    ['its owner', person('U0MEERA'), given, undefined],
    ['an approver', person('U0APPROVER'), given, undefined],
    ['its former owner', person('U0REQUESTER'), given, 'not_an_owner'],
    ['anybody else', person('U0DEV'), completed, 'not_an_owner'],
    ['an owner who became a guest', person('U0MEERA', { standing: 'guest' }), given, 'guest'],
  ] as const)('%s', (_who, who, record, why) => {
    expect(mayHold(bare.policy, who, record)).toBe(why);
  });
});

describe('who may connect', () => {
  const policy = { users: ['U0NAMED'], groups: ['S0OPS', 'S0FINANCE'], tokenInModal: false };

  it.each([
    ['the requester', person('U0REQUESTER'), undefined],
    ['whoever held the phone', person('U0HOLDER'), undefined],
    ['an approver', person('U0APPROVER'), undefined],
    ['somebody of an approving group', person('U0DEV', { groups: ['S0FINANCE'] }), undefined],
    ['somebody the policy names', person('U0NAMED'), undefined],
    ['somebody of a group it names', person('U0DEV', { groups: ['S0X', 'S0OPS'] }), undefined],
    ['anybody else', person('U0DEV', { groups: ['S0X'] }), 'not_a_connector'],
    ['a guest, even a named one', person('U0NAMED', { standing: 'guest' }), 'guest'],
    ['somebody from outside', person('U0HOLDER', { standing: 'external' }), 'outsider'],
  ])('%s', (_who, who, why) => {
    expect(mayConnect(policy, bare.policy, who, verified)).toBe(why);
  });

  it('takes the groups of the policy and those of the approvers, each once', () => {
    expect(connectGroups(policy, bare.policy)).toEqual(['S0OPS', 'S0FINANCE']);
    expect(connectGroups({ ...policy, groups: [] }, bare.policy)).toEqual(['S0FINANCE']);
  });
});
