import { describe, expect, it } from 'vitest';
import type { Person } from '../../../../src/domain/actor.ts';
import type { Order } from '../../../../src/domain/order/order.ts';
import {
  filterOrders,
  monthsOf,
  type OrderFilter,
} from '../../../../src/domain/order/order-filter.ts';
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
const [requester, approver] = ['U0REQUESTER', 'U0APPROVER'].map(person);
const found = (filter: Partial<OrderFilter>, who = requester, orders = all) => {
  if (!who) throw new Error('nobody');
  return filterOrders(orders, { whose: 'all', stage: '', month: '', ...filter }, who, NOW).map(
    ({ state }) => state,
  );
};

describe('a list of requests', () => {
  it('is everything without a filter', () => {
    expect(found({})).toHaveLength(all.length);
  });

  it('is what somebody asked for themselves', () => {
    expect(found({ whose: 'mine' })).toHaveLength(all.length);
    expect(found({ whose: 'mine' }, approver)).toEqual([]);
  });

  it('is what somebody could bring further: approve it, or answer a question', () => {
    expect(found({ whose: 'waiting' }, approver)).toEqual(['awaiting_approval']);
    expect(found({ whose: 'waiting' })).toEqual([]);
    const questions = [{ by: 'U0APPROVER', at: T0, text: 'Why?' }];
    const asked: Order = { ...STATES.awaiting_approval, questions };
    expect(found({ whose: 'waiting' }, requester, [asked])).toEqual(['awaiting_approval']);
  });

  it.each([
    ['asked', ['awaiting_approval']],
    ['under_way', ['approved', 'placing', 'pending', 'unconfirmed']],
    ['bought', ['completed']],
    ['not_bought', ['failed', 'cancelled', 'stopped', 'denied', 'withdrawn', 'expired']],
  ] as const)('is told apart by how far it is: %s', (stage, states) => {
    expect(found({ stage }).sort()).toEqual([...states].sort());
  });

  it('is told apart by the month of the request, in UTC', () => {
    const late: Order = { ...STATES.denied, createdAt: Date.UTC(2026, 3, 1) - 1 };
    const next: Order = { ...STATES.expired, createdAt: Date.UTC(2026, 3, 1) };
    expect(monthsOf([late, next, late])).toEqual(['2026-04', '2026-03']);
    expect(found({ month: '2026-03' }, requester, [late, next])).toEqual(['denied']);
  });
});
