import { describe, expect, it } from 'vitest';
import {
  type PolicyAsWritten,
  workspacePolicySchema,
} from '../../../../src/domain/policy/policy-schema.ts';
import {
  addedFields,
  amountProblems,
  amountsIn,
  differing,
  rebased,
  type SetUp,
  setUpOf,
  setUpSchema,
  usualTrial,
  withSetUp,
} from '../../../../src/domain/policy/set-up.ts';
import { asWritten, hasOwnRules, readAmount } from '../../../../src/domain/policy/set-up-rules.ts';

const RAVI = { users: ['U0RAVI'], groups: [] };
const BOTH = { users: ['U0RAVI', 'U0DEV'], groups: [] };
const amounts = (alone = '', two = '', budget = '') => ({ alone, two, budget });
const empty = setUpOf(undefined);

/** Everything docs/policy.md knows, most of which no form shows. */
const WHOLE: PolicyAsWritten = {
  approvals: {
    channel: 'C0APPROVALS',
    approvers: BOTH,
    self_approval: true,
    expires_after_hours: 8,
    deny_reason: 'optional',
    rules: [
      { name: 'tiny', first_charge_up_to: { INR: 500, USD: '5.50' }, auto_approve: true },
      { first_charge_up_to: { INR: 5000 }, approvals: [{ from: BOTH }] },
      { approvals: [{ from: BOTH, needed: 2 }] },
    ],
    reminders: { first_after_minutes: 15, at_most: 2 },
    escalation: { after_hours: 4, approvers: { users: ['U0MEERA'], groups: ['S0FINANCE'] } },
    quiet: ['U0DEV'],
    confirm_above: { INR: 10_000 },
  },
  ask: { countries: ['IN'] },
  limits: {
    max_price: { INR: 9000 },
    purchases_per_day: 5,
    monthly_budget: { workspace: { INR: 50_000 }, teams: { S0SALES: { INR: 1000 } } },
  },
  audit_readers: RAVI,
  channels: { C0SALES: { approvals: { expires_after_hours: 1 } } },
  connect: { users: ['U0MEERA'] },
  byon: { start: RAVI },
  digest: { zone: 'Asia/Kolkata', day: 'friday', when_empty: 'nothing' },
  reuse: { unused_for_days: 30, answer_within_days: 2 },
  give_back: RAVI,
};

function edited(written: PolicyAsWritten | undefined, change: Partial<SetUp>): PolicyAsWritten {
  const start = setUpOf(written);
  const next = withSetUp(written, start, { ...start, ...change });
  expect(workspacePolicySchema.safeParse(next).error?.issues).toBeUndefined();
  return next;
}

/** The least that a policy says. */
const LEAST: PolicyAsWritten = { approvals: { channel: 'C0APPROVALS', approvers: RAVI } };
const leastWith = (more: Partial<PolicyAsWritten['approvals']>): PolicyAsWritten => ({
  approvals: { ...LEAST.approvals, ...more },
});

