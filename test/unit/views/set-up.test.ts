import type { ModalView } from '@slack/types';
import { describe, expect, it } from 'vitest';
import { assessPolicy, type PolicyFinding } from '../../../src/domain/policy/assess-policy.ts';
import { DEFAULT_RULEBOOK } from '../../../src/domain/policy/rulebook.ts';
import { type SetUp, setUpOf } from '../../../src/domain/policy/set-up.ts';
import type { SetUpDraft } from '../../../src/domain/policy/set-up-draft.ts';
import type { Trial } from '../../../src/domain/policy/trial.ts';
import { amountsStep } from '../../../src/views/policy/set-up-amounts.ts';
import {
  checkStep,
  notSetUp,
  problemsText,
  setUpSaved,
  setUpSaving,
} from '../../../src/views/policy/set-up-check.ts';
import { approvalsStep, setUpLoading } from '../../../src/views/policy/set-up-form.ts';
import { setUpRows } from '../../../src/views/policy/set-up-rows.ts';
import { meanwhileText, trialLine } from '../../../src/views/policy/set-up-words.ts';
import {
  type TestSent,
  testOutcome,
  testSending,
} from '../../../src/views/policy/test-request-form.ts';
import { viewProblems } from './views-rules.ts';
import { HOSTILE, inr, orderStates } from './views-support.ts';

const PEOPLE = Array.from({ length: 100 }, (_, at) => `U0APPROVER${at}`);
const values: SetUp = {
  ...setUpOf(undefined),
  channel: 'C0APPROVALS',
  users: PEOPLE,
  groups: ['S0FINANCE'],
  selfApproval: true,
  expiresAfterHours: 719,
  amounts: { INR: { alone: '9'.repeat(30), two: '9'.repeat(30), budget: '9'.repeat(30) } },
  remindAfter: 7,
  escalateAfter: 719,
  escalateTo: PEOPLE,
  escalateGroups: ['S0FINANCE'],
  unusedForDays: 0.5,
  giveBackUsers: PEOPLE,
  giveBackGroups: ['S0FINANCE'],
};
const draft: SetUpDraft = {
  team: 'T0TEAM',
  user: 'U0APPROVER1',
  begun: 1,
  revision: 1,
  step: 'approvals',
  basedOn: 'default',
  start: values,
  values,
  more: false,
  currencies: ['INR', 'USD', 'JPY'],
  trial: { amount: '9'.repeat(30), user: 'U0APPROVER1' },
};
const groups = [{ id: 'S0FINANCE', handle: HOSTILE.slice(0, 200) }];

const person = { id: 'U0APPROVER1', name: HOSTILE.slice(0, 80), standing: 'guest' as const };
const group = { id: 'S0FINANCE', handle: HOSTILE.slice(0, 80), members: [person] };
const named = { users: [person], groups: [group] };
const channel = {
  id: 'C0APPROVALS',
  name: HOSTILE.slice(0, 80),
  isMember: true,
  isArchived: false,
};
const rule = {
  name: '<!channel> & 🙂',
  firstChargeUpTo: { INR: 1 },
  yearlyUpTo: undefined,
  needs: 'nothing' as const,
};
const plan = {
  channel: 'C0APPROVALS',
  day: 'monday',
  hour: 9,
  minute: 0,
  zone: 'Asia/Kolkata',
  whenEmpty: 'nothing',
} as const;
const FINDINGS: readonly PolicyFinding[] = [
  { kind: 'who_decides', verdict: 'ok', book: DEFAULT_RULEBOOK, named },
  { kind: 'nobody_can_approve', verdict: 'problem' },
  { kind: 'only_one_approver', verdict: 'problem', person, within: 'C0SALES' },
  { kind: 'unknown_person', verdict: 'warning', duty: 'connect', person },
  { kind: 'unable', verdict: 'warning', duty: 'byon_enter', person, standing: 'guest', group },
  { kind: 'unable', verdict: 'warning', duty: 'approve', person, standing: 'bot' },
  { kind: 'group_disabled', verdict: 'problem', duty: 'approve', group },
  { kind: 'group_gone', verdict: 'problem', duty: 'approve', group },
  { kind: 'group_unread', verdict: 'unchecked', duty: 'approve', group },
  { kind: 'group_empty', verdict: 'warning', duty: 'approve', group },
  { kind: 'rule_needs', verdict: 'ok', rule, sets: [{ needed: 2, named }] },
  { kind: 'rule_needs_nobody', verdict: 'ok', rule },
  { kind: 'rule_unsatisfiable', verdict: 'problem', rule },
  { kind: 'rule_needs_one', verdict: 'problem', rule, person },
  { kind: 'escalates', verdict: 'ok', afterMs: 1, to: named },
  { kind: 'nobody_gives_back', verdict: 'problem' },
  { kind: 'one_gives_back', verdict: 'warning', person },
  { kind: 'digest_comes', verdict: 'ok', plan },
  { kind: 'reuse_offered', verdict: 'ok', reuse: DEFAULT_RULEBOOK.reuse },
  { kind: 'channel', verdict: 'ok', channel },
  { kind: 'channel_archived', verdict: 'problem', channel },
  { kind: 'not_in_channel', verdict: 'problem', channel },
  { kind: 'not_in_channel', verdict: 'problem', channel, use: 'digest' },
  { kind: 'unseen', verdict: 'problem', person, channel },
  ...(['no_scope', 'busy', 'no_answer', { refused: HOSTILE.slice(0, 80) }] as const).map(
    (unread): PolicyFinding => ({
      kind: 'channel_unread',
      verdict: 'problem',
      channel: { id: 'C0APPROVALS', unread },
    }),
  ),
];

