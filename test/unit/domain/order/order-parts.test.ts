import { describe, expect, it } from 'vitest';
import { standSchema } from '../../../../src/domain/order/asked-numbers.ts';
import type { Charge } from '../../../../src/domain/order/budget.ts';
import type { Order, OrderState } from '../../../../src/domain/order/order.ts';
import {
  isAllOver,
  isLead,
  isPart,
  type Lead,
  notBought,
  openParts,
  partsOf,
  standings,
  standOf,
  standsForAll,
} from '../../../../src/domain/order/order-parts.ts';
import { aNumber, differing, inr, orderStates, T0 } from '../../views/views-support.ts';
import { approver, follow, NOW, refusal } from './order-support.ts';

const LEAD = 'ord_7k3m9q2x';
const first = aNumber();
const second = aNumber({ e164: '+919876543211' });
const third = aNumber({
  e164: '+919876543212',
  price: { setup: inr(10_000), monthly: inr(5_000) },
});
const more = [second, third];

const charge = { limit: 5_000_000, used: 0 };
const workspace: Charge = {
  ...charge,
  scope: 'workspace',
  field: 'workspace:INR',
  amount: 165_000,
  currency: 'INR',
};
const day: Charge = { ...charge, scope: 'day', field: 'day:2026-03-01', amount: 3 };
const counted = { month: '2026-03', charges: [workspace, day] };
const shareOfOne = (amount: number) => ({
  month: '2026-03',
  charges: [
    { ...workspace, amount },
    { ...day, amount: 1 },
  ],
});

/** An approved request for three numbers. */
function lead(state: OrderState, parts: Lead['parts']): Lead {
  return { ...orderStates({ more })[state], parts };
}
const open = lead('approved', { [`${LEAD}02`]: 'open', [`${LEAD}03`]: 'open' });

describe('a request for several numbers', () => {
  it('gets an open part for each further number when it is approved', () => {
    const asked = orderStates({ more }).awaiting_approval;
    const approved = follow(asked, { type: 'approve', who: approver, requesterLeft: false });
    expect(approved).toMatchObject({
      state: 'approved',
      parts: { [`${LEAD}02`]: 'open', [`${LEAD}03`]: 'open' },
    });
    expect([isLead(asked), isLead(approved)]).toEqual([false, true]);
  });

  it('has parts whose names stay in order up to the twentieth', () => {
    const { parts = {} } = openParts({ id: LEAD, more: new Array(19).fill(second) });
    expect(Object.keys(parts).slice(7, 10)).toEqual([`${LEAD}09`, `${LEAD}10`, `${LEAD}11`]);
  });

  it('has no parts if it is for one', () => {
    const approved = follow(orderStates().awaiting_approval, {
      type: 'approve',
      who: approver,
      requesterLeft: false,
    });
    expect(approved).not.toHaveProperty('parts');
    expect(isLead(approved)).toBe(false);
  });

  it('stands for all of them until its parts are made', () => {
    expect(standsForAll(orderStates({ more }).awaiting_approval)).toBe(true);
    expect(standsForAll(open)).toBe(true);
    expect(standsForAll({ ...open, spread: true })).toBe(false);
    // As a version that knows no lists approves it.
    expect(standsForAll(orderStates({ more }).approved)).toBe(false);
  });
});

