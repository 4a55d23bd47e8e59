import { describe, expect, it } from 'vitest';
import {
  cheapestOf,
  chooseSeveral,
  orderableOf,
} from '../../../../src/domain/numbers/cheapest-numbers.ts';
import type { AvailableNumber } from '../../../../src/domain/numbers/number-search.ts';
import { aNumber } from '../../views/views-support.ts';

function at(e164: string, setup: number, monthly: number, currency = 'INR'): AvailableNumber {
  const money = (minor: number) => ({ minor, currency });
  return aNumber({ e164, price: { setup: money(setup), monthly: money(monthly) } });
}
const inr = (minor: number) => ({ minor, currency: 'INR' });
const idsOf = (numbers: readonly { e164: string }[]) => numbers.map(({ e164 }) => e164.slice(-1));
const year = { digits: '', sort: 'year' } as const;

/** Now 700, 300, 750 and 1,250; in the first year 2,900, 3,600, 3,500 and 4,000. */
const shelf = [
  at('+919876543210', 50_000, 20_000),
  at('+919876543211', 0, 30_000),
  at('+919876543212', 50_000, 25_000),
  at('+919876543213', 100_000, 25_000),
];

function choose(count: number, more: { upTo?: number; picked?: AvailableNumber[] } = {}) {
  const { picked = [], upTo } = more;
  const { within, next } = cheapestOf(shelf, 'year', {
    currency: 'INR',
    upTo: upTo === undefined ? undefined : inr(upTo),
  });
  return chooseSeveral({ count, picked }, shelf, { free: within, next });
}

describe('numbers that can be ordered together', () => {
  it('match the search, have a region and cost no more than one may', () => {
    const offered = [
      ...shelf,
      aNumber({ e164: '+919876543214', region: '' }),
      at('+919876543215', 200_000, 0),
    ];
    expect(idsOf(orderableOf(offered, year, { INR: 125_000 }))).toEqual(['0', '2', '1', '3']);
    expect(idsOf(orderableOf(offered, { digits: '43213', sort: 'year' }, {}))).toEqual(['3']);
  });

  it('stand once per currency, at the lowest price', () => {
    const twice = [
      at('+919876543210', 90_000, 90_000),
      ...shelf,
      at('+919876543210', 500, 500, 'USD'),
    ];
    const orderable = orderableOf(twice, year, {});
    expect(idsOf(orderable)).toEqual(['0', '2', '1', '3', '0']);
    expect(orderable[0]?.price.setup).toEqual(inr(50_000));
  });
});

describe('the cheapest', () => {
  it.each([
    ['today', ['1', '0', '2', '3']],
    ['year', ['0', '2', '1', '3']],
    ['number', ['0', '2', '1', '3']],
  ] as const)('come first as the search is sorted: %s', (sort, ids) => {
    const { within, next } = cheapestOf(shelf.toReversed(), sort, {
      currency: 'INR',
      upTo: undefined,
    });
    expect(idsOf(within)).toEqual(ids);
    expect(next).toBeUndefined();
  });

  it('cost no more than each may, in the currency of that limit', () => {
    const offered = [...shelf, at('+14155550101', 1, 1, 'USD')];
    const { within, next } = cheapestOf(offered, 'year', { currency: 'INR', upTo: inr(70_000) });
    expect(idsOf(within)).toEqual(['0', '1']);
    expect(next).toEqual(inr(75_000));
  });

  it('are the same whatever order Vobiz lists them in, equal prices by number', () => {
    const equal = ['+919876543219', '+919876543217', '+919876543218'].map((e164) => at(e164, 1, 1));
    const { within } = cheapestOf(equal, 'today', { currency: 'INR', upTo: undefined });
    expect(idsOf(within)).toEqual(['7', '8', '9']);
  });
});

describe('several chosen at once', () => {
  const [first, second, third, dear] = shelf;

  it('are the cheapest', () => {
    const chosen = choose(2);
    expect(chosen).toMatchObject({ ok: true, numbers: [first, third] });
  });

  it('are the picked ones first, then the cheapest of the rest', () => {
    if (!dear || !first) throw new Error('no shelf');
    expect(choose(1, { picked: [dear] })).toMatchObject({ ok: true, numbers: [dear] });
    expect(choose(3, { picked: [dear, first] })).toMatchObject({
      ok: true,
      numbers: [dear, first, third],
    });
  });

  it('are never fewer than wanted: it says how many there are, and what the next one costs', () => {
    expect(choose(3, { upTo: 70_000 })).toEqual({
      ok: false,
      why: 'too_few',
      there: 2,
      next: inr(75_000),
    });
    expect(choose(5)).toEqual({ ok: false, why: 'too_few', there: 4, next: undefined });
  });

  it('are never others than picked: a number that is gone, or costs something else now, is named', () => {
    if (!second) throw new Error('no shelf');
    const sold = at('+919876543219', 1, 1);
    const dearer = { ...second, price: { setup: inr(1), monthly: inr(30_000) } };
    expect(choose(3, { picked: [sold, dearer] })).toEqual({
      ok: false,
      why: 'not_offered',
      gone: [sold, dearer],
    });
  });
});
