import { describe, expect, it } from 'vitest';
import type { Judged } from '../../src/domain/actor.ts';
import {
  DEFAULT_POLICY,
  type Forbidden,
  groupsToResolve,
  mayDecide,
  type Policy,
  policyFileSchema,
  policyFromFile,
} from '../../src/domain/policy.ts';

const person: Judged = {
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
  is: Partial<Judged>;
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
    who: 'somebody from another workspace whom Slack calls a member',
    is: { userTeamId: 'T0PARTNER' },
    any: 'outsider',
    named: 'outsider',
    self: 'outsider',
  },
  {
    who: 'somebody Slack gives no workspace for',
    is: { userTeamId: '' },
    any: 'outsider',
    named: 'outsider',
    self: 'outsider',
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
  });
});

describe('the policy file', () => {
  const file = { approvals: { channel: 'C0APPROVALS', approvers: { users: ['U0RAVI'] } } };

  it('is read with its defaults: nobody decides their own request, a day to decide', () => {
    expect(policyFromFile(policyFileSchema.parse(file), 'v1')).toEqual({
      version: 'v1',
      channel: 'C0APPROVALS',
      approvers: { users: ['U0RAVI'], groups: [] },
      selfApproval: false,
      expiresAfterMs: 24 * 3_600_000,
    });
  });

  it.each([
    ['nobody as approver', { channel: 'C0APPROVALS', approvers: {} }],
    ['a name instead of an id', { ...file.approvals, approvers: { users: ['@ravi'] } }],
    ['a channel by name', { ...file.approvals, channel: '#approvals' }],
    ['a key nobody knows', { ...file.approvals, self_aproval: true }],
    ['no time to decide', { ...file.approvals, expires_after_hours: 0 }],
    ['more than a month to decide', { ...file.approvals, expires_after_hours: 721 }],
  ])('is refused with %s', (_what, approvals) => {
    expect(policyFileSchema.safeParse({ approvals }).success).toBe(false);
  });
});
