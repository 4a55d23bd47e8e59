import { describe, expect, it } from 'vitest';
import type { Person } from '../../../../src/domain/actor.ts';
import type { Order } from '../../../../src/domain/order/order.ts';
import {
  fits,
  monthsBetween,
  type Stage,
  spanOf,
  waitsFor,
} from '../../../../src/domain/order/order-filter.ts';
import { listsFor, orderLists, ownLists } from '../../../../src/domain/order/order-lists.ts';
import { orderStates, T0 } from '../../views/views-support.ts';
import { NOW } from './order-support.ts';

const STATES = orderStates();
const all: Order[] = Object.values(STATES);
const person = (userId: string): Person => ({
  userId,
  teamId: 'T0NUMBERS',
  userTeamId: 'T0NUMBERS',
  standing: 'member',
  groups: [],
});
const requester = person('U0REQUESTER');
const approver = person('U0APPROVER');
const asked: Order = {
  ...STATES.awaiting_approval,
  questions: [{ by: 'U0APPROVER', at: T0, text: 'Why?' }],
};

describe('a list of requests', () => {
  it('waits for those who could bring a request further: approve it, or answer a question', () => {
    const waitingFor = (who: Person, orders: readonly Order[]) =>
      orders.filter((order) => waitsFor(order, who, NOW)).map(({ state }) => state);
    expect(waitingFor(approver, all)).toEqual(['awaiting_approval']);
    expect(waitingFor(requester, all)).toEqual([]);
    expect(waitingFor(requester, [asked])).toEqual(['awaiting_approval']);
  });

  it.each([
    ['asked', ['awaiting_approval']],
    ['under_way', ['approved', 'placing', 'pending', 'unconfirmed']],
    ['bought', ['completed']],
    ['not_bought', ['failed', 'cancelled', 'stopped', 'denied', 'withdrawn', 'expired']],
  ] as const)('is told apart by how far it is: %s', (stage, states) => {
    const found = all.filter((order) => fits(order, { stage, month: '' }));
    expect(found.map(({ state }) => state).sort()).toEqual([...states].sort());
    for (const order of found) expect(orderLists(order)).toContain(stage);
  });

  it('is told apart by the month of the request, in UTC', () => {
    const late: Order = { ...STATES.denied, createdAt: Date.UTC(2026, 3, 1) - 1 };
    const next: Order = { ...STATES.expired, createdAt: Date.UTC(2026, 3, 1) };
    const inMonth = (month: string) =>
      [late, next].filter((order) => fits(order, { stage: '', month }));
    expect(inMonth('2026-03')).toEqual([late]);
    expect(inMonth('2026-04')).toEqual([next]);
    expect(spanOf('2026-03')).toEqual({ from: Date.UTC(2026, 2, 1), to: next.createdAt });
    expect(spanOf('2026-12')).toEqual({ from: Date.UTC(2026, 11, 1), to: Date.UTC(2027, 0, 1) });
  });

  it('has the months from its first to its last request, newest first', () => {
    expect(monthsBetween(Date.UTC(2025, 10, 30), Date.UTC(2026, 1, 1))).toEqual([
      '2026-02',
      '2026-01',
      '2025-12',
      '2025-11',
    ]);
    expect(monthsBetween(NOW, NOW)).toEqual(['2026-03']);
  });
});

describe('the lists an order stands in', () => {
  it('are its stage, its requester’s orders of that stage, and open questions while there is one', () => {
    expect(orderLists(STATES.pending)).toEqual(['under_way', 'by:U0REQUESTER:under_way']);
    expect(orderLists(asked)).toEqual(['asked', 'by:U0REQUESTER:asked', 'unanswered:U0REQUESTER']);
    expect(orderLists(STATES.unconfirmed)).toEqual([
      'under_way',
      'by:U0REQUESTER:under_way',
      'unconfirmed',
    ]);
    expect(orderLists({ ...STATES.denied, questions: asked.questions })).toHaveLength(2);
  });

  it('hold what a filter lets through', () => {
    const lists = (whose: 'all' | 'mine', stage: Stage | '') => listsFor({ whose, stage }, 'U0A');
    expect(lists('all', '')).toBeUndefined();
    expect(lists('all', 'bought')).toEqual(['bought']);
    expect(lists('mine', 'bought')).toEqual(['by:U0A:bought']);
    expect(lists('mine', '')).toEqual(ownLists('U0A'));
    for (const order of all)
      expect(
        orderLists(order).filter((list) => ownLists(order.requester).includes(list)),
      ).toHaveLength(1);
  });
});
