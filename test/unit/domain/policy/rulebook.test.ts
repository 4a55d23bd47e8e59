import { describe, expect, it } from 'vitest';
import { pinnedPolicySchema } from '../../../../src/domain/policy/policy.ts';
import {
  DEFAULT_RULEBOOK,
  groupsToAsk,
  mayAsk,
  policyFor,
  type Rule,
  type Rulebook,
} from '../../../../src/domain/policy/rulebook.ts';
import { inr } from '../../views/views-support.ts';

/** The first charge is ₹750, the yearly cost ₹3,500. */
const price = { setup: inr(50_000), monthly: inr(25_000) };
const FIRST = 75_000;
const YEARLY = 350_000;

function rule(name: string, more: Partial<Rule> = {}): Rule {
  return { name, firstChargeUpTo: undefined, yearlyUpTo: undefined, needs: 'nothing', ...more };
}
function book(more: Partial<Rulebook>): Rulebook {
  return { ...DEFAULT_RULEBOOK, ...more };
}
const ruleOf = (rules: readonly Rule[]) => policyFor(book({ rules }), price).rule;

describe('a rule', () => {
  it.each<[string, Partial<Rule>, boolean]>([
    ['without an amount', {}, true],
    ['up to exactly the first charge', { firstChargeUpTo: { INR: FIRST } }, true],
    ['up to less than the first charge', { firstChargeUpTo: { INR: FIRST - 1 } }, false],
    ['up to exactly the yearly cost', { yearlyUpTo: { INR: YEARLY } }, true],
    ['up to less than the yearly cost', { yearlyUpTo: { INR: YEARLY - 1 } }, false],
    ['of another currency', { firstChargeUpTo: { USD: 1_000_000 } }, false],
    [
      'that fits one of its two amounts',
      { firstChargeUpTo: { INR: FIRST }, yearlyUpTo: { INR: 1 } },
      false,
    ],
  ])('%s: %o applies: %s', (_what, more, applies) => {
    expect(ruleOf([rule('this', more)])).toBe(applies ? 'this' : undefined);
  });

  it('counts when it is the first that applies', () => {
    const rules = [rule('small', { firstChargeUpTo: { INR: 1 } }), rule('any'), rule('never')];
    expect(ruleOf(rules)).toBe('any');
  });
});

describe('a request for several numbers', () => {
  const dearer = { setup: inr(60_000), monthly: inr(25_000) };
  const several = (rules: readonly Rule[]) => policyFor(book({ rules }), price, [dearer]).rule;

  it.each<[string, Partial<Rule>, boolean]>([
    ['their sum', { firstChargeUpTo: { INR: FIRST + 85_000 } }, true],
    ['less than their sum', { firstChargeUpTo: { INR: FIRST + 84_999 } }, false],
    ['their sum in a year', { yearlyUpTo: { INR: 2 * YEARLY + 10_000 } }, true],
    ['less than their sum in a year', { yearlyUpTo: { INR: 2 * YEARLY + 9_999 } }, false],
    ['each of them', { firstChargeUpTo: { INR: 85_000 }, perNumber: true }, true],
    ['all but one of them', { firstChargeUpTo: { INR: 84_999 }, perNumber: true }, false],
  ])('up to %s: %o applies: %s', (_what, more, applies) => {
    expect(several([rule('this', more)])).toBe(applies ? 'this' : undefined);
  });

  it('needs the digits above their sum, and is too dear where one of them is', () => {
    const confirmAbove = { INR: FIRST + 84_999 };
    expect(policyFor(book({ confirmAbove }), price, [dearer]).confirmDigits).toBe(true);
    expect(policyFor(book({ confirmAbove }), price).confirmDigits).toBeUndefined();
    const most = { ...DEFAULT_RULEBOOK.limits, maxPrice: { INR: FIRST } };
    const request = { channel: 'C0OPS', country: 'IN', price, more: [dearer] };
    const asks = mayAsk(book({ limits: most }), { userId: 'U0ASHA', groups: [] }, request);
    expect(asks).toEqual({ why: 'price', most: inr(FIRST) });
  });
});

describe('typing the last digits', () => {
  it.each([
    [{}, false],
    [{ USD: 1 }, false],
    [{ INR: FIRST }, false],
    [{ INR: FIRST - 1 }, true],
  ])('above %o is asked for: %s', (confirmAbove, asked) => {
    expect(policyFor(book({ confirmAbove }), price).confirmDigits).toBe(asked || undefined);
  });
});

