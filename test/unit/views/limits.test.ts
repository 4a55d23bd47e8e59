import type { ModalView } from '@slack/types';
import { describe, expect, it } from 'vitest';
import { isConnectable } from '../../../src/domain/connection/connectable.ts';
import { type AvailableNumber, searchPage } from '../../../src/domain/numbers/number-search.ts';
import { NUMBERS_MAX } from '../../../src/domain/order/asked-numbers.ts';
import type { Order } from '../../../src/domain/order/order.ts';
import type { ListChange } from '../../../src/domain/order/order-draft.ts';
import { noticesOf } from '../../../src/domain/order/order-duties.ts';
import { SHOWN } from '../../../src/domain/page-sizes.ts';
import { PURPOSE_MAX } from '../../../src/domain/typed.ts';
import { ERROR_CODES } from '../../../src/errors.ts';
import type { Message } from '../../../src/views/kit/blocks.ts';
import { codeInCommand, help, notUnderstood, unknownCommand } from '../../../src/views/kit/help.ts';
import { forbiddenAnswer, undecodable, unknownRecord } from '../../../src/views/kit/refusals.ts';
import { adoptedNotice, adoptForm, notAdopted } from '../../../src/views/numbers/adopt-form.ts';
import {
  chooseSeveralForm,
  chooseSeveralLoading,
} from '../../../src/views/numbers/choose-several-form.ts';
import { holdingForm } from '../../../src/views/numbers/holding-form.ts';
import { type SearchResult, searchModal } from '../../../src/views/numbers/search-form.ts';
import {
  answerForm,
  askForm,
  decisionLoading,
  denyForm,
  digitsForm,
} from '../../../src/views/order/decision-form.ts';
import { notSent, requestUnclear } from '../../../src/views/order/not-requested.ts';
import {
  answeredNote,
  askedNote,
  checkedNote,
  decisionAnswer,
  mayNotDecide,
  notCheckedNote,
  notRerequestable,
  refusalAnswer,
  rerequestedNote,
  settledNote,
  withdrawnAnswer,
} from '../../../src/views/order/order-answers.ts';
import { orderCard } from '../../../src/views/order/order-card.ts';
import {
  orderForm,
  orderLoading,
  orderNotRequested,
  sentNote,
} from '../../../src/views/order/order-form.ts';
import { noneOfYours, orderStatus, unknownOrder } from '../../../src/views/order/order-list.ts';
import { noticeDirect, noticeReply } from '../../../src/views/order/order-messages.ts';
import { undelivered } from '../../../src/views/order/order-undelivered.ts';
import { notPlacedForm, placedForm } from '../../../src/views/order/settle-form.ts';
import { byonCard } from '../../../src/views/verification/byon-card.ts';
import {
  byonAlreadyRunning,
  byonForm,
  byonLimit,
  byonSending,
  byonStarted,
  foundInMessage,
} from '../../../src/views/verification/byon-form.ts';
import {
  CODE_PROBLEMS,
  codeChecking,
  codeForm,
  codeOutcome,
} from '../../../src/views/verification/code-form.ts';
import { messageProblems, viewProblems } from './views-rules.ts';
import {
  aNumber,
  everyOrder,
  everyVerification,
  HOSTILE,
  inr,
  SET_UP,
  T0,
  verificationStates,
} from './views-support.ts';

const PERMALINK = 'https://acme.slack.com/archives/p1';
const REMINDERS = { firstAfterMs: 1, atMost: 4 };
const REF = 'ref_7k3m9q2x';
const BACK = {
  channel: 'C0SALES',
  query: { country: 'IN', region: HOSTILE.slice(0, 60), digits: '9'.repeat(15), sort: 'today' },
  page: 62,
  drawn: 99,
} as const;

