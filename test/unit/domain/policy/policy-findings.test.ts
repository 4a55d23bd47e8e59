import { describe, expect, it } from 'vitest';
import { assessPolicy, type PolicyFinding } from '../../../../src/domain/policy/assess-policy.ts';
import type {
  KnownChannel,
  KnownGroup,
  KnownPerson,
  KnownWorkspace,
  Named,
} from '../../../../src/domain/policy/known-workspace.ts';
import {
  DEFAULT_POLICIES,
  policiesFromFile,
  workspaceOf,
} from '../../../../src/domain/policy/policies.ts';
import {
  type PolicyAsWritten,
  policyFileSchema,
} from '../../../../src/domain/policy/policy-schema.ts';
import type { Rulebook } from '../../../../src/domain/policy/rulebook.ts';

/** Everybody is a full member unless it says otherwise; groups are read unless they lack members. */
type Slack = {
  standings?: Readonly<Record<string, KnownPerson['standing']>>;
  groups?: Readonly<Record<string, Omit<Partial<KnownGroup>, 'members'> & { members?: string[] }>>;
  channels?: readonly KnownChannel[];
};

function knownAs({ standings = {}, groups = {}, channels = [] }: Slack): KnownWorkspace {
  const person = (id: string) => ({ id, name: id, standing: standings[id] ?? 'member' });
  return {
    named: (people) => ({
      users: people.users.map(person),
      groups: people.groups.map((id) => {
        const { members, ...group } = groups[id] ?? {};
        return { id, handle: id, ...group, ...(members && { members: members.map(person) }) };
      }),
    }),
    channel: (id) => channels.find((one) => one.id === id),
  };
}

const ids = ({ users, groups }: Named) => [...users, ...groups].map(({ id }) => id).join('+');

/** `in C0SALES: problem unseen U0A C0CARDS` */
function line(finding: PolicyFinding): string {
  return [
    finding.within && `in ${finding.within}:`,
    finding.use,
    finding.verdict,
    finding.kind,
    'duty' in finding && finding.duty,
    'named' in finding && ids(finding.named),
    'rule' in finding && finding.rule.name,
    'sets' in finding && finding.sets.map(({ needed, named }) => `${needed} of ${ids(named)}`),
    'to' in finding && `to ${ids(finding.to)} after ${finding.afterMs}`,
    'person' in finding && finding.person.id,
    'standing' in finding && finding.standing,
    'group' in finding && finding.group?.id,
    'channel' in finding && finding.channel.id,
    'plan' in finding && finding.plan.zone,
  ]
    .filter(Boolean)
    .join(' ');
}

const people = (...users: string[]) => ({ users });
const groups = (...named: string[]) => ({ groups: named });
const APPROVALS = { channel: 'C0CARDS', approvers: people('U0A', 'U0B') };

function findings(written: Partial<PolicyAsWritten>, slack: Slack = {}): string[] {
  const raw = { approvals: APPROVALS, ...written };
  const policies = policiesFromFile(policyFileSchema(raw).parse(raw), 'v1');
  const own = workspaceOf(policies, 'T0ACME');
  if (!own) throw new Error('no policy');
  return assessPolicy(own, policies, knownAs(slack)).map(line);
}

/** Without what every policy with an approver says. */
function faults(written: Partial<PolicyAsWritten>, slack?: Slack): string[] {
  return findings(written, slack).filter((one) => !/^ok (who_decides|reuse_offered)/.test(one));
}

const channel = (id: string, more: Partial<Extract<KnownChannel, { name: string }>> = {}) => ({
  id,
  name: id,
  isMember: true,
  isArchived: false,
  ...more,
});