const supposed = {
  price: { setup: inr(130_000), monthly: inr(0) },
  count: 1,
  user: 'U0APPROVER1',
  channel: 'C0SALES',
};
const { policy } = orderStates().awaiting_approval;
const charge = { field: 'any', amount: 130_000, limit: 150_000, used: 30_000, currency: 'INR' };
const ofTeam = { scope: 'team', group: 'S0FINANCE', ...charge } as const;
const ofLabel = { scope: 'label', label: { name: HOSTILE, value: HOSTILE }, ...charge } as const;
const counted = { month: '2026-11', charges: [ofTeam] };
const TRIALS: readonly Trial[] = [
  { ...supposed, kind: 'pinned', policy, counted },
  { ...supposed, kind: 'pinned', policy: { ...policy, autoApprove: true }, counted },
  { ...supposed, kind: 'nobody_can_approve' },
  {
    ...supposed,
    price: { setup: inr(110_000), monthly: inr(20_000) },
    count: 3,
    kind: 'nobody_can_approve',
  },
  { ...supposed, kind: 'barred', why: 'guest' },
  { ...supposed, kind: 'over_limit', charge: ofLabel },
  { ...supposed, kind: 'over_limit', charge: { ...charge, scope: 'day', currency: undefined } },
  { ...supposed, kind: 'groups_unread' },
  ...(['person', 'number_type'] as const).map(
    (why): Trial => ({ ...supposed, kind: 'may_not_ask', reason: { why } }),
  ),
  { ...supposed, kind: 'may_not_ask', reason: { why: 'price', most: inr(1) } },
  { ...supposed, kind: 'may_not_ask', reason: { why: 'country', countries: [] } },
  { ...supposed, kind: 'may_not_ask', reason: { why: 'channel', channels: [] } },
];
const problem = meanwhileText({
  by: 'U0APPROVER1',
  fields: ['channel', 'amounts'],
  both: ['channel'],
});
const whole = {
  rulebook: DEFAULT_RULEBOOK,
  channels: new Map(),
  auditReaders: { users: [], groups: [] },
};
const SENT: readonly TestSent[] = [
  { kind: 'sent', channel: 'C0APPROVALS' },
  { kind: 'approved_alone', amount: inr(1), channel: 'C0APPROVALS' },
  { kind: 'open' },
  { kind: 'nobody_can_approve' },
  { kind: 'not_an_admin', admins: PEOPLE },
  { kind: 'not_possible' },
];

describe('the set-up', () => {
  it.each<[string, ModalView]>([
    ['loading', setUpLoading()],
    ['approvals', approvalsStep(draft, { findings: FINDINGS, groups, problem })],
    ['amounts', amountsStep(draft, { hasOwnRules: false, groups, problem })],
    ['amounts, all of it', amountsStep({ ...draft, more: true }, { hasOwnRules: true, groups })],
    ['checking', checkStep(draft, { checked: 'looking' })],
    ...TRIALS.map((trial): [string, ModalView] => [
      `checked: ${trialLine(trial)}`,
      checkStep(draft, {
        checked: { policy: whole, findings: FINDINGS, trial },
        problem: problemsText([HOSTILE, HOSTILE]),
      }),
    ]),
    ['saving', setUpSaving()],
    ['saved', setUpSaved({ amount: inr(1), channel: 'C0APPROVALS' })],
    ['not for this person', notSetUp({ why: 'not_an_admin' }, PEOPLE)],
    ['in a file', notSetUp({ why: 'managed_by_file', file: HOSTILE })],
    ['replaced', notSetUp({ why: 'replaced' })],
    ['test on its way', testSending()],
    ...SENT.map((sent): [string, ModalView] => [`test: ${sent.kind}`, testOutcome(sent)]),
  ])('is a view Slack takes, whatever is in it: %s', (_what, view) => {
    expect(viewProblems(view)).toEqual([]);
  });

  it('says that a currency without an amount is above every amount', () => {
    const hint = /two people approve every number in this currency/;
    const shown = (currencies: string[]) =>
      JSON.stringify(amountsStep({ ...draft, currencies }, { hasOwnRules: false, groups }));
    expect(shown(['USD', 'INR'])).toMatch(hint);
    expect(shown(['INR', 'USD'])).not.toMatch(hint);
  });

  it('has a line for every finding', () => {
    const view = approvalsStep(draft, { findings: FINDINGS, groups });
    const wrong = FINDINGS.filter(({ verdict }) => verdict !== 'ok');
    const text = JSON.stringify(view.blocks);
    expect(text.match(/⚠️|🛑|❔/g)).toHaveLength(wrong.length);
    expect(text).toMatch(/Only you can approve/);
  });

  it.each(['file', 'slack', 'none'] as const)('fits Home: %s', (source) => {
    const status = {
      isAdmin: true,
      admins: PEOPLE,
      source,
      version: 'a1b2c3',
      file: HOSTILE,
      values: source === 'none' ? undefined : values,
      isBegun: source === 'none',
      accounts: [HOSTILE, HOSTILE],
    };
    const blocks = setUpRows(status);
    expect(viewProblems({ type: 'home', blocks })).toEqual([]);
    const others = setUpRows({ ...status, isAdmin: false });
    expect(others.length).toBe(source === 'none' ? 1 : 0);
  });
});

it('finds nothing wrong where everybody may approve', () => {
  const known = { named: () => named, channel: () => channel };
  const everywhere = { connect: { users: [], groups: [], tokenInModal: false }, byon: {} };

  expect(
    assessPolicy(whole, everywhere, { ...known, named: () => ({ users: [], groups: [] }) }),
  ).toEqual([]);
});