function orderMessages(order: Order): Record<string, Message> {
  return {
    card: orderCard(order, SET_UP),
    undelivered: undelivered(order, HOSTILE),
    approved: decisionAnswer(order, 'approve'),
    denied: decisionAnswer(order, 'deny'),
    settled: refusalAnswer({ kind: 'already_settled', order }),
    outOfTurn: refusalAnswer({ kind: 'out_of_turn', order }, order.policy),
    forbidden: mayNotDecide('not_an_approver', order.policy),
    status: orderStatus(order, PERMALINK),
    voted: refusalAnswer({ kind: 'already_voted', order }),
    notNeeded: refusalAnswer({ kind: 'not_needed', order }),
    digits: refusalAnswer({ kind: 'digits_differ', order }),
    withdrawn: withdrawnAnswer(),
    followed: rerequestedNote(order),
    sent: sentNote(order),
    taken: notSent(order.id, {
      why: 'already_requested',
      number: order.number,
      order,
      permalink: PERMALINK,
    }),
    changed: notSent(order.id, {
      why: 'changed',
      was: order.number,
      difference: { kind: 'region_changed', now: HOSTILE.slice(0, 100) },
    }),
    listChanged: notSent(order.id, {
      why: 'list_changed',
      changes: changesOf(order.number),
      draft: { ...order, quotes: [order.number] },
    }),
    allSold: notSent(order.id, { why: 'all_sold' }),
    unclear: requestUnclear(order.id, 'It broke.'),
    notRerequestable: notRerequestable(order),
    settledNote: settledNote(order),
    checked: checkedNote(true),
    notChecked: notCheckedNote(false, { said: HOSTILE }),
    asked: askedNote(order),
    answered: answeredNote(order),
    ...Object.fromEntries(
      noticesOf({ ...order, policy: { ...order.policy, reminders: REMINDERS } }, T0 + 9e8).map(
        (notice) => [notice.what, noticeReply(order, notice, true)],
      ),
    ),
    ...Object.fromEntries(
      noticesOf(order, T0).map((notice) => [
        `direct ${notice.what}`,
        noticeDirect(order, notice, { cardLink: PERMALINK, canConnect: true }),
      ]),
    ),
  };
}

const VALUES = Array.from({ length: 30 }, (_, at) => `${HOSTILE.slice(0, 27)}${at}`);
const HOLDING = {
  form: {
    owner: 'U0HOLDER',
    labels: { [HOSTILE.slice(0, 24)]: 'gone' },
    note: HOSTILE,
    neededUntil: '2026-12-31',
  },
  labels: [HOSTILE.slice(0, 24), 'Project', 'Team'].map((name, at) => ({
    name,
    values: VALUES,
    required: at < 2,
  })),
};

const asked = { by: 'U0APPROVER', at: T0, text: HOSTILE.slice(0, 900) };

/** Of twenty numbers, each kind of change. */
function changesOf(was: AvailableNumber): ListChange[] {
  const kinds = ['gone', 'requested', 'price_changed', 'region_changed'] as const;
  return kinds.flatMap((kind) => Array.from({ length: 5 }, () => ({ was, kind })));
}

function orderViews(
  order: Order,
  quotes: [AvailableNumber, ...AvailableNumber[]],
): Record<string, ModalView> {
  const approvals = { ...order.policy, channel: 'C0APPROVALS' };
  // As long as a record may have it.
  const row = { ...quotes[0], region: quotes[0].region.slice(0, 100) };
  return {
    form: orderForm({ orderId: order.id, quotes, approvals, holding: HOLDING }),
    one: orderForm({
      orderId: order.id,
      quotes: [quotes[0]],
      approvals,
      holding: HOLDING,
      back: BACK,
    }),
    several: orderForm({
      orderId: order.id,
      quotes: [row],
      more: Array.from({ length: NUMBERS_MAX - 1 }, () => row),
      approvals,
      holding: HOLDING,
      purpose: HOSTILE,
      back: BACK,
    }),
    changed: orderForm({
      orderId: order.id,
      edition: 2,
      quotes: [row],
      more: Array.from({ length: NUMBERS_MAX - 1 }, () => row),
      changes: changesOf(row),
      approvals,
      holding: HOLDING,
    }),
    again: orderForm({
      orderId: order.id,
      quotes,
      approvals,
      holding: HOLDING,
      purpose: HOSTILE,
      currency: HOSTILE,
      problem: HOSTILE,
      back: BACK,
    }),
    taken: orderNotRequested({
      why: 'already_requested',
      number: order.number,
      order,
      permalink: PERMALINK,
    }),
    ...(isConnectable(order) && {
      holding: holdingForm(order, HOLDING),
      holdingAgain: holdingForm(order, HOLDING, HOSTILE),
    }),
    deny: denyForm(order),
    denyAgain: denyForm(order, { text: HOSTILE, problem: HOSTILE }),
    digits: digitsForm(order, { text: HOSTILE, problem: HOSTILE }),
    ask: askForm(order, { text: HOSTILE, problem: HOSTILE }),
    answer: answerForm({ ...order, questions: order.questions ?? [asked] }, { text: HOSTILE }),
    placed: placedForm(order, { phone: HOSTILE, orderId: HOSTILE, reason: HOSTILE }),
    notPlaced: notPlacedForm(order, { reason: HOSTILE, problem: HOSTILE }),
  };
}

describe.each([
  ['ordinary', undefined],
  ['hostile and endless', HOSTILE],
])('with %s text', (_name, text) => {
  const orders = everyOrder(text);

  it.each(orders)('every message about an order that is $state is one Slack takes', (order) => {
    for (const [name, message] of Object.entries(orderMessages(order))) {
      expect({ name, problems: messageProblems(message) }).toEqual({ name, problems: [] });
    }
  });

  it.each(orders)('every modal about an order that is $state is one Slack takes', (order) => {
    const further = Array.from({ length: 149 }, (_, at) => {
      const currency = `Q${String.fromCharCode(65 + (at % 26), 65 + Math.floor(at / 26))}`;
      return {
        ...order.number,
        price: { setup: { ...inr(1), currency }, monthly: { ...inr(1), currency } },
      };
    });
    for (const [name, view] of Object.entries(orderViews(order, [order.number, ...further]))) {
      expect({ name, problems: viewProblems(view) }).toEqual({ name, problems: [] });
    }
  });
});

