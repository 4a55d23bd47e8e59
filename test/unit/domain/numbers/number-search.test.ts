import { describe, expect, it } from 'vitest';
import {
  type AvailableNumber,
  availableNumberSchema,
  searchPage,
} from '../../../../src/domain/numbers/number-search.ts';
import { SHOWN } from '../../../../src/domain/page-sizes.ts';
import { aNumber } from '../../views/views-support.ts';

function at(e164: string, setup: number, monthly: number, currency = 'INR'): AvailableNumber {
  const money = (minor: number) => ({ minor, currency });
  return aNumber({ e164, price: { setup: money(setup), monthly: money(monthly) } });
}
const all = { digits: '', sort: 'year' } as const;
const shown = (page: { numbers: readonly AvailableNumber[] }) =>
  page.numbers.map(({ e164 }) => e164);
const many = Array.from({ length: 20 }, (_, at) => aNumber({ e164: `+9198765432${10 + at}` }));

describe('a page of results', () => {
  it('sorts by the first year, not by the setup fee alone, and equal prices by number', () => {
    const offered = [
      at('+919876543213', 0, 30_000),
      at('+919876543212', 50_000, 25_000),
      at('+919876543211', 50_000, 25_000),
    ];
    const page = searchPage(offered, all, 0);
    expect(shown(page)).toEqual(['+919876543211', '+919876543212', '+919876543213']);
  });

  it('sorts by what is paid today, which is another number than the cheapest in the year', () => {
    const offered = [at('+919876543211', 50_000, 20_000), at('+919876543213', 0, 30_000)];
    const first = (sort: 'today' | 'year') =>
      shown(searchPage(offered, { digits: '', sort }, 0))[0];
    expect([first('today'), first('year')]).toEqual(['+919876543213', '+919876543211']);
  });

  it('keeps currencies apart instead of comparing their amounts', () => {
    const offered = [at('+14155550101', 100, 100, 'USD'), at('+919876543210', 50_000, 25_000)];
    expect(shown(searchPage(offered, all, 0))).toEqual(['+919876543210', '+14155550101']);
    const cheaper = at('+14155550102', 1, 1, 'USD');
    expect(shown(searchPage([...offered, cheaper], all, 0)).at(1)).toBe(cheaper.e164);
  });

  it('sorts by number when asked to', () => {
    const offered = [at('+919876543212', 0, 0), at('+919876543211', 90_000, 90_000)];
    const page = searchPage(offered, { digits: '', sort: 'number' }, 0);
    expect(shown(page)).toEqual(['+919876543211', '+919876543212']);
  });

  it('keeps only the numbers that contain the digits', () => {
    const page = searchPage(many, { digits: '3221', sort: 'year' }, 0);
    expect(shown(page)).toEqual(['+919876543221']);
    expect(page).toMatchObject({ total: 1, pages: 1 });
  });

  it.each([
    [-3, 0],
    [0, 0],
    [2, 2],
    [99, 2],
  ])('clamps page %i to %i', (asked, page) => {
    const result = searchPage(many, all, asked);
    expect(result).toMatchObject({ page, pages: 3, total: 20 });
    expect(result.numbers).toHaveLength(page === 2 ? 4 : SHOWN.found);
  });

  it('is one empty page when nothing fits', () => {
    const nothing = searchPage([], all, 4);
    expect(nothing).toEqual({ numbers: [], page: 0, pages: 1, total: 0 });
  });

  it('shows every number exactly once over all pages', () => {
    const pages = [0, 1, 2].flatMap((page) => shown(searchPage(many, all, page)));
    expect(pages.toSorted()).toEqual(many.map(({ e164 }) => e164));
  });
});

it.each([
  [{}, true],
  [{ region: '' }, true],
  [{ region: 'x'.repeat(100) }, true],
  [{ region: 'x'.repeat(101) }, false],
  [{ country: 'in' }, false],
  [{ country: 'I' }, false],
  [{ country: 'IND' }, false],
  [{ e164: '919876543210' }, false],
  [{ price: undefined }, false],
])('a number for sale can have %j: %s', (more, can) => {
  expect(availableNumberSchema.safeParse({ ...aNumber(), ...more }).success).toBe(can);
});