describe('the forms', () => {
  const digest = {
    digestZone: '',
    digestDay: 'monday',
    digestTime: '09:00',
    digestChannel: '',
    digestOnlyNews: false,
  } as const;
  const bare: SetUp = {
    channel: undefined,
    users: [],
    groups: [],
    selfApproval: false,
    expiresAfterHours: 24,
    amounts: {},
    perNumber: false,
    remindAfter: 30,
    escalateAfter: 0,
    escalateTo: [],
    escalateGroups: [],
    ...digest,
    unusedForDays: 14,
    answerWithinDays: 3,
    giveBackUsers: [],
    giveBackGroups: [],
  };
  const least: SetUp = { ...bare, channel: 'C0APPROVALS', users: ['U0RAVI'] };

  it.each<[string, PolicyAsWritten | undefined, SetUp]>([
    ['no policy', undefined, bare],
    ['the least', LEAST, least],
    [
      'approvers that are groups',
      leastWith({ approvers: { groups: ['S0OPS'] } }),
      { ...least, users: [], groups: ['S0OPS'] },
    ],
    ['no reminders', leastWith({ reminders: { at_most: 0 } }), { ...least, remindAfter: 0 }],
    ['fewer reminders', leastWith({ reminders: { at_most: 1 } }), least],
    [
      'an escalation to somebody',
      leastWith({ escalation: { after_hours: 2, approvers: { users: ['U0DEV'] } } }),
      { ...least, escalateAfter: 2, escalateTo: ['U0DEV'] },
    ],
    [
      'an escalation to a group',
      leastWith({ escalation: { after_hours: 2, approvers: { groups: ['S0OPS'] } } }),
      { ...least, escalateAfter: 2, escalateGroups: ['S0OPS'] },
    ],
    ['limits without a budget', { ...LEAST, limits: { purchases_per_day: 1 } }, least],
    [
      'a budget of teams alone',
      { ...LEAST, limits: { monthly_budget: { teams: { S0SALES: { INR: 1 } } } } },
      least,
    ],
    [
      'all that they know',
      WHOLE,
      {
        channel: 'C0APPROVALS',
        ...BOTH,
        selfApproval: true,
        expiresAfterHours: 8,
        amounts: { INR: amounts('500', '5000', '50000'), USD: amounts('5.50') },
        perNumber: false,
        remindAfter: 15,
        escalateAfter: 4,
        escalateTo: ['U0MEERA'],
        escalateGroups: ['S0FINANCE'],
        ...digest,
        digestZone: 'Asia/Kolkata',
        digestDay: 'friday',
        digestOnlyNews: true,
        unusedForDays: 30,
        answerWithinDays: 2,
        giveBackUsers: ['U0RAVI'],
        giveBackGroups: [],
      },
    ],
  ])('show a policy that says %s, and keep it', (_what, written, shown) => {
    expect(setUpOf(written)).toEqual(shown);
    expect(setUpSchema.parse(shown)).toEqual(shown);
    const { perNumber, digestZone, unusedForDays, giveBackUsers } = shown;
    const added = { perNumber, digestZone, unusedForDays, giveBackUsers };
    expect(addedFields(written)).toMatchObject(added);
  });

  it.each(['alone', 'two', 'budget'] as const)('hold 30 characters of an amount: %s', (name) => {
    const holds = (typed: string) =>
      setUpSchema.safeParse({ ...bare, amounts: { INR: { ...amounts(), [name]: typed } } }).success;
    expect(holds('1'.repeat(30))).toBe(true);
    expect(holds('1'.repeat(31))).toBe(false);
  });

  it('have no amounts in a currency that nobody named', () => {
    expect(amountsIn(setUpOf(WHOLE), 'USD')).toEqual(amounts('5.50'));
    expect(amountsIn(setUpOf(WHOLE), 'EUR')).toEqual(amounts());
    expect(amountProblems(setUpOf(WHOLE), 'EUR')).toEqual({});
  });

  it.each<[string, Partial<SetUp>, object | undefined]>([
    ['no channel', { channel: undefined }, undefined],
    ['no currency', {}, { amount: { minor: 130_000, currency: 'INR' }, channel: 'C0APPROVALS' }],
    [
      'another currency first',
      { amounts: { JPY: amounts(), INR: amounts() } },
      { amount: { minor: 1_300, currency: 'JPY' }, channel: 'C0APPROVALS' },
    ],
    ['what is no currency', { amounts: { rupees: amounts() } }, undefined],
  ])('try out a usual request: %s', (_what, change, trial) => {
    expect(usualTrial({ ...least, ...change })).toEqual(trial);
  });
});