it('every window of an adoption is one Slack takes', () => {
  const e164 = `+${'9'.repeat(15)}`;
  const { adopted } = verificationStates();
  const views = {
    form: adoptForm({ e164, ...HOLDING, purpose: '' }),
    again: adoptForm({ e164, ...HOLDING, purpose: HOSTILE.slice(0, PURPOSE_MAX) }, HOSTILE),
    adopted: adoptedNotice(adopted),
    refused: notAdopted('no_channel'),
  };
  for (const [name, view] of Object.entries(views)) {
    expect({ name, problems: viewProblems(view) }).toEqual({ name, problems: [] });
  }
});

describe('the search modal', () => {
  const numbers = Array.from({ length: 500 }, (_, at) =>
    aNumber({
      e164: `+919876${String(at).padStart(6, '0')}`,
      region: at % 2 ? HOSTILE.slice(0, 100) : '',
    }),
  );
  const sort = { digits: '', sort: 'year' } as const;
  const pageOf = (page: ReturnType<typeof searchPage>, skipped = 0): SearchResult => ({
    kind: 'page',
    page,
    skipped,
    maxPrice: { INR: 1 },
  });
  const results: SearchResult[] = [
    { kind: 'loading' },
    { kind: 'unusable', what: 'country', typed: HOSTILE, nearest: { code: 'IN', name: 'India' } },
    { kind: 'unusable', what: 'country', typed: '', nearest: undefined },
    { kind: 'unusable', what: 'digits', typed: HOSTILE },
    pageOf(searchPage([], sort, 0), 3),
    pageOf(searchPage(numbers, sort, 50), 1),
    pageOf({ ...searchPage(numbers, sort, 1), numbers: numbers.slice(0, 90) }),
    { kind: 'page', page: searchPage(numbers, sort, 1), skipped: 0, maxPrice: {} },
    ...ERROR_CODES.map((code) => ({ kind: 'problem', code, ref: REF }) as const),
  ];

  it.each(results)('is one Slack takes with $kind', (result) => {
    const channel = 'C0SALES';
    const digits = HOSTILE;
    const purpose = '"'.repeat(1000);
    expect(viewProblems(searchModal({ onShow: { channel }, digits, result }))).toEqual([]);
    const onShow = { ...BACK, purpose };
    expect(viewProblems(searchModal({ onShow, note: 'Sold.', result }))).toEqual([]);
  });

  it('shows one page of a long result at a time', () => {
    const result = pageOf(searchPage(numbers, sort, 0));
    const view = searchModal({ onShow: BACK, result });
    expect(view.blocks.length).toBeLessThan(SHOWN.found + 6);
  });
});

describe('choosing several', () => {
  const purpose = '"'.repeat(1000);
  const all = Array.from({ length: 500 }, (_, at) =>
    aNumber({
      e164: `+${String(100_000_000_000_000 + at)}`,
      region: HOSTILE.slice(0, 100),
      price: {
        setup: { ...inr(999_999_999_99), currency: at % 2 ? 'INR' : 'XXX' },
        monthly: { ...inr(999_999_999_99), currency: at % 2 ? 'INR' : 'XXX' },
      },
    }),
  );
  const filled = { count: '20', upTo: '9'.repeat(20), currency: 'INR', picked: all.slice(0, 20) };

  it.each([
    ['what was found', all],
    ['two numbers', all.slice(0, 2)],
    ['nothing at hand', []],
  ])('is a form Slack takes with %s', (_name, offered) => {
    for (const note of [undefined, '*Sold.*']) {
      const view = chooseSeveralForm({ back: { ...BACK, purpose }, offered, filled, note });
      expect(viewProblems(view)).toEqual([]);
    }
    expect(viewProblems(chooseSeveralLoading())).toEqual([]);
  });
});

