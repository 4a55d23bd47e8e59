import { describe, expect, it } from 'vitest';
import type { AvailableNumber } from '../../../../src/domain/numbers/number-search.ts';
import {
  NUMBERS_MAX,
  numbersOf,
  priceOfAll,
  whyNotTogether,
} from '../../../../src/domain/order/asked-numbers.ts';
import { aNumber, inr } from '../../views/views-support.ts';

const number = aNumber();
const nth = (n: number, more: Partial<AvailableNumber> = {}) =>
  aNumber({ e164: `+9198765${String(n).padStart(5, '0')}`, ...more });
const usd = (minor: number) => ({ minor, currency: 'USD' });

describe('what a request asks for', () => {
  it('is its number and those that further ones add, and what all cost together', () => {
    const dear = nth(1, { price: { setup: inr(1), monthly: inr(2) } });
    expect(numbersOf({ number })).toEqual([number]);
    expect(numbersOf({ number, more: [dear] })).toEqual([number, dear]);
    expect(priceOfAll({ number })).toEqual(number.price);
    expect(priceOfAll({ number, more: [dear] })).toEqual({
      setup: inr(50_001),
      monthly: inr(25_002),
    });
  });

  const most = Array.from({ length: NUMBERS_MAX }, (_, n) => nth(n));
  it.each<[string, AvailableNumber[], string | undefined]>([
    ['as many as allowed', most.slice(1), undefined],
    ['one more', most, 'too_many'],
    ['the same number again', [nth(1), number], 'twice'],
    ['two countries', [nth(1, { country: 'US' })], 'countries'],
    ['two currencies', [nth(1, { price: { setup: usd(1), monthly: usd(1) } })], 'currencies'],
    ['two regions', [nth(1, { region: 'KA' })], undefined],
  ])('%s', (_what, more, why) => {
    expect(whyNotTogether({ number, more })).toBe(why);
  });
});