describe('the least policy, edited by form,', () => {
  const OPS = { users: [], groups: ['S0OPS'] };
  it.each<[string, PolicyAsWritten, Partial<SetUp>, PolicyAsWritten]>([
    [
      'names a group instead',
      leastWith({ approvers: { groups: ['S0FIN'] } }),
      { groups: ['S0OPS'] },
      leastWith({ approvers: OPS }),
    ],
    ['escalates to nobody', LEAST, { escalateAfter: 2 }, LEAST],
    ['escalates never', LEAST, { escalateTo: ['U0DEV'] }, LEAST],
    [
      'escalates to one',
      LEAST,
      { escalateAfter: 2, escalateTo: ['U0DEV'] },
      leastWith({ escalation: { after_hours: 2, approvers: { users: ['U0DEV'], groups: [] } } }),
    ],
    [
      'escalates to a group',
      LEAST,
      { escalateAfter: 2, escalateGroups: ['S0OPS'] },
      leastWith({ escalation: { after_hours: 2, approvers: OPS } }),
    ],
    [
      'reminds later',
      LEAST,
      { remindAfter: 60 },
      leastWith({ reminders: { first_after_minutes: 60 } }),
    ],
    [
      'reminds again',
      leastWith({ reminders: { at_most: 0 } }),
      { remindAfter: 60 },
      leastWith({ reminders: { first_after_minutes: 60 } }),
    ],
    ['reminds no more', LEAST, { remindAfter: 0 }, leastWith({ reminders: { at_most: 0 } })],
    ['has no amount', LEAST, { amounts: { INR: amounts() } }, LEAST],
    [
      'has small numbers for each',
      LEAST,
      { amounts: { INR: amounts('5') }, perNumber: true },
      leastWith({
        rules: [
          {
            name: 'small numbers',
            first_charge_up_to: { INR: 5 },
            per: 'number',
            auto_approve: true,
          },
        ],
      }),
    ],
    [
      'has small numbers no more',
      leastWith({ rules: [{ first_charge_up_to: { INR: 5 }, auto_approve: true }] }),
      { amounts: {} },
      leastWith({ rules: [] }),
    ],
    [
      'has a budget no more',
      { ...LEAST, limits: { monthly_budget: { workspace: { INR: 5 } } } },
      { amounts: {} },
      { ...LEAST, limits: {} },
    ],
  ])('%s', (_what, written, change, expected) => {
    expect(edited(written, change)).toEqual(expected);
  });

  it('keeps the groups of its escalation in a draft of an earlier version', () => {
    const written = leastWith({ escalation: { after_hours: 2, approvers: OPS } });
    const start = { ...setUpOf(written), escalateGroups: undefined };
    const { approvals } = withSetUp(written, start, { ...start, escalateAfter: 3 });
    expect(approvals.escalation).toEqual({ after_hours: 3, approvers: OPS });
    const first = withSetUp(LEAST, start, { ...start, escalateAfter: 3 });
    expect(first.approvals).not.toHaveProperty('escalation');
  });

  it('keeps whether amounts are for each number in a draft of an earlier version', () => {
    const rules = [{ first_charge_up_to: { INR: 5 }, per: 'number', auto_approve: true }] as const;
    const written = leastWith({ rules: [...rules] });
    const start = { ...setUpOf(written), perNumber: undefined };
    const next = { ...start, amounts: { INR: amounts('6') } };
    expect(withSetUp(written, start, next).approvals.rules).toMatchObject([
      { name: 'small numbers', first_charge_up_to: { INR: 6 }, per: 'number' },
    ]);
  });
});

describe('the weekly digest', () => {
  it('gets another time zone and keeps its day, or ends', () => {
    expect(edited(WHOLE, { digestZone: 'Europe/Berlin' })).toEqual({
      ...WHOLE,
      digest: { ...WHOLE.digest, zone: 'Europe/Berlin' },
    });
    expect(edited(WHOLE, { digestZone: '' })).not.toHaveProperty('digest');
    expect(edited(WHOLE, { digestZone: '', digestDay: 'sunday' })).not.toHaveProperty('digest');
    const draft = { ...setUpOf(WHOLE), digestZone: undefined };
    expect(withSetUp(WHOLE, draft, draft).digest).toEqual(WHOLE.digest);
  });
});