describe('bringing a number', () => {
  const { code_sent, verified, locked } = verificationStates();

  it.each(everyVerification())(
    'every view of a verification that is $state is one Slack takes',
    (record) => {
      expect(messageProblems(byonCard(record, SET_UP))).toEqual([]);
      expect(viewProblems(byonStarted(record))).toEqual([]);
      expect(viewProblems(byonAlreadyRunning(record))).toEqual([]);
      expect(viewProblems(codeOutcome({ kind: 'over', verification: record }))).toEqual([]);
      expect(viewProblems(codeOutcome({ kind: 'already_verified', verification: record }))).toEqual(
        [],
      );
      expect(viewProblems(codeOutcome({ kind: 'expired', verification: record }))).toEqual([]);
    },
  );

  const views: Record<string, ModalView> = {
    form: byonForm({ channel: 'C0SALES' }),
    sending: byonSending({ e164: '+919876543210', method: 'sms' }),
    running: byonAlreadyRunning(undefined),
    again: byonForm({
      channel: 'C0SALES',
      phone: HOSTILE,
      method: 'voice',
      problem: { problem: 'too_short', likely: undefined },
    }),
    code: codeForm(code_sent, { attempt: 1 }),
    checking: codeChecking(),
    verified: codeOutcome({ kind: 'verified', verification: verified }),
    entering: codeOutcome({ kind: 'someone_is_entering', by: 'U0HOLDER' }),
    notStarted: codeOutcome({ kind: 'not_started' }),
    asking: codeOutcome({ kind: 'someone_is_asking', by: 'U0HOLDER' }),
    tooSoon: codeOutcome({ kind: 'too_soon', until: T0, why: 'vobiz' }),
    locked: codeOutcome({ kind: 'locked', verification: locked }),
    limit: byonLimit(T0),
    bought: byonForm({
      channel: 'C0SALES',
      phone: '+919876543210',
      boughtWith: 'ord_7k3m9q2x',
      found: foundInMessage(['+919876543210', '+919876543211']),
    }),
    limited: codeOutcome({ kind: 'rate_limited' }),
    notReady: codeOutcome({ kind: 'not_ready' }),
    unknown: codeOutcome({ kind: 'unknown' }),
  };

  it.each(Object.entries(views))('%s is a modal Slack takes', (_name, view) => {
    expect(viewProblems(view)).toEqual([]);
  });

  it.each(Object.keys(CODE_PROBLEMS) as (keyof typeof CODE_PROBLEMS)[])(
    'so is the code form after %s',
    (problem) => {
      expect(Object.keys(CODE_PROBLEMS)).toContain(problem);
      expect(viewProblems(codeForm(code_sent, { problem, attempt: 2 }))).toEqual([]);
    },
  );
});

describe('everything else', () => {
  const messages: Record<string, Message> = {
    help: help(),
    helpSearch: help(['search']),
    helpHostile: help([HOSTILE]),
    unknown: unknownCommand(HOSTILE),
    nearest: unknownCommand(HOSTILE, 'search'),
    notUnderstood: notUnderstood('numbers', [HOSTILE]),
    nothingMore: notUnderstood('doctor', [HOSTILE]),
    codeInCommand: codeInCommand(),
    noOrder: unknownOrder(HOSTILE),
    noneOfYours: noneOfYours(),
    unknownRecord: unknownRecord(),
    old: undecodable('old'),
    broken: undecodable('broken'),
    gone: refusalAnswer({ kind: 'unknown' }),
    outsider: refusalAnswer({ kind: 'forbidden', why: 'outsider' }),
    guest: forbiddenAnswer('guest'),
    notAPerson: forbiddenAnswer('not_a_person'),
    left: forbiddenAnswer('requester_left'),
  };

  it.each(Object.entries(messages))('%s is a message Slack takes', (_name, message) => {
    expect(messageProblems(message)).toEqual([]);
  });

  const views: Record<string, ModalView> = {
    orderLoading: orderLoading(),
    decisionLoading: decisionLoading('Deny this request'),
    noPolicy: orderNotRequested({ why: 'no_policy' }),
    nobody: orderNotRequested({ why: 'nobody_can_approve' }),
    notAllowed: orderNotRequested({
      why: 'may_not_ask',
      reason: {
        why: 'channel',
        channels: Array.from({ length: 99 }, () => 'C0SALES'),
      },
    }),
    overBudget: orderNotRequested({
      why: 'over_limit',
      charge: {
        scope: 'workspace',
        field: 'workspace:INR',
        amount: 1,
        limit: 2,
        used: 2,
        currency: 'INR',
      },
    }),
    overDay: orderNotRequested({
      why: 'over_limit',
      charge: { scope: 'day', field: 'day:2026-03-01', amount: 1, limit: 2, used: 2 },
    }),
    gone: orderNotRequested({ why: 'sold', number: { e164: '+919876543210' } }),
    taken: orderNotRequested({ why: 'already_requested', number: aNumber(), order: undefined }),
    tooOld: orderNotRequested({ why: 'no_draft' }),
    currency: orderNotRequested({ why: 'currency_not_quoted' }),
    problem: orderNotRequested({ why: 'problem', code: 'internal', ref: REF }),
  };

  it.each(Object.entries(views))('%s is a modal Slack takes', (_name, view) => {
    expect(viewProblems(view)).toEqual([]);
  });
});