it('a policy says in order who decides, what its rules need, when it escalates, and where', () => {
  const small = { INR: 500 };
  const policy: PolicyAsWritten = {
    approvals: {
      ...APPROVALS,
      rules: [
        { name: 'small', first_charge_up_to: small, auto_approve: true },
        { name: 'large', approvals: [{ from: groups('S0OPS') }] },
      ],
      escalation: { after_hours: 1, approvers: people('U0C') },
    },
    channels: { C0SALES: { approvals: { channel: 'C0OTHER', approvers: people('U0D', 'U0E') } } },
    digest: { zone: 'UTC', channel: 'C0WEEK' },
  };
  const channels = [channel('C0CARDS'), channel('C0OTHER'), channel('C0WEEK')];
  const book = (within: string, who: string, where: string) => [
    `${within}ok who_decides ${who}`,
    `${within}ok rule_needs_nobody small`,
    `${within}ok rule_needs large 1 of S0OPS`,
    `${within}ok escalates to U0C after 3600000`,
    `${within}ok channel ${where}`,
  ];
  expect(findings(policy, { groups: { S0OPS: { members: ['U0A', 'U0B'] } }, channels })).toEqual([
    ...book('', 'U0A+U0B', 'C0CARDS'),
    ...book('in C0SALES: ', 'U0D+U0E', 'C0OTHER'),
    'ok digest_comes UTC',
    'digest ok channel C0WEEK',
    'ok reuse_offered',
  ]);
});

describe('who can approve is judged', () => {
  it.each<[string, string[], Slack, string[]]>([
    ['two members', ['U0A', 'U0B'], {}, []],
    ['one member', ['U0A'], {}, ['problem only_one_approver U0A']],
    [
      'a member and a guest',
      ['U0A', 'U0B'],
      { standings: { U0B: 'guest' } },
      ['problem only_one_approver U0A', 'warning unable approve U0B guest'],
    ],
    [
      'nobody who is left',
      ['U0A', 'U0B', 'U0C'],
      { standings: { U0A: 'deactivated', U0B: 'external', U0C: 'bot' } },
      [
        'problem nobody_can_approve',
        'warning unable approve U0A deactivated',
        'warning unable approve U0B external',
        'warning unable approve U0C bot',
      ],
    ],
    [
      'a member and somebody Slack does not know, who may be a second one',
      ['U0A', 'U0B'],
      { standings: { U0B: 'unknown' } },
      ['warning unknown_person approve U0B'],
    ],
    [
      'only somebody Slack does not know, who may be one',
      ['U0A'],
      { standings: { U0A: 'unknown' } },
      ['warning unknown_person approve U0A'],
    ],
  ])('%s', (_who, users, slack, expected) => {
    expect(faults({ approvals: { ...APPROVALS, approvers: { users } } }, slack)).toEqual(expected);
  });

  it.each<[string, NonNullable<Slack['groups']>[string], string[]]>([
    ['the same person', { members: ['U0A'] }, ['problem only_one_approver U0A']],
    ['another member', { members: ['U0B'] }, []],
    ['people Slack does not say', {}, ['unchecked group_unread approve S0OPS']],
    ['somebody unknown to Slack, who is no news', { members: ['U0X'] }, []],
    [
      'a guest',
      { members: ['U0G'] },
      ['problem only_one_approver U0A', 'warning unable approve U0G guest S0OPS'],
    ],
    [
      'nobody',
      { members: [] },
      ['problem only_one_approver U0A', 'warning group_empty approve S0OPS'],
    ],
    ['people, but gone', { isGone: true }, ['problem group_gone approve S0OPS']],
    ['people, but turned off', { isDisabled: true }, ['problem group_disabled approve S0OPS']],
  ])('one person by name, and a group of %s', (_what, group, expected) => {
    const standings = { U0X: 'unknown', U0G: 'guest' } as const;
    const approvers = { ...people('U0A'), ...groups('S0OPS') };
    expect(
      faults({ approvals: { ...APPROVALS, approvers } }, { standings, groups: { S0OPS: group } }),
    ).toEqual(expected);
  });

  it('nobody who is left is told once, also where approvers may approve their own requests', () => {
    const approvals = { ...APPROVALS, approvers: people('U0A'), self_approval: true };
    expect(faults({ approvals }, { standings: { U0A: 'bot' } })).toEqual([
      'problem nobody_can_approve',
      'warning unable approve U0A bot',
    ]);
  });

  it('one person who may approve their own requests is enough to buy, but not to give back', () => {
    const approvals = { ...APPROVALS, approvers: people('U0A'), self_approval: true };
    expect(findings({ approvals })).toEqual([
      'ok who_decides U0A',
      'ok reuse_offered',
      'warning one_gives_back U0A',
    ]);
  });
});