describe('when and where the digest comes', () => {
  const digest = { zone: 'Asia/Kolkata', ...WHOLE.digest, channel: 'C0FINANCE' };
  const elsewhere = { ...WHOLE, digest };

  it.each<[string, Partial<SetUp>, object]>([
    ['another day', { digestDay: 'sunday' }, { ...digest, day: 'sunday' }],
    ['another time', { digestTime: '17:30' }, { ...digest, time: '17:30' }],
    ['weeks without news too', { digestOnlyNews: false }, { ...digest, when_empty: 'one_line' }],
    ['another channel', { digestChannel: 'C0OPS' }, { ...digest, channel: 'C0OPS' }],
    ['the channel of requests', { digestChannel: '' }, { ...WHOLE.digest }],
  ])('changes alone: %s', (_what, change, expected) => {
    expect(edited(elsewhere, change).digest).toEqual(expected);
  });

  it('is said in a new policy only where it is not the usual', () => {
    const made = edited(undefined, {
      channel: 'C0APPROVALS',
      users: ['U0RAVI'],
      digestZone: 'Asia/Kolkata',
      digestTime: '10:00',
    });
    expect(made.digest).toEqual({ zone: 'Asia/Kolkata', time: '10:00' });
    expect(setUpOf({ ...made, digest: { zone: 'UTC', time: '9:30' } }).digestTime).toBe('09:30');
  });
});

describe('reuse and giving back', () => {
  const { reuse: _offered, give_back: _decide, ...bare } = WHOLE;

  it.each<[string, PolicyAsWritten, Partial<SetUp>, object]>([
    [
      'one day count of two',
      WHOLE,
      { unusedForDays: 7 },
      { reuse: { unused_for_days: 7, answer_within_days: 2 } },
    ],
    [
      'at once, in a policy that says nothing',
      bare,
      { unusedForDays: 0 },
      { reuse: { unused_for_days: 0 } },
    ],
    ['longer to answer', bare, { answerWithinDays: 7 }, { reuse: { answer_within_days: 7 } }],
    [
      'a group too',
      WHOLE,
      { giveBackGroups: ['S0FIN'] },
      { give_back: { ...RAVI, groups: ['S0FIN'] } },
    ],
    ['people at first', bare, { giveBackUsers: BOTH.users }, { give_back: BOTH }],
  ])('change alone: %s', (_what, written, change, expected) => {
    expect(edited(written, change)).toEqual({ ...written, ...expected });
  });

  it('are left to the approvers again, and not said where nobody chose', () => {
    const { give_back: _gone, ...others } = WHOLE;
    expect(edited(WHOLE, { giveBackUsers: [] })).toEqual(others);
    expect(edited(bare, { selfApproval: false })).not.toHaveProperty('reuse');
  });

  it('stay as they are in a draft of an earlier version', () => {
    const {
      unusedForDays: _u,
      answerWithinDays: _a,
      giveBackUsers: _p,
      giveBackGroups: _g,
      ...old
    } = setUpOf(WHOLE);
    expect(withSetUp(WHOLE, old, { ...old, expiresAfterHours: 9 })).toMatchObject({
      reuse: WHOLE.reuse,
      give_back: WHOLE.give_back,
    });
  });
});

describe('amounts for each number of a request', () => {
  it('are ticked once for all rules of the form, and unticked again', () => {
    const each = edited(WHOLE, { perNumber: true });
    expect(each.approvals.rules?.map(({ per }) => per)).toEqual(['number', 'number', undefined]);
    expect(hasOwnRules(each)).toBe(false);
    expect(setUpOf(each).perNumber).toBe(true);
    expect(edited(each, { users: ['U0RAVI', 'U0MEERA'] }).approvals.rules?.[1]?.per).toBe('number');
    const sum = edited(each, { perNumber: false }).approvals.rules;
    expect(sum?.some((rule) => 'per' in rule)).toBe(false);
  });
});

