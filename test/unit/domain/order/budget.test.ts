import { describe, expect, it } from 'vitest';
import {
  atPrice,
  beyondLimit,
  budgetUseOf,
  chargesOf,
} from '../../../../src/domain/order/budget.ts';
import type { Limits } from '../../../../src/domain/policy/rulebook.ts';
import { aNumber, inr } from '../../views/views-support.ts';

const NOW = Date.parse('2026-11-30T23:59:59Z');
const number = aNumber({ price: { setup: inr(50_000), monthly: inr(25_000) } });
const limits: Limits = {
  maxPrice: {},
  purchasesPerDay: 5,
  monthlyBudget: {
    workspace: { INR: 500_000, USD: 100_000 },
    channel: { INR: 200_000 },
    teams: { S0SALES: { INR: 100_000 }, S0OTHER: { INR: 1 }, S0DOLLARS: { USD: 1 } },
    labels: { Team: { Sales: { INR: 90_000 }, Legal: { USD: 1 } } },
  },
  monthlyFees: {},
};
const request = { asked: { number }, channel: 'C0OPS', groups: ['S0SALES', 'S0DOLLARS'], now: NOW };

const inUse = (month: Record<string, number>, fees = {}) => ({ month, fees });

describe('what a request counts for', () => {
  it('is its first charge in every budget of its currency it falls under, and one purchase of the day', () => {
    const counted = budgetUseOf(limits, request, inUse({ 'workspace:INR': 100_000 }));
    expect(counted.month).toBe('2026-11');
    expect(counted.charges).toEqual([
      {
        scope: 'workspace',
        field: 'workspace:INR',
        amount: 75_000,
        limit: 500_000,
        used: 100_000,
        currency: 'INR',
      },
      {
        scope: 'channel',
        field: 'channel:C0OPS:INR',
        amount: 75_000,
        limit: 200_000,
        used: 0,
        currency: 'INR',
      },
      {
        scope: 'team',
        group: 'S0SALES',
        field: 'team:S0SALES:INR',
        amount: 75_000,
        limit: 100_000,
        used: 0,
        currency: 'INR',
      },
      { scope: 'day', field: 'day:2026-11-30', amount: 1, limit: 5, used: 0 },
    ]);
  });

  it('is its first charge in the budget of its label too, where that has one', () => {
    const counted = (labels: Record<string, string>) =>
      budgetUseOf(limits, { ...request, labels }, inUse({ 'label:Team=Sales:INR': 10_000 }));
    expect(counted({ Team: 'Sales', Project: 'Apollo' }).charges).toContainEqual({
      scope: 'label',
      label: { name: 'Team', value: 'Sales' },
      field: 'label:Team=Sales:INR',
      amount: 75_000,
      limit: 90_000,
      used: 10_000,
      currency: 'INR',
    });
    expect(counted({ Team: 'Legal' }).charges).toEqual(counted({}).charges);
  });

  it('is its monthly fee among those of all numbers, apart from what a month counts', () => {
    const capped = { ...limits, monthlyFees: { INR: 100_000 } };
    const counted = budgetUseOf(capped, request, inUse({}, { INR: 80_000, USD: 5 }));
    const fees = {
      scope: 'fees',
      field: 'fees:INR',
      limit: 100_000,
      used: 80_000,
      currency: 'INR',
    };
    expect(counted.fees).toEqual({ ...fees, amount: 25_000 });
    expect(chargesOf(counted)).toHaveLength(counted.charges.length + 1);
    const dearer = { setup: inr(0), monthly: inr(30_000) };
    expect(atPrice(counted, dearer).fees).toEqual({ ...fees, amount: 30_000 });
    const dollars = { ...limits, monthlyFees: { USD: 1 } };
    expect(budgetUseOf(dollars, request, inUse({})).fees).toBeUndefined();
  });

  it('is the sum of several numbers, and as many purchases of the day', () => {
    const asked = {
      number,
      more: [number, aNumber({ price: { setup: inr(1), monthly: inr(2) } })],
    };
    const capped = { ...limits, monthlyFees: { INR: 100_000 } };
    const { charges, fees } = budgetUseOf(capped, { ...request, asked }, inUse({}));
    expect(charges[0]).toMatchObject({ scope: 'workspace', amount: 150_003 });
    expect(charges.at(-1)).toMatchObject({ scope: 'day', amount: 3 });
    expect(fees).toMatchObject({ amount: 50_002 });
  });

  it('is nothing where there are no limits, nor for a group without a budget', () => {
    const none: Limits = {
      maxPrice: {},
      purchasesPerDay: undefined,
      monthlyBudget: { workspace: {}, channel: {}, teams: {}, labels: {} },
      monthlyFees: {},
    };
    expect(budgetUseOf(none, request, inUse({}))).toEqual({ month: '2026-11', charges: [] });
  });

  it('fits up to the last paisa and not beyond', () => {
    const exactly = budgetUseOf(limits, request, inUse({ 'workspace:INR': 425_000 }));
    expect(beyondLimit(exactly)).toBeUndefined();
    const beyond = budgetUseOf(limits, request, inUse({ 'workspace:INR': 425_001 }));
    expect(beyondLimit(beyond)?.field).toBe('workspace:INR');
  });

  it('becomes what was really charged, limit or not, and stays one purchase', () => {
    const counted = budgetUseOf(limits, request, inUse({}));
    const dearer = { setup: inr(500_000), monthly: inr(25_000) };
    const amounts = atPrice(counted, dearer).charges.map(({ amount }) => amount);
    expect(amounts).toEqual([525_000, 525_000, 525_000, 1]);
  });
});
