import { describe, expect, it } from 'vitest';
import { searchPage } from '../../../src/domain/numbers/number-search.ts';
import { placeName, placesCalled } from '../../../src/domain/numbers/place-choices.ts';
import { buttons, modalIds, type SearchOnShow } from '../../../src/slack/ids.ts';
import {
  countryOptions,
  placeChosen,
  regionOptions,
  type SearchResult,
  type SearchState,
  searchModal,
} from '../../../src/views/numbers/search-form.ts';
import { buttonsIn, readView } from './views-rules.ts';
import { aNumber, HOSTILE, inr } from './views-support.ts';

const QUERY = { country: 'IN', region: 'MH', digits: '', sort: 'year' } as const;
const ON_SHOW: SearchOnShow = { channel: 'C0SALES', query: QUERY };

function modal(result: SearchResult, more: Partial<SearchState> = {}) {
  return searchModal({ onShow: ON_SHOW, result, ...more });
}

function resultOf(count: number, page = 0, more: object = {}): SearchResult {
  const offered = Array.from({ length: count }, (_, at) =>
    aNumber({ e164: `+919876543${String(at).padStart(3, '0')}` }),
  );
  return {
    kind: 'page',
    page: searchPage(offered, QUERY, page),
    skipped: 0,
    maxPrice: {},
    ...more,
  };
}

describe('the search window', () => {
  it('has its menus, the digits and a number in two lines', () => {
    expect(readView(modal(resultOf(1))).split('\n')).toMatchInlineSnapshot(`
      [
        "Country",
        "India",
        "Region",
        "Maharashtra",
        "Cheapest today",
        "Cheapest first year",
        "Number",
        "Cheapest first year",
        "Digits in the number",
        "Like 99",
        "1 number · prices checked just now · not reserved until bought",
        "*+91 98765 43000* · Maharashtra",
        "₹750 now, then ₹250/month",
        "Choose",
      ]
    `);
  });

  it('carries the search, the number and its price in Choose', () => {
    const number = aNumber({ region: 'Maharashtra' });
    const [choose] = buttonsIn(modal(resultFor(number)).blocks);
    expect(choose?.actionId).toBe(buttons.choose.id);
    expect(buttons.choose.decode(choose?.value)).toEqual({
      ok: true,
      value: { country: 'IN', region: 'MH', e164: '+919876543210', price: number.price },
    });
  });

  it('offers to choose several where there are several, beside the menus', () => {
    const ids = (count: number) => buttonsIn(modal(resultOf(count)).blocks).map((b) => b.actionId);
    expect(ids(2)).toEqual(['choose_several', 'choose_number', 'choose_number']);
    expect(ids(1)).toEqual(['choose_number']);
  });

  it('offers no Choose for a number without a region, and says why', () => {
    const view = modal(resultFor(aNumber({ region: '' })));
    expect(buttonsIn(view.blocks)).toEqual([]);
    expect(readView(view)).toContain("can't be ordered, because Vobiz lists no region");
  });

  it('says on the row which number costs more than one may', () => {
    const view = modal({ ...resultFor(aNumber()), maxPrice: { INR: 70_000 } });
    expect(buttonsIn(view.blocks)).toEqual([]);
    expect(readView(view)).toContain(
      '₹750 now, then ₹250/month · over the limit of ₹700 for one number',
    );
    expect(
      buttonsIn(modal({ ...resultFor(aNumber()), maxPrice: { INR: 75_000 } }).blocks),
    ).toHaveLength(1);
  });

  it.each([
    [{ why: 'person' }, "the policy doesn't let you request numbers"],
    [{ why: 'channel', channels: ['C0SALES'] }, 'Request numbers in <#C0SALES>'],
    [{ why: 'country', countries: ['US'] }, 'You can only request numbers from United States'],
    [{ why: 'number_type' }, "doesn't allow numbers of this type"],
    [{ why: 'no_policy' }, 'This workspace has no policy yet'],
    [{ why: 'nobody_to_ask' }, 'Nobody could approve a request from a direct message'],
  ] as const)('shows prices without Choose where nothing can be requested: %j', (barred, says) => {
    const view = modal(resultOf(3, 0, { barred }));
    expect(buttonsIn(view.blocks)).toEqual([]);
    expect(readView(view)).toContain(says);
  });

  it.each([
    [0, ['next_page'], 1],
    [1, ['previous_page', 'next_page'], 0],
    [2, ['previous_page'], 1],
  ])('turns from page %i with %j', (page, ids, target) => {
    const turns = buttonsIn(modal(resultOf(20, page)).blocks).filter(({ actionId }) =>
      /page/.test(actionId),
    );
    expect(turns.map(({ actionId }) => actionId)).toEqual(ids);
    expect(buttons.previousPage.decode(turns[0]?.value)).toEqual({
      ok: true,
      value: { page: target },
    });
  });

  it('says which page of how many numbers is shown, eight of 500 at a time', () => {
    const view = modal(resultOf(500, 1));
    expect(readView(view)).toContain('500 numbers, page 2 of 63 · prices checked just now');
    expect(
      buttonsIn(view.blocks).filter(({ actionId }) => actionId === 'choose_number'),
    ).toHaveLength(8);
  });

  it.each([
    [
      { digits: '777' },
      'No numbers match in Maharashtra, India. Try fewer digits or all of India.',
    ],
    [{ region: '', digits: '777' }, 'No numbers match in India. Try fewer digits.'],
    [{ region: '' }, 'No numbers match in India. Try another country.'],
    [{ region: 'Maharastra' }, 'We don’t know “Maharastra” in India. Did you mean Maharashtra?'],
    [{ region: 'ZZ' }, 'We don’t know “ZZ” in India. Pick a region above.'],
  ])('says what to try where nothing was found: %j', (more, says) => {
    const onShow = { ...ON_SHOW, query: { ...QUERY, ...more } };
    expect(readView(modal(resultOf(0), { onShow })).replaceAll("'", '’')).toContain(says);
  });

  it('names the nearest country for one that does not exist', () => {
    const nearest = { code: 'IN', name: 'India' };
    const onShow = { channel: 'C0SALES' };
    const view = modal({ kind: 'unusable', what: 'country', typed: 'Indja', nearest }, { onShow });
    expect(readView(view)).toContain(
      "We don't know “Indja”. Did you mean India? Pick a country above.",
    );
  });

  it('says in place that Vobiz failed and when to try again', () => {
    const problem = { code: 'vobiz_rate_limited', ref: 'ref_1', retryAfterMs: 30_000 } as const;
    expect(readView(modal({ kind: 'problem', ...problem }))).toContain(
      'Try again in about 30 seconds',
    );
  });

  it.each(['‮مكة المكرمة', '🙂'.repeat(50), '<!here> & *bold*', 'x'.repeat(100)])(
    'keeps two lines a number, whatever Vobiz calls its region: %s',
    (region) => {
      const said = readView(modal(resultFor(aNumber({ region })))).split('\n');
      expect(said.slice(-3)).toEqual([
        expect.stringMatching(/^\*\+91 98765 43210\* · \S/),
        '₹750 now, then ₹250/month',
        'Choose',
      ]);
      expect(said.join()).not.toMatch(/\u202e|<!here>/);
    },
  );

  it('counts what could not be read', () => {
    expect(readView(modal(resultOf(1, 0, { skipped: 2 })))).toContain("We couldn't read 2 numbers");
  });

  it('carries the channel, the search and what was typed for a request', () => {
    const onShow = { ...ON_SHOW, page: 2, drawn: 3, purpose: HOSTILE.slice(0, 500) };
    expect(modalIds.search.decode(modal(resultOf(1), { onShow }).private_metadata)).toEqual({
      ok: true,
      value: onShow,
    });
  });

  it('understands the order by price that an earlier version left in an open window', () => {
    const old = JSON.stringify({ v: 1, d: { ...ON_SHOW, query: { ...QUERY, sort: 'price' } } });
    expect(modalIds.search.decode(old)).toEqual({ ok: true, value: ON_SHOW });
  });
});

