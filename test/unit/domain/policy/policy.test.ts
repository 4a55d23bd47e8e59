import { describe, expect, it } from 'vitest';
import type { Person } from '../../../../src/domain/actor.ts';
import {
  type Forbidden,
  groupsToResolve,
  mayDecide,
  type Policy,
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
  });
});