describe('the parts of an approved request', () => {
  const asked = {
    ...orderStates({ more, parts: open.parts, purpose: 'Three lines for Pune' }).approved,
    questions: [{ by: 'U0APPROVER', at: T0, text: 'Why three?', answer: { at: T0, text: 'Pune' } }],
    pausedAt: T0,
    replies: [{ by: 'U0APPROVER', at: T0, ts: '1.1', text: 'On it' }],
    follows: { order: 'ord_1k3m9q2x', why: 'alternative' as const },
    waiting: { why: 'not_checkable' as const, since: T0, until: NOW },
  };

  it('are orders for one number each, approved as the request was', () => {
    const { policy, decision, requester, purpose, expiresAt } = asked;
    const approval = { state: 'approved', policy, decision, requester, purpose, expiresAt };
    const parts = partsOf(asked, NOW);
    expect(parts).toMatchObject([
      { ...approval, id: `${LEAD}02`, partOf: LEAD, number: second, revision: 1, updatedAt: NOW },
      { ...approval, id: `${LEAD}03`, partOf: LEAD, number: third, revision: 1, updatedAt: NOW },
    ]);
    expect(parts.every(isPart)).toBe(true);
  });

  it.each(['more', 'parts', 'questions', 'pausedAt', 'replies', 'follows', 'waiting', 'counted'])(
    'leave to the request its %s',
    (field) => {
      for (const part of partsOf(asked, NOW)) expect(part).not.toHaveProperty(field);
    },
  );

  it('are none for a request for one number', () => {
    expect(partsOf(orderStates().approved, NOW)).toEqual([]);
  });

  it('count for their own number each, and the request for its own alone, once they are made', () => {
    const counting = { ...orderStates({ more, counted }).approved, parts: open.parts };
    expect(partsOf(counting, NOW).map((part) => part.counted)).toEqual([
      shareOfOne(75_000),
      shareOfOne(15_000),
    ]);
    const spread = follow(counting, { type: 'spread' });
    expect(spread).toMatchObject({ spread: true, counted: shareOfOne(75_000) });
    expect(refusal(spread, { type: 'spread' })).toBe('out_of_turn');
    expect(follow(open, { type: 'spread' })).not.toHaveProperty('counted');
  });

  it('tell the request their stand once; it does not hear of other orders', () => {
    const told = { type: 'part', id: `${LEAD}03`, stand: 'gone' } as const;
    const heard = follow(open, told);
    expect(heard.parts).toEqual({ [`${LEAD}02`]: 'open', [`${LEAD}03`]: 'gone' });
    expect(refusal(heard, told)).toBe('out_of_turn');
    expect(refusal(open, { ...told, id: 'ord_9k3m9q2x' })).toBe('out_of_turn');
  });

  it('are shown by its card, unless Redis lost that it was approved', () => {
    const part = orderStates({ partOf: LEAD }).approved;
    const alone = follow(part, { type: 'alone' });
    expect([isPart(part), isPart(alone)]).toEqual([true, false]);
  });
});

describe('one of several numbers', () => {
  const { completed, stopped } = orderStates();
  it.each([
    ['asked for', orderStates().awaiting_approval, 'open'],
    ['approved', orderStates().approved, 'open'],
    ['being sent', orderStates().placing, 'open'],
    ['taken by Vobiz', orderStates().pending, 'open'],
    ['in doubt', orderStates().unconfirmed, 'unconfirmed'],
    ['bought', completed, 'bought'],
    ['bought at another price', differing(completed), 'not_as_approved'],
    ['sold before', stopped, 'gone'],
    ['owned already', { ...stopped, stop: { kind: 'owned', since: T0 } }, 'owned'],
    ['of a test', { ...stopped, stop: { kind: 'test' } }, 'not_checkable'],
    ['refused', orderStates().failed, 'failed'],
    ['cancelled by Vobiz', orderStates().cancelled, 'cancelled'],
    ['denied', orderStates().denied, 'cancelled'],
    ['withdrawn', orderStates().withdrawn, 'cancelled'],
    ['expired', orderStates().expired, 'cancelled'],
  ] as const satisfies readonly (readonly [string, Order, string])[])(
    'that is %s',
    (_what, order, stand) => {
      expect(standOf(order)).toBe(stand);
    },
  );
});

describe('an approved request for several numbers', () => {
  const both = (one: Lead['parts'][string], other: Lead['parts'][string]) => ({
    [`${LEAD}02`]: one,
    [`${LEAD}03`]: other,
  });

  it('says where each number stands, with the order that buys it', () => {
    expect(standings(lead('completed', both('gone', 'unconfirmed')))).toEqual([
      { id: LEAD, number: first, stand: 'bought' },
      { id: `${LEAD}02`, number: second, stand: 'gone' },
      { id: `${LEAD}03`, number: third, stand: 'unconfirmed' },
    ]);
  });

  it.each([
    ['its own is being bought', lead('placing', both('bought', 'bought')), false],
    ['one is open', lead('completed', both('bought', 'open')), false],
    ['one is in doubt', lead('completed', both('unconfirmed', 'gone')), false],
    ['all are bought', lead('completed', both('bought', 'not_as_approved')), true],
    ['some are not', lead('failed', both('bought', 'gone')), true],
  ])('is over only when nothing is open or in doubt: %s', (_what, order, isOver) => {
    expect(isAllOver(order)).toBe(isOver);
  });

  it('leaves what was not bought to be asked for again, once all is over', () => {
    expect(notBought(lead('failed', both('bought', 'gone')))).toEqual([first, third]);
    expect(notBought(lead('completed', both('not_as_approved', 'bought')))).toEqual([]);
    expect(notBought(lead('failed', both('gone', 'unconfirmed')))).toEqual([]);
  });

  const BOUGHT = ['bought', 'not_as_approved'];
  const OPEN = ['open', 'unconfirmed'];
  it.each(standSchema.options)('counts a part that is %s as it should', (stand) => {
    const order = lead('completed', both('bought', stand));
    expect(isAllOver(order)).toBe(!OPEN.includes(stand));
    const isLeft = ![...BOUGHT, ...OPEN].includes(stand);
    expect(notBought(order)).toEqual(isLeft ? [third] : []);
  });
});