describe('a policy made by form', () => {
  it('says what was chosen and nothing else', () => {
    const made = edited(undefined, { channel: 'C0APPROVALS', users: ['U0RAVI'] });
    expect(made).toEqual({ approvals: { channel: 'C0APPROVALS', approvers: RAVI } });
  });

  it('has its amounts as rules, each by whom it needs', () => {
    const made = edited(undefined, {
      channel: 'C0APPROVALS',
      users: BOTH.users,
      amounts: { INR: amounts('1,000', '₹ 5,000.50', '1,00,000') },
    });
    expect(made.approvals.rules).toEqual([
      { name: 'small numbers', first_charge_up_to: { INR: 1000 }, auto_approve: true },
      {
        name: 'one approval',
        first_charge_up_to: { INR: '5000.50' },
        approvals: [{ from: BOTH, needed: 1 }],
      },
      { name: 'two approvals', approvals: [{ from: BOTH, needed: 2 }] },
    ]);
    expect(made.limits).toEqual({ monthly_budget: { workspace: { INR: 100_000 } } });
    expect(setUpOf(made).amounts).toEqual({ INR: amounts('1000', '5000.50', '100000') });
  });
});

describe('a policy edited by form', () => {
  it.each<[string, PolicyAsWritten | undefined]>([
    ['no policy', undefined],
    ['no rules', LEAST],
    ...[{ users: ['U0DEV'] }, { groups: ['S0OPS'] }].map((approvers): [string, PolicyAsWritten] => [
      `rules by ${JSON.stringify(approvers)}`,
      leastWith({
        approvers,
        rules: [
          { first_charge_up_to: { INR: 1 }, approvals: [{ from: approvers }] },
          { approvals: [{ from: { users: [], groups: [], ...approvers }, needed: 2 }] },
        ],
      }),
    ]),
  ])('has rules that the form makes: %s', (_what, written) => {
    expect(hasOwnRules(written)).toBe(false);
  });

  it('begins with nobody and no channel until they are chosen', () => {
    expect(withSetUp(undefined, empty, empty)).toEqual({
      approvals: { channel: '', approvers: { users: [], groups: [] } },
    });
  });

  it('is the same when nothing was changed', () => {
    expect(edited(WHOLE, {})).toEqual(WHOLE);
    expect(hasOwnRules(WHOLE)).toBe(false);
  });

  it.each<[string, Partial<SetUp>, (policy: PolicyAsWritten) => unknown, unknown]>([
    ['the channel', { channel: 'C0OPS' }, ({ approvals }) => approvals.channel, 'C0OPS'],
    ['own requests', { selfApproval: false }, ({ approvals }) => approvals.self_approval, false],
    ['expiry', { expiresAfterHours: 24 }, ({ approvals }) => approvals.expires_after_hours, 24],
    [
      'no reminders',
      { remindAfter: 0 },
      ({ approvals }) => approvals.reminders,
      { first_after_minutes: 15, at_most: 0 },
    ],
    [
      'later reminders',
      { remindAfter: 60 },
      ({ approvals }) => approvals.reminders,
      { first_after_minutes: 60, at_most: 2 },
    ],
    [
      'later escalation, to the groups it names too',
      { escalateAfter: 8, escalateTo: ['U0DEV'] },
      ({ approvals }) => approvals.escalation,
      { after_hours: 8, approvers: { users: ['U0DEV'], groups: ['S0FINANCE'] } },
    ],
    [
      'escalation to other groups',
      { escalateTo: [], escalateGroups: ['S0OPS'] },
      ({ approvals }) => approvals.escalation?.approvers,
      { users: [], groups: ['S0OPS'] },
    ],
    [
      'no escalation',
      { escalateAfter: 0, escalateTo: [], escalateGroups: [] },
      ({ approvals }) => approvals.escalation,
      undefined,
    ],
    [
      'the budget in one currency',
      { amounts: { ...setUpOf(WHOLE).amounts, INR: amounts('500', '5000', '700') } },
      ({ limits }) => limits?.monthly_budget,
      { workspace: { INR: 700 }, teams: { S0SALES: { INR: 1000 } } },
    ],
    [
      'no budget',
      { amounts: { ...setUpOf(WHOLE).amounts, INR: amounts('500', '5000', '') } },
      ({ limits }) => limits?.monthly_budget,
      { teams: { S0SALES: { INR: 1000 } } },
    ],
  ])('changes %s and keeps everything else', (_what, change, read, is) => {
    const next = edited(WHOLE, change);
    expect(read(next)).toEqual(is);
    const changed = differing(setUpOf(WHOLE), setUpOf(next));
    expect(changed.length).toBeLessThanOrEqual(Object.keys(change).length);
    const { approvals: _a, limits: _l, ...rest } = next;
    const { approvals: _b, limits: _m, ...before } = WHOLE;
    expect(rest).toEqual(before);
    expect(next.approvals).toMatchObject({ quiet: ['U0DEV'], deny_reason: 'optional' });
    expect(next.limits).toMatchObject({ purchases_per_day: 5 });
  });

  it('keeps the amounts of other currencies and the names of its rules', () => {
    const inr = amounts('', '5000', '50000');
    const { approvals } = edited(WHOLE, { amounts: { ...setUpOf(WHOLE).amounts, INR: inr } });
    expect(approvals.rules?.[0]).toEqual({
      name: 'tiny',
      first_charge_up_to: { USD: '5.50' },
      auto_approve: true,
    });
  });

  it('has its rules follow the approvers', () => {
    const { approvals } = edited(WHOLE, { users: ['U0RAVI', 'U0MEERA'] });
    const from = { users: ['U0RAVI', 'U0MEERA'], groups: [] };
    expect(approvals.approvers).toEqual(from);
    expect(approvals.rules?.slice(1).map((rule) => rule.approvals?.[0]?.from)).toEqual([
      from,
      from,
    ]);
  });

  it.each<[string, NonNullable<PolicyAsWritten['approvals']['rules']>]>([
    ['yearly amounts', [{ yearly_up_to: { INR: 900 }, auto_approve: true }]],
    [
      'amounts for each number beside amounts for the sum',
      [
        { first_charge_up_to: { INR: 900 }, per: 'number', auto_approve: true },
        { first_charge_up_to: { INR: 5000 }, approvals: [{ from: BOTH }] },
        { approvals: [{ from: BOTH, needed: 2 }] },
      ],
    ],
    ['no amount', [{ auto_approve: true }]],
    ['other people', [{ approvals: [{ from: RAVI }] }]],
    [
      'another number of people',
      [
        { first_charge_up_to: { INR: 1 }, approvals: [{ from: BOTH, needed: 2 }] },
        { approvals: [{ from: BOTH, needed: 2 }] },
      ],
    ],
    [
      'other people for one approval',
      [
        { first_charge_up_to: { INR: 1 }, approvals: [{ from: RAVI }] },
        { approvals: [{ from: BOTH, needed: 2 }] },
      ],
    ],
    [
      'a group beside the approvers',
      [
        { first_charge_up_to: { INR: 1 }, approvals: [{ from: { ...BOTH, groups: ['S0OPS'] } }] },
        { approvals: [{ from: BOTH, needed: 2 }] },
      ],
    ],
    [
      'nobody needed twice',
      [
        { first_charge_up_to: { INR: 1 }, auto_approve: true },
        { first_charge_up_to: { INR: 2 }, auto_approve: true },
        { approvals: [{ from: BOTH, needed: 2 }] },
      ],
    ],
    [
      'two sets',
      [
        { first_charge_up_to: { INR: 1 }, approvals: [{ from: BOTH }] },
        { approvals: [{ from: BOTH, needed: 2 }, { from: RAVI }] },
      ],
    ],
  ])('leaves rules alone that no form makes: %s', (_what, rules) => {
    const own = { ...WHOLE, approvals: { ...WHOLE.approvals, rules } };
    expect(hasOwnRules(own)).toBe(true);
    const next = edited(own, { users: ['U0RAVI'], amounts: { INR: amounts('1', '2', '3') } });
    expect(next.approvals.rules).toEqual(rules);
    expect(next.limits?.monthly_budget?.workspace).toEqual({ INR: 3 });
  });
});

