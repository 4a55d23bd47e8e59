import { pino } from 'pino';
import { expect, it } from 'vitest';
import { createStores } from '../../../src/app/storage.ts';
import { ALL_NUMBERS } from '../../../src/domain/numbers/number-filter.ts';
import { createListNumbers } from '../../../src/flows/numbers/list-numbers.ts';
import { createKeys } from '../../../src/store/keys.ts';
import { testPrefix } from '../../support/redis.ts';
import { redisOfRun } from '../../support/shown.ts';
import { answer, clientFor, startWire } from '../../support/vobiz-wire.ts';

const ACTOR = { userId: 'U0ASHA', teamId: 'T0TEAM', userTeamId: 'T0TEAM' };
const FEES = { setup_fee: '500', monthly_fee: 250.5, currency: 'inr' };

const numbersFrom = (first: number, count: number) =>
  Array.from({ length: count }, (_, at) => ({
    e164: `+91987${String(first + at).padStart(7, '0')}`,
    status: 'active',
    ...FEES,
  }));

/** The list as it comes of a Vobiz that answers each page of owned numbers with `pageOf`, and no channels. */
async function listFrom(pageOf: (page: number) => object) {
  const wire = await startWire(({ path, query }) =>
    answer(200, path.endsWith('/numbers') ? pageOf(Number(query.get('page'))) : { items: [] }),
  );
  const stores = createStores(
    redisOfRun(),
    createKeys(testPrefix().replace(/[{}]/g, '')),
    pino({ enabled: false }),
  );
  const numbers = createListNumbers({
    ...stores,
    vobiz: clientFor(wire.url),
    seen: stores.numbersSeen,
    labels: async () => [],
    identify: async (actor) => ({ ...actor, standing: 'member', groups: [] }),
    clock: { now: Date.now, jitter: () => 0 },
  });
  const all = () => numbers.page(ACTOR, ALL_NUMBERS, 0);
  const list = await all();
  const asked = () => wire.requests.filter(({ path }) => path.endsWith('/numbers')).length;
  const { total: count } = list;
  const one = (e164: string) => numbers.one(ACTOR, e164);
  return { list, count, one, asked: asked(), again: () => all().then(asked) };
}

it('reads every page, with and without a total, also when pages are smaller than asked for', async () => {
  const withoutTotal = await listFrom((page) => ({
    items: numbersFrom(page * 100, page < 3 ? 100 : 30),
  }));
  expect(withoutTotal).toMatchObject({ count: 230, asked: 3, list: { leftOut: [] } });
  const small = await listFrom((page) => ({
    items: numbersFrom(page * 100, page < 3 ? 25 : 10),
    total: 60,
  }));
  expect(small).toMatchObject({ count: 60, asked: 3 });
});

it.each([
  ['no total', {}],
  ['a total in text', { total: '60' }],
  ['a total of the page alone', { total: 24 }],
  ['a total of nonsense', { total: -1 }],
])('shows all 60 numbers of a Vobiz that gives 25 a page, with %s', async (_total, more) => {
  const pages = await listFrom((page) => ({
    items: page > 3 ? [] : numbersFrom(page * 100, page < 3 ? 25 : 10),
    per_page: 25,
    ...more,
  }));
  expect(pages).toMatchObject({ count: 60, list: { leftOut: [] } });
});

it('reads on behind a page of numbers that cannot be read', async () => {
  const torn = Array.from({ length: 25 }, () => ({ e164: 'withheld' }));
  const pages = await listFrom((page) => ({
    items: page === 1 ? torn : page === 2 ? numbersFrom(0, 25) : [],
  }));
  expect(pages).toMatchObject({ count: 25, list: { leftOut: ['unread'] } });
  await expect(pages.one('+919870000001')).resolves.toMatchObject({ state: 'owned' });
});

it.each<[string, (page: number) => object]>([
  ['one row is unreadable', (page) => ({ items: page === 1 ? [{ e164: 'withheld' }] : [] })],
  ['there are more than we read', (page) => ({ items: numbersFrom(page * 100, 100) })],
  ['the list is none', () => ({ message: 'Something went wrong' })],
])('does not say that a number is not there where %s', async (_why, pageOf) => {
  const pages = await listFrom(pageOf);
  await expect(pages.one('+919999999999')).rejects.toMatchObject({ code: 'vobiz_unreadable' });
});

it('says that a number is not there by a list that could be read', async () => {
  const pages = await listFrom((page) => ({ items: page === 1 ? numbersFrom(0, 3) : [] }));
  await expect(pages.one('+919999999999')).resolves.toBeUndefined();
});

it.each([
  [
    'an object with numbers for keys',
    { items: { 0: numbersFrom(0, 1)[0], 1: numbersFrom(1, 1)[0] } },
  ],
  ['`numbers`', { numbers: numbersFrom(0, 2) }],
  ['`results` inside `data`', { data: { results: numbersFrom(0, 2) } }],
  ['numbers without their +', numbersFrom(0, 2).map((one) => ({ ...one, e164: Number(one.e164) }))],
])('shows the numbers of a list that comes as %s', async (_how, body) => {
  expect(await listFrom((page) => (page === 1 ? body : []))).toMatchObject({ count: 2 });
});

it('ends when every page is the first one, and when a page is empty', async () => {
  const deaf = await listFrom(() => ({ items: numbersFrom(0, 100) }));
  expect(deaf).toMatchObject({ count: 100, asked: 2 });
  const wrongTotal = await listFrom((page) => ({
    items: page === 1 ? numbersFrom(0, 7) : [],
    total: 900,
  }));
  expect(wrongTotal).toMatchObject({ count: 7, asked: 2 });
});

it('stops at 2,000 numbers and says that there are more', async () => {
  const endless = await listFrom((page) => ({ items: numbersFrom(page * 100, 100) }));
  expect(endless).toMatchObject({ count: 2_000, asked: 20, list: { leftOut: ['at_vobiz'] } });
});

it('keeps the list for a minute, its prices with it', async () => {
  const { list, asked, again } = await listFrom(() => ({ items: numbersFrom(0, 1) }));
  const price = {
    setup: { minor: 50_000, currency: 'INR' },
    monthly: { minor: 25_050, currency: 'INR' },
  };
  expect(list.page.items).toMatchObject([{ state: 'owned', owned: { price } }]);
  expect(await again()).toBe(asked);
});
