import { describe, expect, it } from 'vitest';
import type { Person } from '../../../../src/domain/actor.ts';
import {
  type Forbidden,
  groupsToResolve,
  mayDecide,
  type Policy,
  pinnedPolicySchema,
  setsFor,
} from '../../../../src/domain/policy/policy.ts';
import { DEFAULT_RULEBOOK, policyFor } from '../../../../src/domain/policy/rulebook.ts';
import { inr } from '../../views/views-support.ts';

const DEFAULT_POLICY = policyFor(DEFAULT_RULEBOOK, { setup: inr(50_000), monthly: inr(25_000) });

const person: Person = {
  userId: 'U0RAVI',
  teamId: 'T0HOME',
  userTeamId: 'T0HOME',
  standing: 'member',
  groups: [],
};
const named: Policy = {
  ...DEFAULT_POLICY,
  approvers: { users: ['U0RAVI', 'U0ASHA'], groups: ['S0FINANCE'] },
};
const alsoSelf: Policy = { ...named, selfApproval: true };

type Row = {
  who: string;
  is: Partial<Person>;
  /** Under the default policy, under one that names people, and under one that also allows one's own request. */
  any: Forbidden | 'may';
  named: Forbidden | 'may';
  self: Forbidden | 'may';
};
const ROWS: Row[] = [
  { who: 'a named member', is: {}, any: 'may', named: 'may', self: 'may' },
  {
    who: 'a member nobody named',
    is: { userId: 'U0DEV' },
    any: 'may',
    named: 'not_an_approver',
    self: 'not_an_approver',
  },
  {
    who: 'a member of a named user group',
    is: { userId: 'U0MEERA', groups: ['S0FINANCE'] },
    any: 'may',
    named: 'may',
    self: 'may',
  },
  {
    who: 'a member of another user group',
    is: { userId: 'U0MEERA', groups: ['S0OTHER'] },
    any: 'may',
    named: 'not_an_approver',
    self: 'not_an_approver',
  },
  {
    who: 'the requester, who is named',
    is: { userId: 'U0ASHA' },
    any: 'own_request',
    named: 'own_request',
    self: 'may',
  },
  { who: 'a guest', is: { standing: 'guest' }, any: 'guest', named: 'guest', self: 'guest' },
  {
    who: 'somebody from another workspace',
    is: { userTeamId: 'T0PARTNER', standing: 'external' },
    any: 'outsider',
    named: 'outsider',
    self: 'outsider',
  },
  {
    who: 'a stranger who claims this workspace',
    is: { standing: 'external' },
    any: 'outsider',
    named: 'outsider',
    self: 'outsider',
  },
  {
    who: 'a member whose click names a sister workspace',
    is: { userTeamId: 'T0SISTER' },
    any: 'may',
    named: 'may',
    self: 'may',
  },
  {
    who: 'a member whose click names no workspace',
    is: { userTeamId: '' },
    any: 'may',
    named: 'may',
    self: 'may',
  },
  {
    who: 'a deactivated person',
    is: { standing: 'deactivated' },
    any: 'not_a_person',
    named: 'not_a_person',
    self: 'not_a_person',
  },
  {
    who: 'a bot',
    is: { standing: 'bot' },
    any: 'not_a_person',
    named: 'not_a_person',
    self: 'not_a_person',
  },
];

describe('who may decide', () => {
  it.each(ROWS)('$who', ({ is, any, named: whenNamed, self }) => {
    const who = { ...person, ...is };
    const verdict = (policy: Policy) => mayDecide(policy, who, 'U0ASHA') ?? 'may';
    expect([verdict(DEFAULT_POLICY), verdict(named), verdict(alsoSelf)]).toEqual([
      any,
      whenNamed,
      self,
    ]);
  });

  it('asks Slack only about the groups a policy names', () => {
    expect(groupsToResolve(DEFAULT_POLICY)).toEqual([]);
    expect(groupsToResolve(named)).toEqual(['S0FINANCE']);
    const sets = [
      { from: 'any_full_member' as const, needed: 1 },
      { from: { users: [], groups: ['S0LEADS', 'S0FINANCE'] }, needed: 1 },
    ];
    const escalation = { afterMs: 1, to: { users: [], groups: ['S0BOSSES', 'S0LEADS'] } };
    expect(groupsToResolve({ ...named, sets, escalation })).toEqual([
      'S0LEADS',
      'S0FINANCE',
      'S0BOSSES',
    ]);
  });

  it('counts a person for each set they are in, and after the escalation those added for all', () => {
    const leads = { users: ['U0RAVI'], groups: [] };
    const finance = { users: [], groups: ['S0FINANCE'] };
    const boss = { userId: 'U0BOSS', groups: [] };
    const policy: Policy = {
      ...named,
      sets: [
        { from: leads, needed: 1 },
        { from: finance, needed: 1 },
      ],
      escalation: { afterMs: 1, to: { users: ['U0BOSS'], groups: [] } },
    };
    expect(setsFor(policy, { userId: 'U0RAVI', groups: ['S0FINANCE'] }, false)).toEqual([0, 1]);
    expect(setsFor(policy, { userId: 'U0MEERA', groups: ['S0FINANCE'] }, true)).toEqual([1]);
    expect([setsFor(policy, boss, false), setsFor(policy, boss, true)]).toEqual([[], [0, 1]]);
    const plain = { ...named, escalation: policy.escalation };
    expect([setsFor(named, boss, true), setsFor(plain, boss, true)]).toEqual([[], [0]]);
    expect(mayDecide(policy, { ...person, ...boss }, 'U0ASHA')).toBe('not_an_approver');
  });
});

describe('a policy that is pinned in a record', () => {
  const everything: Policy = {
    version: 'v1',
    channel: 'C0APPROVALS',
    approvers: named.approvers,
    selfApproval: true,
    expiresAfterMs: 1,
    rule: 'x'.repeat(60),
    sets: [{ from: 'any_full_member', needed: 1, ping: { users: ['U0RAVI'], groups: [] } }],
    autoApprove: true,
    denyReason: 'optional',
    confirmDigits: true,
    reminders: { firstAfterMs: 1, atMost: 4 },
    escalation: {
      afterMs: 1,
      to: { users: ['U0BOSS'], groups: [] },
      ping: { users: [], groups: [] },
    },
  };
  const read = (more: object) => pinnedPolicySchema.safeParse({ ...everything, ...more });

  it('is read as it was written, also by a version that does not know all of it', () => {
    expect(read({}).data).toEqual(everything);
    expect(read({ approvers: { users: ['U0RAVI'], roles: ['lead'] } }).data?.approvers).toEqual({
      users: ['U0RAVI'],
      groups: [],
    });
  });

  it.each([
    { approvers: 'everybody' },
    { selfApproval: 'yes' },
    { expiresAfterMs: 0 },
    { expiresAfterMs: 1.5 },
    { rule: 'x'.repeat(61) },
    { sets: [] },
    { sets: [{ from: 'any_full_member', needed: 0 }] },
    { sets: [{ from: 'any_full_member', needed: 1.5 }] },
    { autoApprove: false },
    { denyReason: 'required' },
    { confirmDigits: false },
    { reminders: { firstAfterMs: 1, atMost: 5 } },
    { reminders: { firstAfterMs: 1, atMost: 1.5 } },
    { escalation: { afterMs: 1 } },
  ])('is not read with %o', (more) => {
    expect(read(more).success).toBe(false);
  });
});
