import { describe, expect, it } from 'vitest';
import { costOfAll, severalWaiting } from '../../../../src/domain/order/several-waiting.ts';
import { SHOWN } from '../../../../src/domain/page-sizes.ts';
import { inr, orderStates } from '../../views/views-support.ts';
import { approver, NOW, stranger } from './order-support.ts';

const { awaiting_approval: order, approved } = orderStates();
const digits = { ...order, policy: { ...order.policy, confirmDigits: true as const } };
const test = { ...order, test: true as const };

describe('what somebody may approve together', () => {
  it('is what their approval would advance, without what takes a step of its own', () => {
    const asked = [approved, order, digits, test, order];
    expect(severalWaiting(asked, approver, NOW)).toEqual({
      orders: [order, order],
      more: 0,
      apart: 2,
    });
    expect(severalWaiting(asked, stranger, NOW)).toEqual({ orders: [], more: 0, apart: 0 });
  });

  it('is as much as fits one form, and how much does not', () => {
    const asked = Array.from({ length: SHOWN.approvedTogether + 3 }, () => order);
    const { orders, more } = severalWaiting(asked, approver, NOW);
    expect([orders.length, more]).toEqual([SHOWN.approvedTogether, 3]);
  });

  it('costs a sum for each currency, now and each month', () => {
    const usd = (minor: number) => ({ minor, currency: 'USD' });
    const prices = [
      { setup: inr(50_000), monthly: inr(25_000) },
      { setup: usd(100), monthly: usd(20) },
      { setup: inr(0), monthly: inr(10_000) },
    ];
    expect(costOfAll(prices)).toEqual({
      now: [inr(85_000), usd(120)],
      monthly: [inr(35_000), usd(20)],
    });
  });
});
