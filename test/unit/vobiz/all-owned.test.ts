import { describe, expect, it } from 'vitest';
import type { OwnedNumber } from '../../../src/vobiz/answers.ts';
import { readAllOwned, readOwnedPage } from '../../../src/vobiz/owned-numbers.ts';
import { VobizError } from '../../../src/vobiz/vobiz-errors.ts';

const CLOCK = { now: Date.UTC(2026, 10, 26), skewMs: 0 };
const THERE = '+919870000055';
const NOT_THERE = '+919871111111';
const numbers = (first: number, count: number) =>
  Array.from({ length: count }, (_, at) => ({
    e164: `+9198700000${String(first + at).padStart(2, '0')}`,
    status: 'active',
  }));

/** What the whole list says of one number that is in it and of one that is not, and how many pages it took. */
async function reading(pageOf: (page: number) => object) {
  let asked = 0;
  const said = (ask: () => readonly OwnedNumber[]) => {
    try {
      return ask().map(({ status }) => status);
    } catch (error) {
      return error instanceof VobizError ? error.code : String(error);
    }
  };
  try {
    const list = await readAllOwned(async (page) => {
      asked += 1;
      const read = readOwnedPage(JSON.stringify(pageOf(page)), 'MA_TEST01', CLOCK);
      if (!read) throw new Error('no list');
      return read;
    });
    return { there: said(() => list.of(THERE)), not: said(() => list.of(NOT_THERE)), asked };
  } catch (error) {
    return error instanceof VobizError ? error.code : String(error);
  }
}

const sixty = (page: number) => numbers(25 * (page - 1), Math.max(Math.min(25, 85 - 25 * page), 0));

describe('the whole list of owned numbers', () => {
  it.each([
    ['a total', { total: 60 }, 3],
    ['a total as text', { total: '60' }, 3],
    ['no total', {}, 4],
    ['a total that nobody set', { total: 0 }, 4],
    ['the count of a full page for a total', { total: 25 }, 3],
  ])('is read to its end, 25 a page, where Vobiz gives %s', async (_what, more, asked) => {
    const list = await reading((page) => ({ items: sixty(page), ...more }));
    expect(list).toEqual({ there: ['active'], not: [], asked });
  });

  it('is asked for once more where it is said to be one page, also of a Vobiz that ignores the page', async () => {
    const all = numbers(55, 3);
    const deaf = await reading(() => ({ items: all, total: 3 }));
    expect(deaf).toEqual({ there: ['active'], not: [], asked: 2 });
    const ended = await reading((page) => ({ items: page > 1 ? [] : all, total: 3 }));
    expect(ended).toEqual({ there: ['active'], not: [], asked: 2 });
    expect(await reading(() => ({ items: [] }))).toEqual({ there: [], not: [], asked: 1 });
  });

  it('has each entry of a number that is listed twice', async () => {
    const released = { e164: THERE, status: 'released' };
    const items = [...numbers(55, 1), released];
    const list = await reading((page) => ({ items: page > 1 ? [] : items }));
    expect(list).toMatchObject({ there: ['active', 'released'] });
  });

  it('says nothing of the one number that an unreadable entry could be', async () => {
    const items = [...numbers(55, 1), { e164: '09871111111', status: 'active' }];
    const list = await reading((page) => ({ items: page > 1 ? [] : items }));
    expect(list).toMatchObject({ there: ['active'], not: 'vobiz_unreadable' });
  });

  it.each<[string, (page: number) => object]>([
    [
      'repeats an entry of the page before',
      (page) => ({ items: numbers(page * 24 - 24, 25), total: 75 }),
    ],
    ['counts less on a later page', (page) => ({ items: sixty(page), total: page > 1 ? 59 : 60 })],
  ])(
    'proves what it shows, but not what it lacks, where it moved meanwhile: it %s',
    async (_how, pageOf) => {
      const list = await reading(pageOf);
      expect(list).toMatchObject({ there: ['active'], not: 'vobiz_unreadable' });
    },
  );

  it.each<[string, (page: number) => object]>([
    ['counts more than it has', (page) => ({ items: page > 1 ? [] : numbers(0, 9), total: 12 })],
    ['answers the first page for ever', () => ({ items: numbers(0, 25), total: 60 })],
    ['answers the first page for ever, without a total', () => ({ items: numbers(0, 25) })],
    ['never ends', (page) => ({ items: [{ e164: `+1202${5_550_000 + page}` }] })],
  ])('is none where it %s', async (_what, pageOf) => {
    expect(await reading(pageOf)).toBe('vobiz_unreadable');
  });
});
