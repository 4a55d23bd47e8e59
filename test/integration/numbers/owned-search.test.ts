import { describe, expect, it } from 'vitest';
import { VobizError } from '../../../src/vobiz/vobiz-errors.ts';
import { answer, clientFor, failure, startWire } from '../../support/vobiz-wire.ts';

const SOUGHT = '+919870000055';
const numbers = (first: number, count: number) =>
  Array.from({ length: count }, (_, at) => ({
    e164: `+9198700000${String(first + at).padStart(2, '0')}`,
  }));

/** What a search for a number finds in a list that Vobiz answers page by page with `pageOf`, and how often it asked. */
async function searching(pageOf: (page: number) => object) {
  const wire = await startWire(({ query }) => answer(200, pageOf(Number(query.get('page')))));
  const found = await clientFor(wire.url)
    .ownedNumbers({ search: SOUGHT })
    .then((list) => list.map(({ e164 }) => e164))
    .catch((error: unknown) => (error instanceof VobizError ? error.code : error));
  return { found, asked: wire.requests.length };
}

describe('searching the owned numbers for one', () => {
  it('asks once where Vobiz searches', async () => {
    expect(await searching(() => ({ items: [] }))).toEqual({ found: [], asked: 1 });
    const one = [{ e164: SOUGHT }];
    expect(await searching(() => ({ items: one }))).toEqual({ found: [SOUGHT], asked: 1 });
  });

  it.each([
    ['a total', { total: 60 }],
    ['a total as text', { total: '60' }],
    ['no total', {}],
    ['a total that nobody set', { total: 0 }],
    ['the count of the page for a total', { total: 25 }],
  ])(
    'reads all sixty, 25 a page, where Vobiz ignores the search and gives %s',
    async (_what, more) => {
      const page = (number: number) =>
        numbers(25 * (number - 1), Math.max(Math.min(25, 85 - 25 * number), 0));
      const { found } = await searching((number) => ({ items: page(number), ...more }));
      expect(found).toEqual([SOUGHT]);
    },
  );

  it('asks once more where the whole list is said to be one page, also of a Vobiz that ignores the page', async () => {
    const all = numbers(0, 3);
    expect(await searching(() => ({ items: all, total: 3 }))).toEqual({ found: [], asked: 2 });
    const ended = (page: number) => ({ items: page > 1 ? [] : all, total: 3 });
    expect(await searching(ended)).toEqual({ found: [], asked: 2 });
  });

  it('passes over numbers of other forms that cannot be the sought one', async () => {
    const others = ['1409876543', '08069999999', '140-5550', 'ext 299999'].map((e164) => ({
      e164,
    }));
    const page = (at: number) => ({ items: at > 1 ? [] : [...others, ...numbers(55, 1)] });
    expect((await searching(page)).found).toEqual([SOUGHT]);
  });

  it.each<[string, (page: number) => object]>([
    [
      'has the sought number without its country',
      (page) => ({ items: page > 1 ? [] : [{ e164: '09870000055' }] }),
    ],
    ['counts more than it has', (page) => ({ items: page > 1 ? [] : numbers(0, 9), total: 12 })],
    [
      'has an item whose number is not there',
      () => ({ items: [{ e164: null, status: 'active' }] }),
    ],
    ['has an item that is text', () => ({ items: ['+919870000055'] })],
    ['answers the first page for ever', () => ({ items: numbers(0, 25), total: 60 })],
    ['never ends', (page) => ({ items: [{ e164: `+1202555${1_000 + page}` }] })],
    ['is empty, and says that it failed', () => ({ items: [], success: false })],
    ['is no list', () => ({ message: 'ok' })],
  ])('does not say "not there" of a list that %s', async (_what, pageOf) => {
    expect((await searching(pageOf)).found).toBe('vobiz_unreadable');
  });

  it.each([
    'No access to numbers',
    'No such resource: numbers',
    'No account for this data',
    'The numbers endpoint was not found',
    'Data center not found',
  ])('does not say "not there" of a 404: %s', async (message) => {
    const wire = await startWire(() => answer(404, { error: 'not_found', message }));
    const search = clientFor(wire.url).ownedNumbers({ search: SOUGHT });
    expect((await failure(search)).code).toBe('vobiz_refused');
  });

  it.each(['No numbers found', 'No matching phone numbers', 'Records not found', 'no_data'])(
    'says "not there" of a 404: %s',
    async (message) => {
      const wire = await startWire(() => answer(404, { message }));
      expect(await clientFor(wire.url).ownedNumbers({ search: SOUGHT })).toEqual([]);
    },
  );
});
