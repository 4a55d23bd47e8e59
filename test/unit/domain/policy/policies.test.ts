import { describe, expect, it } from 'vitest';
import {
  auditReadersOf,
  DEFAULT_POLICIES,
  digestPlanOf,
  policiesFromFile,
  rulebookFor,
} from '../../../../src/domain/policy/policies.ts';
import { policyFileSchema } from '../../../../src/domain/policy/policy-schema.ts';
import { DEFAULT_RULEBOOK, type Rulebook } from '../../../../src/domain/policy/rulebook.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const approvals = { channel: 'C0APPROVALS', approvers: { users: ['U0RAVI'] } };

function read(file: unknown) {
  return policiesFromFile(policyFileSchema(file).parse(file), 'v1');
}

function rulebook(file: unknown, channel = 'C0OPS', team = 'T0HOME'): Rulebook {
  const found = rulebookFor(read(file), team, channel);
  if (!found) throw new Error('no rulebook');
  return found;
}

function problems(file: unknown): string[] {
  const parsed = policyFileSchema(file).safeParse(file);
  return (parsed.error?.issues ?? []).map(({ path, message }) => `${path.join('.')}: ${message}`);
}

const small = { yearly_up_to: { INR: 1 }, auto_approve: true };
const withRule = (rule: object) => ({ approvals: { ...approvals, rules: [rule] } });
const withReminders = (reminders: object) => ({ approvals: { ...approvals, reminders } });
const withLimits = (limits: object) => ({ approvals, limits });

function times<T>(count: unknown, one: T): T[] {
  return Array.from({ length: Number(count) }, () => one);
}