it.each<[string, Partial<PolicyAsWritten>]>([
  ['connect', { connect: people('U0G', 'U0X', 'U0A') }],
  ['byon_start', { byon: { start: people('U0G', 'U0X', 'U0A') } }],
  ['byon_enter', { byon: { enter: people('U0G', 'U0X', 'U0A') } }],
  ['give_back', { give_back: people('U0G', 'U0X', 'U0A') }],
])('people named for %s are warned of if they cannot, and never one too few', (duty, policy) => {
  expect(faults(policy, { standings: { U0G: 'guest', U0X: 'unknown' } })).toEqual([
    `warning unable ${duty} U0G guest`,
    `warning unknown_person ${duty} U0X`,
  ]);
});

describe('a rule is judged', () => {
  type Sets = NonNullable<NonNullable<PolicyAsWritten['approvals']['rules']>[number]['approvals']>;
  const OPS = groups('S0OPS');
  const slack: Slack = {
    standings: { U0X: 'unknown', U0G: 'guest', U0L: 'deactivated', U0O: 'external', U0R: 'bot' },
    groups: { S0OPS: { members: ['U0A', 'U0B'] } },
  };
  const few = ['problem rule_unsatisfiable rule 1'];
  it.each<[string, Sets, string[]]>([
    ['two of three', [{ from: people('U0A', 'U0B', 'U0C'), needed: 2 }], []],
    ['two of two', [{ from: people('U0A', 'U0B'), needed: 2 }], ['U0A']],
    ['one of one', [{ from: people('U0A') }], ['U0A']],
    ['somebody unknown to Slack, who may be one', [{ from: people('U0X') }], ['U0X']],
    ['a guest', [{ from: people('U0G') }], few],
    ['who left', [{ from: people('U0L') }], few],
    ['an outsider', [{ from: people('U0O') }], few],
    ['a bot', [{ from: people('U0R') }], few],
    ['two, of which one left', [{ from: people('U0A', 'U0L'), needed: 2 }], few],
    ['three of a group of two', [{ from: OPS, needed: 3 }], few],
    [
      'three, one of them by name and in the group',
      [{ from: { ...OPS, ...people('U0A') }, needed: 3 }],
      few,
    ],
    ['one person twice', [{ from: people('U0A') }, { from: people('U0A') }], few],
    [
      'two pairs with one in common',
      [{ from: people('U0A', 'U0B') }, { from: people('U0B', 'U0C') }],
      [],
    ],
    [
      'one person, and one of three with them',
      [{ from: people('U0A') }, { from: people('U0C', 'U0A', 'U0B') }],
      ['U0A'],
    ],
    [
      'the first by name, the second of a group they are in',
      [{ from: people('U0C', 'U0A') }, { from: OPS }],
      [],
    ],
  ])('that needs %s', (_what, sets, expected) => {
    const approvals = { ...APPROVALS, rules: [{ approvals: sets }] };
    const [meaning, ...problems] = faults({ approvals }, slack);
    if (expected === few) {
      expect([meaning, ...problems]).toEqual(few);
      return;
    }
    const asked = sets.map(({ from, needed = 1 }) => {
      const named = [...(from.users ?? []), ...(from.groups ?? [])];
      return `${needed} of ${named.join('+')}`;
    });
    expect(meaning).toBe(`ok rule_needs rule 1 ${asked}`);
    expect(problems).toEqual(expected.map((id) => `problem rule_needs_one rule 1 ${id}`));
  });

  it('where approvers may approve their own requests, nobody is one too few', () => {
    const approvals = {
      ...APPROVALS,
      self_approval: true,
      rules: [{ approvals: [{ from: people('U0A') }] }],
    };
    expect(faults({ approvals })).toEqual(['ok rule_needs rule 1 1 of U0A']);
  });
});