describe('a set-up that another admin overtook', () => {
  const start = setUpOf(WHOLE);

  it('keeps what was changed here, and takes everything else as it is now', () => {
    const mine = {
      ...start,
      users: ['U0ASHA'],
      amounts: { ...start.amounts, INR: amounts('500', '5000', '1') },
    };
    const now = {
      ...start,
      channel: 'C0OPS',
      users: ['U0MEERA'],
      amounts: { INR: amounts('7', '5000', '50000') },
    };
    expect(rebased(start, mine, now)).toEqual({
      ...now,
      users: ['U0ASHA'],
      amounts: { INR: amounts('7', '5000', '1'), USD: amounts() },
    });
  });
});

describe('an amount', () => {
  it('is written as a number where it is a whole one, else as it was typed without its signs', () => {
    const written = (typed: string) => asWritten({ INR: amounts(typed) }, 'alone').INR;
    expect(['₹ 1,000', '5.50', 'a lot', '999999999999', '1000000000000', ' '].map(written)).toEqual(
      [1000, '5.50', 'alot', 999_999_999_999, '1000000000000', undefined],
    );
  });

  it.each([
    ['1300', 130_000],
    ['₹1,300', 130_000],
    ['1,00,000', 10_000_000],
    [' 1 300.50 ', 130_050],
    ['0', 0],
    ['1.300,50', undefined],
    ['1,5', undefined],
    ['13,00', undefined],
    ['-5', undefined],
    ['a lot', undefined],
    ['12,34,567.5', 123_456_750],
    ['1,234,567', 123_456_700],
    ['1,2345', undefined],
    ['1234,567', undefined],
    ['1,000.', undefined],
    [',000', undefined],
  ])('typed as %s is %s in minor units', (typed, minor) => {
    expect(readAmount(typed, 'INR')?.minor).toBe(minor);
  });

  it.each([
    ['$100', 'INR', undefined],
    ['100 €', 'INR', undefined],
    ['100 USD', 'INR', undefined],
    ['₹100', 'USD', undefined],
    ['₹₹100', 'INR', undefined],
    ['1₹00', 'INR', undefined],
    ['INR 1,300', 'INR', 130_000],
    ['1300 inr', 'INR', 130_000],
    ['₹ 1,300', 'INR', 130_000],
    ['$100', 'USD', 10_000],
    ['100 €', 'EUR', 10_000],
    ['A$100', 'AUD', 10_000],
    ['$100', 'AUD', 10_000],
    ['100', 'nonsense', undefined],
  ])('%s in a field for %s is %s: another currency is no amount', (typed, currency, minor) => {
    expect(readAmount(typed, currency)?.minor).toBe(minor);
  });

  it('an amount of another currency stays as it was typed, for the schema to refuse', () => {
    expect(asWritten({ INR: amounts('$100') }, 'alone')).toEqual({
      INR: '$100',
    });
  });

  it.each<[string, Partial<SetUp>, SetUp['amounts'][string], object]>([
    ['nothing', {}, amounts(), {}],
    [
      'what cannot be read',
      {},
      amounts('x', '', 'y'),
      { alone: 'unreadable', budget: 'unreadable' },
    ],
    ['two people, but one approver', { users: ['U0A'] }, amounts('', '5'), { two: 'one_approver' }],
    ['two of a group', { users: [], groups: ['S0FINANCE'] }, amounts('', '5'), {}],
    ['two below none', { users: BOTH.users }, amounts('5', '5'), { two: 'two_below_alone' }],
    ['two above none', { users: BOTH.users }, amounts('5', '5.01'), {}],
    ['two, and nothing below', { users: BOTH.users }, amounts('', '5'), {}],
    ['none, and nothing above', { users: BOTH.users }, amounts('5'), {}],
    ['one approver for both', { users: ['U0A'] }, amounts('5', '5'), { two: 'one_approver' }],
    ['two that cannot be read', {}, amounts('', 'x'), { two: 'unreadable' }],
    ['spaces', {}, amounts(' ', ' ', ' '), {}],
  ])('is complained of where it has to be: %s', (_what, change, typed, problems) => {
    const values = { ...empty, ...change, amounts: { INR: typed } };
    expect(amountProblems(values, 'INR')).toEqual(problems);
  });
});