describe('what is pinned in a request', () => {
  it('is, without a file, one of any full member within a day and four reminders', () => {
    expect(policyFor(DEFAULT_RULEBOOK, price)).toEqual({
      version: 'default',
      approvers: 'any_full_member',
      selfApproval: false,
      expiresAfterMs: 86_400_000,
      reminders: { firstAfterMs: 1_800_000, atMost: 4 },
    });
    expect(mayAsk(DEFAULT_RULEBOOK, who(), request())).toBeUndefined();
    expect(DEFAULT_RULEBOOK).toMatchObject({ denyReason: 'required', rules: [], quiet: [] });
  });

  it('is all that the rulebook says', () => {
    const escalation = { afterMs: 1, to: { users: ['U0BOSS'], groups: [] } };
    const needs = [{ from: { users: ['U0RAVI'], groups: [] }, needed: 1 }];
    const all = book({
      channel: 'C0APPROVALS',
      rules: [rule('two people', { needs })],
      denyReason: 'optional',
      confirmAbove: { INR: 0 },
      reminders: { firstAfterMs: 1, atMost: 1 },
      escalation,
    });
    const pinned = policyFor(all, price);
    expect(pinned).toEqual({
      version: 'default',
      channel: 'C0APPROVALS',
      approvers: 'any_full_member',
      selfApproval: false,
      expiresAfterMs: 86_400_000,
      rule: 'two people',
      sets: needs,
      denyReason: 'optional',
      confirmDigits: true,
      reminders: { firstAfterMs: 1, atMost: 1 },
      escalation,
    });
    expect(pinnedPolicySchema.parse(pinned)).toEqual(pinned);
  });

  it('has no reminders where there are none, and no rule without a price', () => {
    const silent = book({ rules: [rule('any')], reminders: { firstAfterMs: 1, atMost: 0 } });
    expect(policyFor(silent, price)).toMatchObject({ rule: 'any', autoApprove: true });
    expect(policyFor(silent, price)).not.toHaveProperty('sets');
    expect(policyFor(silent, price)).not.toHaveProperty('reminders');
    expect(policyFor(silent)).not.toHaveProperty('rule');
    expect(policyFor(silent)).not.toHaveProperty('autoApprove');
  });
});

function who(more: { userId?: string; groups?: string[] } = {}) {
  return { userId: 'U0ASHA', groups: [], ...more };
}
function request(more: { channel?: string; country?: string } = {}) {
  return { channel: 'C0SALES', country: 'IN', price, ...more };
}

describe('who may ask for what', () => {
  const people = { users: ['U0ASHA'], groups: ['S0SALES'] };
  const most = (maxPrice: Rulebook['limits']['maxPrice']) => ({
    limits: { ...DEFAULT_RULEBOOK.limits, maxPrice },
  });
  it.each<[string, Partial<Rulebook>, Parameters<typeof who>[0], object | undefined]>([
    ['anybody, where nobody is named', {}, { userId: 'U0DEV' }, undefined],
    ['a person who is named', { ask: people }, {}, undefined],
    [
      'somebody of a group that is named',
      { ask: people },
      { userId: 'U0DEV', groups: ['S0SALES'] },
      undefined,
    ],
    ['nobody else', { ask: people }, { userId: 'U0DEV', groups: ['S0X'] }, { why: 'person' }],
    [
      'somebody of one of several groups',
      { ask: { groups: ['S0OPS', 'S0SALES'] } },
      { groups: ['S0SALES'] },
      undefined,
    ],
    ['nobody else than the users', { ask: { users: ['U0X'] } }, {}, { why: 'person' }],
    ['nobody else than the groups', { ask: { groups: ['S0X'] } }, {}, { why: 'person' }],
    ['in a channel that is named', { ask: { channels: ['C0SALES'] } }, {}, undefined],
    [
      'in no other channel',
      { ask: { channels: ['C0X'] } },
      {},
      { why: 'channel', channels: ['C0X'] },
    ],
    ['of a country that is named', { ask: { countries: ['IN'] } }, {}, undefined],
    [
      'of no other country',
      { ask: { countries: ['US'] } },
      {},
      { why: 'country', countries: ['US'] },
    ],
    ['of the type that is named', { ask: { numberTypes: ['local'] } }, {}, undefined],
    ['of no other type', { ask: { numberTypes: ['mobile'] } }, {}, { why: 'number_type' }],
    ['up to the highest price', most({ INR: FIRST }), {}, undefined],
    ['at any price in another currency', most({ USD: 1 }), {}, undefined],
    [
      'not above the highest price',
      most({ INR: FIRST - 1 }),
      {},
      { why: 'price', most: inr(FIRST - 1) },
    ],
  ])('%s', (_what, rules, person, refusal) => {
    expect(mayAsk(book(rules), who(person), request())).toEqual(refusal);
  });

  it('asks Slack about each group once: those who may ask, and teams with a budget', () => {
    const teams = { S0SALES: {}, S0OPS: {} };
    const limits = {
      ...DEFAULT_RULEBOOK.limits,
      monthlyBudget: { workspace: {}, channel: {}, teams, labels: {} },
    };
    expect(groupsToAsk(book({ ask: { groups: ['S0SALES'] }, limits }))).toEqual([
      'S0SALES',
      'S0OPS',
    ]);
    expect(groupsToAsk(DEFAULT_RULEBOOK)).toEqual([]);
  });
});
