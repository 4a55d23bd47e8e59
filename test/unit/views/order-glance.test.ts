import { describe, expect, it } from 'vitest';
import type { Hindrance } from '../../../src/domain/account/account-problem.ts';
import { firstCharge, formatMoney } from '../../../src/domain/money.ts';
import type { Order } from '../../../src/domain/order/order.ts';
import { isFlagged } from '../../../src/domain/order/order-flags.ts';
import { vendorReasonSchema } from '../../../src/domain/order/vendor-reason.ts';
import { formatPhone } from '../../../src/domain/phone.ts';
import type { Policy } from '../../../src/domain/policy/policy.ts';
import { giveBackCard } from '../../../src/views/giveback/give-back-card.ts';
import { inlineText } from '../../../src/views/kit/text.ts';
import { type CardSetUp, orderCard } from '../../../src/views/order/order-card.ts';
import { everyConnection } from './connection-states.ts';
import { everyGiveBack } from './give-back-states.ts';
import { messageProblems, ourWords } from './views-rules.ts';
import { aNumber, everyOrder, HOSTILE, inr, orderStates, SET_UP, T0 } from './views-support.ts';

const TEXTS = [
  ['ordinary', 'Support line for Pune'],
  ['hostile and endless', HOSTILE],
  ['right to left', `\u202E${'מספר הטלפון אינו זמין '.repeat(20)}`],
] as const;

const MINUTE = 60_000;
const at = T0 + MINUTE;
const MANY = Array.from({ length: 300 }, (_, n) => `U0APPROVER${n}`);
const charge = { amount: 75_000, limit: 5_000_000, used: 3_100_000, currency: 'INR' };
const BUDGETS = {
  month: '2026-03',
  charges: [
    { ...charge, scope: 'workspace', field: 'workspace:INR' },
    { ...charge, scope: 'channel', field: 'channel:C0SALES:INR', used: 4_900_000 },
    { scope: 'day', field: 'day:2026-03-01', amount: 1, limit: 10, used: 5 },
  ],
} satisfies Order['counted'];

const HINDRANCES: readonly Hindrance[] = [
  { kind: 'inactive' },
  { kind: 'not_verified' },
  { kind: 'short', available: inr(1), needed: inr(99_999_999) },
];

/** Numbers that nobody uses, and somebody who asks for one. */
const unused = {
  records: Array.from({ length: 99 }, () => orderStates().completed),
  isWhole: false,
};
const transfer = {
  state: 'asked',
  by: 'U0HOLDER',
  at,
  from: 'U0REQUESTER',
  purpose: HOSTILE.slice(0, 200),
  expiresAt: at + MINUTE,
} as const;

/** Who may decide, at its longest. */
function policies(policy: Policy): Policy[] {
  const from = { users: MANY, groups: ['S0FINANCE', 'S0FINANCE'] };
  const to = { users: MANY, groups: [] };
  const two = [
    { from, needed: 2 },
    { from, needed: 1 },
  ];
  return [
    { ...policy, approvers: from, escalation: { afterMs: MINUTE, to } },
    { ...policy, sets: [{ from, needed: 3 }], escalation: { afterMs: MINUTE, to } },
    { ...policy, sets: two, escalation: { afterMs: MINUTE, to }, confirmDigits: true },
    { ...policy, sets: [...two, { from, needed: 1 }] },
    { ...policy, sets: [{ from, needed: 1, ping: { users: MANY, groups: [] } }] },
    { ...policy, sets: [{ from, needed: 1, ping: { users: [], groups: [] } }] },
  ];
}

