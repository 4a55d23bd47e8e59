import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Order, orderIdSchema, orderSchema } from '../../../../src/domain/order/order.ts';
import { isSubmitted, orderDraftSchema } from '../../../../src/domain/order/order-draft.ts';
import { refusalFields, refusalOf } from '../../../../src/domain/order/vendor-reason.ts';
import { aNumber, everyOrder, inr, orderStates, T0 } from '../../views/views-support.ts';

const { approved, awaiting_approval, completed, failed, pending, stopped, unconfirmed } =
  orderStates();
const price = { setup: inr(1), monthly: inr(2) };
const unread = { setup: '12', monthly: '1,5', currency: 'Rs' };
const settled = { by: 'U0APPROVER', at: T0, reason: 'Seen' } as const;
const charge = { scope: 'workspace', field: 'f', amount: 1, limit: 2, used: -1 } as const;
const counted = (...charges: object[]) => ({ month: '2026-03', charges });

/** What the states of the other tests do not have. */
const MORE: Order[] = [
  ...(['vobiz_paused', 'not_checkable', 'not_replicated'] as const).map((why) => ({
    ...approved,
    waiting: { why, since: T0, until: T0 + 1 },
  })),
  { ...stopped, stop: { kind: 'not_replicated' } },
  { ...stopped, test: true, stop: { kind: 'test' } },
  { ...stopped, stop: { kind: 'owned' } },
  { ...stopped, stop: { kind: 'owned', since: T0 } },
  { ...unconfirmed, why: 'found_owned', attempt: { ...unconfirmed.attempt, unsent: true } },
  { ...pending, purchase: { ...pending.purchase, unread: { number: '98', price: unread } } },
  { ...completed, named: { price } },
  { ...completed, named: { unread } },
  ...(['found', 'not_found', 'not_checkable'] as const).map((checked) => ({
    ...failed,
    settled: { ...settled, checked },
  })),
  {
    ...completed,
    evidence: (
      ['purchase_answer', 'order_read', 'owned_numbers', 'channels', 'ledger'] as const
    ).map((source) => ({ source, finding: 'active', at: T0 })),
  },
];

describe('a record', () => {
  it.each([...everyOrder(), ...MORE])('is read as it was written: $state, %#', (order) => {
    expect(orderSchema.parse(JSON.parse(JSON.stringify(order)))).toEqual(order);
  });

  it.each<[string, object]>([
    ['a state of its own', { ...awaiting_approval, state: 'lost' }],
    ['another id', { ...awaiting_approval, id: 'xord_7k3m9q2x' }],
    [
      'a month of another form',
      { ...awaiting_approval, counted: { month: 'x2026-03', charges: [] } },
    ],
    [
      'a whole day for a month',
      { ...awaiting_approval, counted: { month: '2026-031', charges: [] } },
    ],
    ['a limit of its own', { ...awaiting_approval, counted: counted({ ...charge, scope: '' }) }],
    ['a vote for no set', { ...awaiting_approval, votes: [{ by: 'U0A', at: T0, sets: [] }] }],
    ['a reason to follow', { ...awaiting_approval, follows: { order: 'ord_1k3m9q2x', why: '' } }],
    ['a decision of nobody', { ...approved, decision: { by: '', at: T0 } }],
  ])('is not read with %s', (_what, order) => {
    expect(orderSchema.safeParse(awaiting_approval).success).toBe(true);
    expect(orderSchema.safeParse(order).success).toBe(false);
  });

  it('has an id of its own kind', () => {
    for (const id of ['ord_7k3m9q2x', `ord_${'a'.repeat(20)}`])
      expect(orderIdSchema.safeParse(id).success).toBe(true);
    for (const id of ['xord_7k3m9q2x', 'ord_7k3m9q2', `ord_${'a'.repeat(21)}`, 'ord_7K3M9Q2X'])
      expect(orderIdSchema.safeParse(id).success).toBe(false);
  });
});

describe('an open order form', () => {
  const submitted = {
    at: T0,
    purpose: 'Support',
    currency: 'INR',
    userTeam: 'T0TEAM',
  };
  const draft = {
    id: 'ord_7k3m9q2x',
    team: 'T0TEAM',
    requester: 'U0REQUESTER',
    askedIn: 'C0SALES',
    quotes: [aNumber(), aNumber({ price })],
  };

  it('is read as it was written, submitted or not', () => {
    const open = orderDraftSchema.parse(draft);
    const sent = orderDraftSchema.parse({ ...draft, submitted });
    expect([open, sent]).toEqual([draft, { ...draft, submitted }]);
    expect([isSubmitted(open), isSubmitted(sent), isSubmitted(undefined)]).toEqual([
      false,
      true,
      false,
    ]);
  });

  it('offers at least one price, and what Slack sends with it has a length', () => {
    const long = 'x'.repeat(101);
    for (const wrong of [{ quotes: [] }, { submitted: { ...submitted, userTeam: long } }])
      expect(orderDraftSchema.safeParse({ ...draft, ...wrong }).success).toBe(false);
  });
});

describe('a refusal of the vendor', () => {
  it.each([
    [{}, {}],
    [
      { because: 'balance', said: 'Too low' },
      { because: 'balance', said: 'Too low' },
    ],
    [{ because: undefined, said: '' }, {}],
  ] as const)('%o is kept as %o', (refusal, kept) => {
    expect(refusalOf(refusal)).toEqual(kept);
  });

  it('is read in one line of the vendor', () => {
    const schema = z.object(refusalFields);
    const said = 'x'.repeat(200);
    expect(schema.parse({ because: 'balance', said })).toEqual({ because: 'balance', said });
    expect(schema.safeParse({ said: `${said}x` }).success).toBe(false);
  });
});
