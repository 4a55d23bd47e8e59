import { describe, expect, it } from 'vitest';
import {
  firstCharge,
  formatMoney,
  parseMajorUnits,
  priceSchema,
  sameMoney,
  samePrice,
  yearlyCost,
} from '../../../src/domain/money.ts';

const inr = (minor: number) => ({ minor, currency: 'INR' });
const price = { setup: inr(50_000), monthly: inr(24_975) };

describe('amounts from Vobiz', () => {
  it.each([
    [500, 'INR', 50_000],
    ['250.00', 'INR', 25_000],
    [0.08, 'USD', 8],
    [23_906.83, 'INR', 2_390_683],
    [0, 'INR', 0],
    [' 12.5 ', 'USD', 1_250],
    ['1.500', 'USD', 150],
    [500, 'JPY', 500],
    [1.1 + 2.2, 'INR', undefined],
    [-1, 'INR', undefined],
    ['1e3', 'INR', undefined],
    [1e21, 'INR', undefined],
    ['99999999999999999', 'INR', undefined],
    [0.005, 'USD', undefined],
    ['12,50', 'INR', undefined],
    ['', 'INR', undefined],
    [Number.NaN, 'INR', undefined],
    [Number.POSITIVE_INFINITY, 'INR', undefined],
    [500, 'rupees', undefined],
    [500, 'inr', undefined],
  ])('reads %j %s as %j minor units', (amount, currency, minor) => {
    expect(parseMajorUnits(amount, currency)).toEqual(
      minor === undefined ? undefined : { minor, currency },
    );
  });
});

describe('amounts for people', () => {
  it.each([
    [50_000, 'INR', '₹500'],
    [49_950, 'INR', '₹499.50'],
    [12_345_678, 'INR', '₹1,23,456.78'],
    [300, 'USD', '$3'],
    [325, 'USD', '$3.25'],
    [0, 'INR', '₹0'],
    [500, 'JPY', '¥500'],
  ])('writes %d minor units of %s as %s', (minor, currency, text) => {
    expect(formatMoney({ minor, currency })).toBe(text);
  });
});

describe('prices', () => {
  it('adds up in minor units', () => {
    expect(firstCharge(price)).toEqual(inr(74_975));
    expect(yearlyCost(price)).toEqual(inr(50_000 + 12 * 24_975));
  });

  it('are the same only in both amounts and their currency', () => {
    expect(samePrice(price, structuredClone(price))).toBe(true);
    expect(samePrice(price, { ...price, monthly: inr(24_976) })).toBe(false);
    expect(sameMoney(inr(100), { minor: 100, currency: 'USD' })).toBe(false);
  });

  it('are not made of two currencies', () => {
    const mixed = { setup: inr(100), monthly: { minor: 100, currency: 'USD' } };
    expect(priceSchema.safeParse(mixed).success).toBe(false);
  });
});