describe('the policy file', () => {
  it('is read with its defaults: nobody decides their own request, a day to decide, no limits', () => {
    const defaults = {
      version: 'v1',
      channel: 'C0APPROVALS',
      approvers: { users: ['U0RAVI'], groups: [] },
      selfApproval: false,
      expiresAfterMs: 24 * HOUR,
      denyReason: 'required',
      rules: [],
      reminders: { firstAfterMs: HOUR / 2, atMost: 4 },
      quiet: [],
      confirmAbove: {},
      ask: {},
      limits: {
        maxPrice: {},
        monthlyBudget: { workspace: {}, channel: {}, teams: {}, labels: {} },
        monthlyFees: {},
      },
      labels: [],
      reuse: { unusedForMs: 14 * DAY, answerWithinMs: 3 * DAY },
    };
    expect(rulebook({ approvals })).toEqual(defaults);
    expect(rulebook({ approvals: { ...approvals, reminders: {} } })).toEqual(defaults);
  });

  it('is one rulebook for every workspace where there is no file, and lets nobody read the audit', () => {
    expect(rulebookFor(DEFAULT_POLICIES, 'T0ANY', 'C0ANY')).toBe(DEFAULT_RULEBOOK);
    expect(auditReadersOf(DEFAULT_POLICIES, 'T0ANY')).toEqual({ users: [], groups: [] });
    expect(DEFAULT_POLICIES).toMatchObject({
      version: 'default',
      connect: { users: [], groups: [], tokenInModal: false },
      byon: {},
    });
  });

  it('is read with all that it can say', () => {
    const people = { users: ['U0ASHA'], groups: ['S0SALES'] };
    const everything = {
      approvals: {
        channel: 'C0APPROVALS',
        approvers: people,
        self_approval: true,
        expires_after_hours: 0.5,
        deny_reason: 'optional',
        rules: [
          { name: 'small', first_charge_up_to: { INR: 10 }, auto_approve: true },
          { yearly_up_to: { USD: 20 }, approvals: [{ from: people }, { from: people, needed: 2 }] },
        ],
        reminders: { first_after_minutes: 1.5, at_most: 2 },
        escalation: { after_hours: 2, approvers: people },
        quiet: ['U0BOSS'],
        confirm_above: { INR: 30 },
      },
      ask: { ...people, channels: ['C0SALES'], countries: ['IN'], number_types: ['local'] },
      limits: {
        max_price: { INR: 40 },
        purchases_per_day: 5,
        monthly_budget: {
          workspace: { INR: 60 },
          channel: { INR: 70 },
          teams: { S0SALES: { INR: 80 } },
          labels: { 'Cost centre': { Sales: { INR: 90 } } },
        },
        monthly_fees: { INR: 100 },
      },
      labels: [
        { name: ' Cost centre ', values: ['Sales', 4711], required: true },
        { name: 'Project', values: ['Apollo'] },
      ],
      reuse: { unused_for_days: 30, answer_within_days: 0.5 },
      connect: { ...people, token_in_modal: true },
      byon: { start: people, enter: { users: ['U0DEV'] } },
    };
    expect(rulebook(everything)).toEqual({
      version: 'v1',
      channel: 'C0APPROVALS',
      approvers: people,
      selfApproval: true,
      expiresAfterMs: HOUR / 2,
      denyReason: 'optional',
      rules: [
        { name: 'small', firstChargeUpTo: { INR: 1_000 }, needs: 'nothing' },
        {
          name: 'rule 2',
          yearlyUpTo: { USD: 2_000 },
          needs: [
            { from: people, needed: 1 },
            { from: people, needed: 2 },
          ],
        },
      ],
      reminders: { firstAfterMs: 90_000, atMost: 2 },
      escalation: { afterMs: 2 * HOUR, to: people },
      quiet: ['U0BOSS'],
      confirmAbove: { INR: 3_000 },
      ask: { ...people, channels: ['C0SALES'], countries: ['IN'], numberTypes: ['local'] },
      limits: {
        maxPrice: { INR: 4_000 },
        purchasesPerDay: 5,
        monthlyBudget: {
          workspace: { INR: 6_000 },
          channel: { INR: 7_000 },
          teams: { S0SALES: { INR: 8_000 } },
          labels: { 'Cost centre': { Sales: { INR: 9_000 } } },
        },
        monthlyFees: { INR: 10_000 },
      },
      labels: [
        { name: 'Cost centre', values: ['Sales', '4711'], required: true },
        { name: 'Project', values: ['Apollo'], required: false },
      ],
      reuse: { unusedForMs: 30 * DAY, answerWithinMs: DAY / 2 },
    });
    expect(read(everything)).toMatchObject({
      version: 'v1',
      connect: { ...people, tokenInModal: true },
      byon: { start: people, enter: { users: ['U0DEV'], groups: [] } },
    });
    expect(read({ approvals, connect: {} }).connect).toEqual(DEFAULT_POLICIES.connect);
  });

  it('reads amounts in major units of their currency', () => {
    const limits = { max_price: { INR: 5000, USD: '49.50', JPY: 700 } };
    expect(rulebook({ approvals, limits }).limits.maxPrice).toEqual({
      INR: 500_000,
      USD: 4_950,
      JPY: 700,
    });
  });

  it('has a rule ask about each number only where it says so', () => {
    const perNumber = (rule: object) =>
      rulebook(withRule({ ...small, ...rule })).rules[0]?.perNumber;
    expect([perNumber({}), perNumber({ per: 'request' }), perNumber({ per: 'number' })]).toEqual([
      undefined,
      undefined,
      true,
    ]);
  });

  it('gives a channel its own rules and leaves the rest as it is', () => {
    const file = {
      approvals: { ...approvals, expires_after_hours: 8 },
      limits: { purchases_per_day: 5 },
      channels: {
        C0SALES: { approvals: { approvers: { users: ['U0MEERA'] } }, ask: { countries: ['IN'] } },
      },
    };
    expect(rulebook(file, 'C0SALES')).toMatchObject({
      channel: 'C0APPROVALS',
      approvers: { users: ['U0MEERA'], groups: [] },
      expiresAfterMs: 8 * HOUR,
      ask: { countries: ['IN'] },
      limits: { purchasesPerDay: 5 },
    });
    expect(rulebook(file, 'C0OPS')).toMatchObject({ approvers: { users: ['U0RAVI'] } });
    const elsewhere = { C0SALES: { approvals: { channel: 'C0OTHER' } } };
    expect(rulebook({ approvals, channels: elsewhere }, 'C0SALES').channel).toBe('C0OTHER');
    expect(rulebook(file, 'C0OPS').ask.countries).toBeUndefined();
  });

  it('can be for several workspaces, and then for no other', () => {
    const file = {
      workspaces: {
        T0ONE: { approvals, audit_readers: { users: ['U0DEV'] } },
        T0TWO: { approvals: { ...approvals, channel: 'C0OTHER' } },
      },
    };
    expect(rulebook(file, 'C0OPS', 'T0TWO').channel).toBe('C0OTHER');
    expect(rulebookFor(read(file), 'T0THREE', 'C0OPS')).toBeUndefined();
    expect(auditReadersOf(read(file), 'T0ONE').users).toEqual(['U0DEV']);
    expect(auditReadersOf(read(file), 'T0TWO')).toMatchObject(approvals.approvers);
    expect(auditReadersOf(read(file), 'T0THREE')).toEqual({ users: [], groups: [] });
  });

  it.each([
    ['nobody as approver', 'approvers', { approvers: {} }],
    ['a name instead of an id', 'approvers.users.0', { approvers: { users: ['@ravi'] } }],
    ['a channel by name', 'channel', { channel: '#approvals' }],
    ['a key nobody knows', '', { self_aproval: true }],
    ['an amount that is none', 'confirm_above.INR', { confirm_above: { USD: 1, INR: 'much' } }],
    ['a part of a paisa', 'confirm_above.INR', { confirm_above: { INR: 10.005 } }],
    ['a currency nobody has', 'confirm_above.INRS', { confirm_above: { INRS: 1 } }],
    ['a currency in small letters', 'confirm_above.inr', { confirm_above: { inr: 1 } }],
    ['a denial of another kind', 'deny_reason', { deny_reason: '' }],
    ['a rule that says nothing', 'rules.0', { rules: [{ yearly_up_to: { INR: 1 } }] }],
    [
      'a rule that says both',
      'rules.0',
      { rules: [{ auto_approve: true, approvals: [{ from: approvals.approvers }] }] },
    ],
    ['a rule that does not approve', 'rules.0.auto_approve', { rules: [{ auto_approve: false }] }],
    [
      'a rule nobody could satisfy',
      'rules.0.approvals.0.needed',
      { rules: [{ approvals: [{ from: { users: ['U0RAVI', 'U0RAVI'] }, needed: 2 }] }] },
    ],
    [
      'a rule that can never apply',
      'rules.2',
      { rules: [small, { auto_approve: true }, small, { auto_approve: true }] },
    ],
    ['a first rule that always applies', 'rules.1', { rules: [{ auto_approve: true }, small] }],
    [
      'nobody to escalate to',
      'escalation.approvers',
      { escalation: { after_hours: 1, approvers: {} } },
    ],
  ])('is refused with %s, and says so at %j', (_what, at, refused) => {
    const [first = ''] = problems({ approvals: { ...approvals, ...refused } });
    expect(first).toMatch(/^[\w.]+: .+/);
    expect(first.split(':')[0]).toBe(at ? `approvals.${at}` : 'approvals');
  });

  it.each([
    ['four labels', 'labels', ['A', 'B', 'C', 'D'].map((name) => ({ name, values: ['x'] }))],
    ['a label without a value', 'labels.0.values', [{ name: 'Team', values: [] }]],
    ['a value twice', 'labels.0.values.1', [{ name: 'Team', values: ['A', 'a'] }]],
    [
      'a label twice',
      'labels.1',
      [
        { name: 'Team', values: ['A'] },
        { name: 'team', values: ['B'] },
      ],
    ],
    ['a name with a sign of ours', 'labels.0.name', [{ name: 'a=b', values: ['A'] }]],
    ['a value of 31 letters', 'labels.0.values.0', [{ name: 'Team', values: ['A'.repeat(31)] }]],
  ])('is refused with %s, and says so at %j', (_what, at, labels) => {
    expect(problems({ approvals, labels }).map((said) => said.split(':')[0])).toEqual([at]);
  });

  it.each([
    ['a label that there is not', 'limits.monthly_budget.labels.Team', { Team: { A: {} } }],
    ['a value that it has not', 'limits.monthly_budget.labels.Project.B', { Project: { B: {} } }],
  ])('is refused with a budget of %s, and says so at %j', (_what, at, budgets) => {
    const limits = { monthly_budget: { labels: budgets } };
    const labels = [{ name: 'Project', values: ['A'] }];
    const [one, two] = [
      problems({ approvals, labels, limits }),
      problems({ workspaces: { T0ONE: { approvals, labels, limits } } }),
    ].map((said) => said.map((each) => each.split(':')[0]));
    expect(one).toEqual([at]);
    expect(two).toEqual([`workspaces.T0ONE.${at}`]);
  });

  it.each([null, 'approvals', []])('is refused when it is %j', (file) => {
    expect(problems(file)).not.toEqual([]);
  });

  it.each([
    [
      'one to decide by amount, the last by none',
      [{ yearly_up_to: { INR: 1 }, auto_approve: true }, { auto_approve: true }],
    ],
    ['two of two people', [{ approvals: [{ from: { users: ['U0RAVI', 'U0DEV'] }, needed: 2 }] }]],
    ['any number of a group', [{ approvals: [{ from: { groups: ['S0TEAM'] }, needed: 20 }] }]],
  ])('may have rules with %s', (_what, rules) => {
    expect(problems({ approvals: { ...approvals, rules } })).toEqual([]);
  });

  it.each<[string, (value: unknown) => object, readonly unknown[], readonly unknown[]]>([
    [
      'hours to decide',
      (value) => ({ approvals: { ...approvals, expires_after_hours: value } }),
      [0.1, 720],
      [0, 721],
    ],
    ['reminders', (value) => withReminders({ at_most: value }), [0, 4], [-1, 5, 1.5]],
    [
      'minutes to a reminder',
      (value) => withReminders({ first_after_minutes: value }),
      [0.1, 10_080],
      [0, 10_081],
    ],
    [
      'hours to the escalation',
      (value) => ({
        approvals: {
          ...approvals,
          escalation: { after_hours: value, approvers: approvals.approvers },
        },
      }),
      [0.1, 720],
      [0, 721],
    ],
    [
      'people of a set',
      (needed) => withRule({ approvals: [{ from: { groups: ['S0TEAM'] }, needed }] }),
      [1, 20],
      [0, 21, 1.5],
    ],
    [
      'sets of a rule',
      (sets) => withRule({ approvals: times(sets, { from: approvals.approvers }) }),
      [1, 5],
      [0, 6],
    ],
    [
      'rules',
      (rules) => ({ approvals: { ...approvals, rules: times(rules, small) } }),
      [0, 20],
      [21],
    ],
    [
      'letters of a name',
      (letters) => withRule({ ...small, name: times(letters, 'x').join('') }),
      [1, 60],
      [0, 61],
    ],
    ['purchases a day', (value) => withLimits({ purchases_per_day: value }), [1], [0, 1.5]],
    [
      'people who may ask',
      (value) => ({ approvals, ask: { users: times(value, 'U0DEV') } }),
      [1],
      [0],
    ],
    [
      'groups that may ask',
      (value) => ({ approvals, ask: { groups: times(value, 'S0DEV') } }),
      [1],
      [0],
    ],
    [
      'channels to ask in',
      (value) => ({ approvals, ask: { channels: times(value, 'C0DEV') } }),
      [1],
      [0],
    ],
    ['countries', (value) => ({ approvals, ask: { countries: times(value, 'IN') } }), [1], [0]],
    ['types', (value) => ({ approvals, ask: { number_types: times(value, 'local') } }), [1], [0]],
  ])('bounds the %s', (_what, file, accepted, refused) => {
    for (const value of accepted) expect(problems(file(value))).toEqual([]);
    for (const value of refused) expect(problems(file(value))).not.toEqual([]);
  });

  it.each([
    ['the country', { ask: { countries: ['IND'] } }],
    ['the country', { ask: { countries: ['xIN'] } }],
    ['the type', { ask: { number_types: ['mobile'] } }],
    ['the budget of a team', { limits: { monthly_budget: { teams: { sales: { INR: 1 } } } } }],
    ['the channel', { channels: { sales: {} } }],
  ])('takes an id or code alone for %s', (_what, more) => {
    expect(problems({ approvals, ...more })).not.toEqual([]);
  });

  it.each([
    ['approvals', (odd: object) => ({ approvals: { ...approvals, ...odd } })],
    [
      'approvers',
      (odd: object) => ({
        approvals: { ...approvals, approvers: { ...approvals.approvers, ...odd } },
      }),
    ],
    ['reminders', withReminders],
    [
      'escalation',
      (odd: object) => ({
        approvals: {
          ...approvals,
          escalation: { after_hours: 1, approvers: approvals.approvers, ...odd },
        },
      }),
    ],
    ['a rule', (odd: object) => withRule({ ...small, ...odd })],
    ['a set', (odd: object) => withRule({ approvals: [{ from: approvals.approvers, ...odd }] })],
    ['ask', (odd: object) => ({ approvals, ask: odd })],
    ['limits', withLimits],
    ['budgets', (odd: object) => withLimits({ monthly_budget: odd })],
    ['a channel', (odd: object) => ({ approvals, channels: { C0SALES: odd } })],
    ['the top', (odd: object) => ({ approvals, ...odd })],
    ['a workspace', (odd: object) => ({ workspaces: { T0ONE: { approvals, ...odd } } })],
    ['the top of several', (odd: object) => ({ workspaces: { T0ONE: { approvals } }, ...odd })],
    ['byon', (odd: object) => ({ approvals, byon: odd })],
    ['connect', (odd: object) => ({ approvals, connect: odd })],
  ])('has no keys of its own in %s', (_where, file) => {
    expect(problems(file({}))).toEqual([]);
    expect(problems(file({ odd: 1 }))).toHaveLength(1);
  });

  it('lists every problem at once', () => {
    const found = problems({
      approvals: { channel: 'general', approvers: {}, quiet: ['ravi'] },
      limits: { purchases_per_day: 0, monthly_budget: { workspace: { rupees: 5 } } },
      budget: {},
    });
    expect(found.map((line) => line.split(':')[0])).toEqual(
      expect.arrayContaining([
        'approvals.channel',
        'approvals.approvers',
        'approvals.quiet.0',
        'limits.purchases_per_day',
      ]),
    );
    expect(found.some((line) => line.includes('rupees'))).toBe(true);
    expect(found.some((line) => line.includes('budget'))).toBe(true);
  });
});