describe('the channel of approvals is judged', () => {
  it.each<[string, KnownChannel, string[]]>([
    ['the bot is in it', channel('C0CARDS'), ['ok channel C0CARDS']],
    [
      'the bot is not in it',
      channel('C0CARDS', { isMember: false, onlySeenBy: [] }),
      ['problem not_in_channel C0CARDS'],
    ],
    [
      'it is archived',
      channel('C0CARDS', { isArchived: true }),
      ['problem channel_archived C0CARDS'],
    ],
    [
      'it is archived, so the bot is out of it too',
      channel('C0CARDS', { isArchived: true, isMember: false }),
      ['problem channel_archived C0CARDS'],
    ],
    [
      'Slack may not tell',
      { id: 'C0CARDS', unread: 'no_scope' },
      ['unchecked channel_unread C0CARDS'],
    ],
    ['Slack is busy', { id: 'C0CARDS', unread: 'busy' }, ['problem channel_unread C0CARDS']],
    [
      'Slack gives no answer',
      { id: 'C0CARDS', unread: 'no_answer' },
      ['problem channel_unread C0CARDS'],
    ],
    [
      'Slack refuses',
      { id: 'C0CARDS', unread: { refused: 'channel_not_found' } },
      ['problem channel_unread C0CARDS'],
    ],
    [
      'it is private with all approvers in it',
      channel('C0CARDS', { onlySeenBy: ['U0B', 'U0A'] }),
      ['ok channel C0CARDS'],
    ],
    [
      'it is private without an approver',
      channel('C0CARDS', { onlySeenBy: ['U0A'] }),
      ['ok channel C0CARDS', 'problem unseen U0B C0CARDS'],
    ],
  ])('%s', (_what, known, expected) => {
    expect(faults({}, { channels: [known] })).toEqual(expected);
  });

  it('everybody who may ever decide must see it, and each is named once', () => {
    const known: Slack = {
      groups: { S0OPS: { members: ['U0A', 'U0E'] } },
      channels: [channel('C0CARDS', { onlySeenBy: ['U0B'] }), channel('C0SALES')],
    };
    const policy: PolicyAsWritten = {
      approvals: {
        ...APPROVALS,
        rules: [
          { name: 'small', first_charge_up_to: { INR: 500 }, auto_approve: true },
          { name: 'large', approvals: [{ from: people('U0B', 'U0C') }] },
        ],
        escalation: { after_hours: 1, approvers: people('U0D') },
      },
      give_back: groups('S0OPS'),
      channels: { C0SALES: { approvals: { channel: 'C0SALES' } } },
    };
    expect(faults(policy, known).filter((one) => one.includes('unseen'))).toEqual(
      ['U0A', 'U0C', 'U0D', 'U0E'].map((id) => `problem unseen ${id} C0CARDS`),
    );
  });
});

describe('the digest', () => {
  const digest = { zone: 'Asia/Kolkata' };
  const comes = 'ok digest_comes Asia/Kolkata';

  it.each<[string, Partial<PolicyAsWritten>, KnownChannel[], string[]]>([
    ['is none without a plan', {}, [], []],
    [
      'shares the channel of approvals',
      { digest },
      [channel('C0CARDS')],
      ['ok channel C0CARDS', comes],
    ],
    [
      'may name the channel of approvals',
      { digest: { ...digest, channel: 'C0CARDS' } },
      [channel('C0CARDS')],
      ['ok channel C0CARDS', comes],
    ],
    [
      'has a private channel where approvers need not be',
      { digest: { ...digest, channel: 'C0WEEK' } },
      [channel('C0WEEK', { onlySeenBy: [] })],
      [comes, 'digest ok channel C0WEEK'],
    ],
    [
      'has a channel that is archived',
      { digest: { ...digest, channel: 'C0WEEK' } },
      [channel('C0WEEK', { isArchived: true })],
      [comes, 'digest problem channel_archived C0WEEK'],
    ],
    ['has a channel nobody asked about', { digest: { ...digest, channel: 'C0WEEK' } }, [], [comes]],
  ])('%s', (_what, policy, channels, expected) => {
    expect(faults(policy, { channels })).toEqual(expected);
  });
});

it.each<[string, Partial<Rulebook>, string[]]>([
  ['of no file', {}, []],
  ['with a channel, for any full member', { channel: 'C0CARDS' }, ['ok reuse_offered']],
  ['with approvers, but no channel', { approvers: { users: ['U0A'], groups: [] } }, []],
  ['for any full member, for their own requests too', { selfApproval: true }, []],
])('rules %s name nobody who decides', (_what, rulebook, expected) => {
  const usual = workspaceOf(DEFAULT_POLICIES, 'T0ACME');
  if (!usual) throw new Error('no policy');
  const own = { ...usual, rulebook: { ...usual.rulebook, ...rulebook } };
  const known = knownAs({ channels: [channel('C0CARDS')] });
  expect(assessPolicy(own, DEFAULT_POLICIES, known).map(line)).toEqual(expected);
});
