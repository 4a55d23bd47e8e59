import { describe, expect, it } from 'vitest';
import type { Order } from '../../../../src/domain/order/order.ts';
import { standingFee } from '../../../../src/domain/order/order-fees.ts';
import { aNumber, inr, orderStates, T0 } from '../../views/views-support.ts';

const { awaiting_approval, approved, completed, ...others } = orderStates();
const price = (monthly: number) => ({ setup: inr(0), monthly: inr(monthly) });
const more = [aNumber({ e164: '+919876543211', price: price(10_000) })];
const { purchase, ...found } = completed;
const named = { price: price(30_000) };

describe('the monthly fee of an order', () => {
  it.each<[string, Order, number]>([
    ['as approved', completed, 25_000],
    [
      'as charged',
      { ...completed, purchase: { ...purchase, price: price(26_000) }, named },
      26_000,
    ],
    ['as named where it was found', { ...found, named }, 30_000],
    ['as approved where Vobiz named none', found, 25_000],
    ['of all its numbers while it waits', { ...awaiting_approval, more }, 35_000],
    ['of its own number once parts have the others', { ...approved, more, spread: true }, 25_000],
    ['while nobody knows whether it was bought', others.unconfirmed, 25_000],
  ])('counts %s', (_which, order, minor) => {
    expect(standingFee(order)).toEqual({ ...inr(minor), most: undefined });
  });

  it.each<[string, Order]>([
    ['a test', { ...awaiting_approval, test: true }],
    ['what was denied', others.denied],
    ['what failed', others.failed],
    [
      'a number that was given back',
      {
        ...completed,
        giveBack: { asked: { by: 'U0ASKER', at: T0, why: 'Closed' }, state: 'released', at: T0 },
      },
    ],
  ])('is none of %s', (_what, order) => {
    expect(standingFee(order)).toBeUndefined();
  });

  it('names the limit of its time', () => {
    const fees = {
      scope: 'fees' as const,
      field: 'fees:INR',
      amount: 25_000,
      limit: 900_000,
      used: 0,
    };
    const counted = { month: '2026-03', charges: [], fees };
    expect(standingFee({ ...completed, counted })?.most).toBe(900_000);
    const { fees: _none, ...without } = counted;
    expect(standingFee({ ...completed, counted: without })?.most).toBeUndefined();
  });
});
