import { describe, expect, it } from 'vitest';
import { VobizError } from '../../src/vobiz/errors.ts';
import { answer, clientFor, startWire } from '../support/vobiz-wire.ts';

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
  ])(
    'reads all sixty, 25 a page, where Vobiz ignores the search and gives %s',
    async (_what, more) => {
      const page = (number: number) =>
        numbers(25 * (number - 1), Math.max(Math.min(25, 85 - 25 * number), 0));
      const { found } = await searching((number) => ({ items: page(number), ...more }));
      expect(found).toEqual([SOUGHT]);
    },
  );

  it.each<[string, (page: number) => object]>([
    [
      'has an item whose number is not there',
      () => ({ items: [{ e164: null, status: 'active' }] }),
    ],
    ['has an item that is text', () => ({ items: ['+919870000055'] })],
    ['answers the first page for ever', () => ({ items: numbers(0, 25), total: 60 })],
    ['never ends', (page) => ({ items: [{ e164: `+1202555${1_000 + page}` }] })],
    ['is no list', () => ({ message: 'ok' })],
  ])('does not say "not there" of a list that %s', async (_what, pageOf) => {
    expect((await searching(pageOf)).found).toBe('vobiz_unreadable');
  });
});