describe('what its menus offer', () => {
  it('fits for every country and region there is, by its whole name', () => {
    const places = 'abcdefghijklmnopqrstuvwxyz'
      .split('')
      .flatMap((letter) => [...placesCalled(letter, []), ...placesCalled(letter.repeat(3), [])])
      .concat(placesCalled('', []), placesCalled('new', []), placesCalled('saint', []));
    for (const place of places) {
      const [option] = countryOptions([place]);
      expect(option?.text.text).toBe(placeName(place));
      expect(placeChosen(option?.value ?? '')).toEqual(place);
    }
  });

  it('is at most what Slack takes, with a value that names the place again', () => {
    const places = Array.from({ length: 300 }, () => ({ country: 'IN', region: 'MH' }));
    const options = countryOptions(places);
    expect(options).toHaveLength(100);
    expect(options[0]).toMatchObject({ text: { text: 'Maharashtra, India' }, value: 'IN MH' });
    expect(placeChosen('IN MH')).toEqual({ country: 'IN', region: 'MH' });
    expect(placeChosen('DE')).toEqual({ country: 'DE', region: '' });
    expect(placeChosen('<!here>')).toBeUndefined();
  });

  it('counts the numbers of each region, whatever Vobiz calls it', () => {
    const regions = ['MH', HOSTILE.slice(0, 60), 'مكة', '🙂'.repeat(30), 'x'.repeat(61)].map(
      (region) => ({ region, name: region, count: 12 }),
    );
    const options = regionOptions(regions, { withAll: true });
    expect(options.map(({ text }) => text.text).slice(0, 2)).toEqual(['All regions', 'MH (12)']);
    expect(options).toHaveLength(5);
    for (const { text, value } of options) {
      expect(text.text.length).toBeLessThanOrEqual(75);
      expect(value?.length).toBeLessThanOrEqual(75);
    }
  });
});

function resultFor(number: ReturnType<typeof aNumber>): Extract<SearchResult, { kind: 'page' }> {
  return { kind: 'page', page: searchPage([number], QUERY, 0), skipped: 0, maxPrice: {} };
}

it('costs what it costs, also without a setup fee', () => {
  const number = aNumber({ price: { setup: inr(0), monthly: inr(30_000) } });
  expect(readView(modal(resultFor(number)))).toContain('₹300 now, then ₹300/month');
});
