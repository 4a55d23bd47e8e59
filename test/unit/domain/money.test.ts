import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  firstCharge,
  formatMoney,
  majorUnits,
  moneySchema,
  parseMajorUnits,
  priceSchema,
  sameMoney,
  samePrice,
  sumsOf,
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
    ['1.5000', 'USD', 150],
    [1.5, 'KWD', 1_500],
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
    [500, 'INRS', undefined],
    [500, 'RINR', undefined],
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

describe('amounts for machines', () => {
  it.each([
    [50_000, 'INR', '500.00'],
    [8, 'USD', '0.08'],
    [1_200, 'JPY', '1200'],
    [1, 'KWD', '0.001'],
  ])('%d minor units of %s are %s', (minor, currency, text) => {
    expect(majorUnits({ minor, currency })).toBe(text);
  });

  it('are read back as what they were, in any currency', () => {
    const amount = fc.record({
      minor: fc.maxSafeNat(),
      currency: fc.constantFrom('INR', 'USD', 'JPY', 'KWD'),
    });
    fc.assert(
      fc.property(amount, (money) => {
        expect(parseMajorUnits(majorUnits(money), money.currency)).toEqual(money);
      }),
    );
  });

  it('are kept as they are', () => {
    expect(moneySchema.parse(inr(0))).toEqual(inr(0));
    expect(priceSchema.parse(price)).toEqual(price);
  });

  it.each([
    { minor: -1, currency: 'INR' },
    { minor: 0.5, currency: 'INR' },
    { minor: 1, currency: 'INRS' },
    { minor: 1, currency: 'rINR' },
  ])('are never kept as %o', (money) => {
    expect(moneySchema.safeParse(money).success).toBe(false);
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
    expect(samePrice(price, { ...price, setup: inr(0) })).toBe(false);
    expect(sameMoney(inr(100), { minor: 100, currency: 'USD' })).toBe(false);
  });

  it('are not made of two currencies', () => {
    const mixed = { setup: inr(100), monthly: { minor: 100, currency: 'USD' } };
    expect(priceSchema.safeParse(mixed).success).toBe(false);
  });

  it('adds up to one sum for each currency', () => {
    const dollars = { minor: 300, currency: 'USD' };
    expect(sumsOf([inr(100), dollars, inr(50)])).toEqual([inr(150), dollars]);
    expect(sumsOf([])).toEqual([]);
  });
});
