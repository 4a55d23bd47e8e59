import { expect, it } from 'vitest';
import { told } from '../../../../src/app/doctor/check-rules.ts';
import { assessPolicy } from '../../../../src/domain/policy/assess-policy.ts';
import type {
  KnownGroup,
  KnownPerson,
  KnownWorkspace,
} from '../../../../src/domain/policy/known-workspace.ts';
import { DEFAULT_POLICIES, workspaceOf } from '../../../../src/domain/policy/policies.ts';
import type { Rulebook } from '../../../../src/domain/policy/rulebook.ts';

const person = (id: string, standing: KnownPerson['standing'] = 'member'): KnownPerson => ({
  id,
  name: id,
  standing,
});

function found(people: readonly KnownPerson[], rulebook: Partial<Rulebook> = {}) {
  const usual = workspaceOf(DEFAULT_POLICIES, 'T0ACME');
  if (!usual) throw new Error('no policy');
  const own = { ...usual, rulebook: { ...usual.rulebook, ...rulebook } };
  const known: KnownWorkspace = {
    named: ({ users }) => ({
      users: users.flatMap((id) => people.filter((one) => one.id === id)),
      groups: [],
    }),
    channel: () => undefined,
  };
  const named = { users: people.map(({ id }) => id), groups: [] };
  const giveBack = rulebook.approvers ? undefined : named;
  return assessPolicy(own, { ...DEFAULT_POLICIES, giveBack }, known).map((finding) =>
    told(finding),
  );
}

it.each([
  ['two people', [person('U0A'), person('U0B')], []],
  ['one person', [person('U0A')], ['warning']],
  ['people who left', [person('U0A', 'deactivated')], ['problem', 'warning']],
  ['people that Slack does not know', [person('U0A', 'unknown')], ['warning']],
] as const)('who can approve giving numbers back is judged: %s', (_name, people, verdicts) => {
  const findings = found(people).filter(({ about }) => about === 'Giving back');
  expect(findings.map(({ verdict }) => verdict)).toEqual(verdicts);
});

it('without a rule, one approver who may buy alone still gives nothing back alone', () => {
  const approvers = { users: ['U0A'], groups: [] };
  const about = (selfApproval: boolean) =>
    found([person('U0A')], { approvers, selfApproval, channel: 'C0APPROVALS' });
  expect(about(true)).toContainEqual({
    about: 'Giving back',
    verdict: 'warning',
    says: expect.stringMatching(/^only U0A can approve it/),
  });
  // Who can approve nothing of their own is told that already.
  expect(about(false).map((each) => each.about)).not.toContain('Giving back');
});

it('the digest and the offer of unused numbers are told as they are', () => {
  const usual = workspaceOf(DEFAULT_POLICIES, 'T0ACME');
  if (!usual) throw new Error('no policy');
  const plan = { day: 'friday', hour: 9, minute: 5, zone: 'UTC', whenEmpty: 'nothing' } as const;
  const rulebook = { ...usual.rulebook, channel: 'C0APPROVALS' };
  const digest = { ...plan, channel: 'C0FINANCE' };
  const elsewhere = { id: 'C0FINANCE', name: 'finance', isMember: false, isArchived: false };
  const known = { named: () => ({ users: [], groups: [] }), channel: () => elsewhere };
  const says = assessPolicy({ ...usual, rulebook, digest }, DEFAULT_POLICIES, known).map(
    (finding) => told(finding),
  );
  expect(says).toEqual([
    { about: 'Digest', verdict: 'ok', says: 'comes every friday at 9:05 (UTC)' },
    {
      about: 'Digest channel',
      verdict: 'problem',
      says: 'the bot is not in #finance: type /invite there and choose the bot',
    },
    {
      about: 'Reuse',
      verdict: 'ok',
      says: 'a number is offered to others after 14 days unused, and its owner has 3 days to answer',
    },
  ]);
});

it.each<[string, Partial<KnownGroup>, string[]]>([
  ['disabled', { isDisabled: true }, ['group_disabled: problem']],
  ['gone', { isGone: true }, ['group_gone: problem']],
  ['not readable', {}, ['group_unread: unchecked']],
  ['empty', { members: [] }, ['nobody_can_approve: problem', 'group_empty: warning']],
  [
    'of a guest',
    { members: [person('U0A', 'guest')] },
    ['nobody_can_approve: problem', 'unable: warning'],
  ],
  [
    'of one person',
    { members: [person('U0A')] },
    ['who_decides: ok', 'only_one_approver: problem'],
  ],
  ['of two people', { members: [person('U0A'), person('U0B')] }, ['who_decides: ok']],
])('a group of approvers is judged: %s', (_what, more, expected) => {
  const usual = workspaceOf(DEFAULT_POLICIES, 'T0ACME');
  if (!usual) throw new Error('no policy');
  const approvers = { users: [], groups: ['S0OPS'] };
  const rulebook = { ...usual.rulebook, channel: 'C0APPROVALS', approvers };
  const known: KnownWorkspace = {
    named: ({ groups }) => ({
      users: [],
      groups: groups.map((id) => ({ id, handle: 'ops', ...more })),
    }),
    channel: () => undefined,
  };
  const findings = assessPolicy({ ...usual, rulebook }, DEFAULT_POLICIES, known);
  const ours = findings.filter(({ kind }) => /^(group|unable|who|only|nobody_can)/.test(kind));
  expect(ours.map(({ kind, verdict }) => `${kind}: ${verdict}`)).toEqual(expected);
});