describe('the part about numbers brought along', () => {
  it('is at the top of the file, whichever workspace it is for', () => {
    const byon = { start: { users: ['U0ASHA'] } };
    expect(problems({ approvals, byon })).toEqual([]);
    expect(problems({ workspaces: { T0HOME: { approvals } }, byon })).toEqual([]);
    expect(problems({ workspaces: { T0HOME: { approvals, byon } } })).toHaveLength(1);
  });

  it('does not name nobody, which would lock everybody out', () => {
    expect(problems({ approvals, byon: { enter: { users: [] } } })).toEqual([
      'byon.enter: names nobody: leave it out to allow every full member',
    ]);
  });
});

describe('the weekly digest', () => {
  const plan = (digest?: object) =>
    digestPlanOf(read({ approvals, ...(digest && { digest }) }), 'T0HOME');

  it('comes only if the policy asks for it, by default on Mondays at nine to the approvals channel', () => {
    expect(plan()).toBeUndefined();
    expect(plan({ zone: 'Asia/Kolkata' })).toEqual({
      channel: 'C0APPROVALS',
      day: 'monday',
      hour: 9,
      minute: 0,
      zone: 'Asia/Kolkata',
      whenEmpty: 'one_line',
    });
    const own = { zone: 'UTC', day: 'friday', time: '16:05', channel: 'C0CFO' };
    expect(plan({ ...own, when_empty: 'nothing' })).toEqual({
      channel: 'C0CFO',
      day: 'friday',
      hour: 16,
      minute: 5,
      zone: 'UTC',
      whenEmpty: 'nothing',
    });
  });

  it.each([
    [{}, 'digest.zone: '],
    [{ zone: 'Asia/Atlantis' }, 'digest.zone: is no time zone: write one like Asia/Kolkata'],
    [{ zone: 'UTC', time: '25:00' }, 'digest.time: is no time of day: write it like "09:00"'],
    [{ zone: 'UTC', day: 'Mon' }, 'digest.day: '],
  ])('says what it cannot read: %j', (digest, problem) => {
    expect(problems({ approvals, digest })).toEqual([expect.stringContaining(problem)]);
  });
});