/** Every state and every way in which one can be long. `text` is what people and Vobiz wrote. */
function everyCard(text: string): Order[] {
  const states = orderStates({}, text);
  const { awaiting_approval: waits, approved, completed, failed, stopped } = states;
  const asked = { by: 'U0APPROVER', at, text: text.slice(0, 500) };
  const votes = MANY.slice(0, 99).map((by) => ({ by, at, sets: [0] }));
  const long = aNumber({
    country: 'BA',
    price: { setup: inr(99_999_999), monthly: inr(9_999_999) },
  });
  const waiting = policies(waits.policy).flatMap((policy): Order[] => [
    { ...waits, policy, counted: BUDGETS },
    { ...waits, policy, counted: BUDGETS, escalatedAt: at },
    { ...waits, policy, counted: BUDGETS, number: long },
    { ...waits, policy, counted: BUDGETS, pausedAt: at, questions: [asked, asked, asked] },
    { ...waits, policy, counted: BUDGETS, follows: { order: 'ord_1k3m9q2x', why: 'difference' } },
  ]);
  const holds = (['vobiz_paused', 'not_checkable', 'not_replicated'] as const).map((why) => ({
    ...approved,
    votes,
    waiting: { why, since: T0, until: T0 + MINUTE },
  }));
  return [
    ...everyOrder(text),
    ...waiting,
    ...holds,
    ...everyConnection(text).map((connection) => ({ ...completed, votes, connection })),
    ...everyConnection(text).map((connection) => ({ ...completed, votes, connection, transfer })),
    ...everyGiveBack(text).map((giveBack) => ({ ...completed, votes, giveBack })),
    ...vendorReasonSchema.options.map((because) => ({ ...failed, votes, because })),
    { ...failed, turnDown: { kind: 'not_reached' } },
    { ...stopped, votes, stop: { kind: 'owned', since: T0 } },
    { ...stopped, stop: { kind: 'not_replicated' } },
    { ...stopped, stop: { kind: 'test' }, test: true },
    { ...waits, test: true },
  ];
}

const cardOf = (order: Order, setUp: CardSetUp) => giveBackCard(order) ?? orderCard(order, setUp);

describe.each(TEXTS)('the card of an order, with %s text', (_name, text) => {
  const orders = everyCard(text);
  const cards = orders.flatMap((order) => [
    { order, card: cardOf(order, SET_UP) },
    { order, card: cardOf(order, { canConnect: false }) },
    { order, card: cardOf(order, { ...SET_UP, unused }) },
    ...HINDRANCES.map((account) => ({
      order,
      card: cardOf(order, { ...SET_UP, account, unused }),
    })),
  ]);

  it('is read at a glance: 50 words and 6 blocks, unless facts that cost money differ', () => {
    const tooLong = cards.filter(
      ({ order, card }) =>
        !isFlagged(order) && (ourWords(card.blocks).length > 50 || card.blocks.length > 6),
    );
    expect(
      tooLong.map(({ card }) => [
        ourWords(card.blocks).length,
        card.blocks.length,
        card.text.slice(0, 600),
      ]),
    ).toEqual([]);
  });

  it('is one that Slack takes', () => {
    expect(cards.flatMap(({ card }) => messageProblems(card))).toEqual([]);
  });

  it('begins with state, price, number and purpose, which is what a phone shows of it', () => {
    for (const { order, card } of cards) {
      const { number, purpose } = order;
      const head = card.blocks[0];
      const [state = 'no header'] = head?.type === 'header' ? head.text.text.split(' · +') : [];
      const facts = [state, formatMoney(firstCharge(number.price)), formatPhone(number.e164)];
      const places = facts.map((fact) => card.text.indexOf(fact));
      expect(places[0], card.text).toBe(0);
      expect(places, card.text).toEqual([...places].sort((a, b) => a - b));
      const end = (places[2] ?? 0) + formatPhone(number.e164).length + ' · '.length;
      expect(end, card.text).toBeLessThan(80);
      const about = inlineText(purpose, 80).slice(0, 5);
      expect(card.text.slice(end)).toMatch(about);
    }
  });

  it.runIf(text.length > 200)('shows 80 characters of what anybody wrote', () => {
    const more = JSON.stringify(text.slice(0, 120)).slice(1, -1);
    for (const { card } of cards) expect(JSON.stringify(card.blocks)).not.toContain(more);
  });

  it('names the number to whoever hears its buttons instead of seeing them', () => {
    for (const { order, card } of cards) {
      const row = card.blocks.flatMap((block) => (block.type === 'actions' ? block.elements : []));
      const silent = row.filter(
        (element) => element.type === 'button' && !/\+\d/.test(element.accessibility_label ?? ''),
      );
      expect(silent, order.state).toEqual([]);
      expect(row.length).toBeLessThanOrEqual(4);
    }
  });
});
