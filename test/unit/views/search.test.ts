import { describe, expect, it } from 'vitest';
import { searchPage } from '../../../src/domain/numbers/number-search.ts';
import { buttons, inputs, modalIds } from '../../../src/slack/ids.ts';
import {
  type SearchResult,
  type SearchState,
  searchModal,
} from '../../../src/views/numbers/search-form.ts';
import { buttonsIn, readView } from './views-rules.ts';
import { aNumber } from './views-support.ts';

const QUERY = { country: 'IN', region: 'MH', digits: '', sort: 'price' } as const;
const FORM = { country: 'India', region: 'mh', digits: '', sort: 'price' } as const;

function modal(result: SearchResult, more: Partial<SearchState> = {}) {
  return searchModal({ channel: 'C0SALES', form: FORM, query: QUERY, result, ...more });
}

function resultOf(count: number, page: number): SearchResult {
  const offered = Array.from({ length: count }, (_, at) =>
    aNumber({ e164: `+9198765432${String(at).padStart(2, '0')}` }),
  );
  return { kind: 'page', page: searchPage(offered, QUERY, page), skipped: 0 };
}

describe('the search modal', () => {
  it('shows what each number costs now, each month and in a year', () => {
    expect(
      readView(modal(resultOf(1, 0)))
        .split('\n')
        .slice(-7),
    ).toMatchInlineSnapshot(`
      [
        "Prices and availability are up to a minute old. Nothing is held for you until it is bought.",
        "*+91 98765 43200*",
        "India, MH",
        "₹500 setup, ₹250 a month",
        "₹750 first charge, ₹3,500 in the first year",
        "Choose",
        "Page 1 of 1, 1 number",
      ]
    `);
  });

  it('carries the search, the number and its price in Choose', () => {
    const number = aNumber({ region: 'Maharashtra' });
    const result = { kind: 'page', page: searchPage([number], QUERY, 0), skipped: 0 } as const;
    const [choose] = buttonsIn(modal(result).blocks);
    expect(choose?.actionId).toBe(buttons.choose.id);
    expect(buttons.choose.decode(choose?.value)).toEqual({
      ok: true,
      value: { country: 'IN', region: 'MH', e164: '+919876543210', price: number.price },
    });
  });

  it('offers no Choose for a number without a region, and says why', () => {
    const page = searchPage([aNumber({ region: '' })], QUERY, 0);
    const view = modal({ kind: 'page', page, skipped: 0 });
    expect(buttonsIn(view.blocks)).toEqual([]);
    expect(readView(view)).toContain('Vobiz needs a region');
  });

  it.each([
    [0, ['next_page'], 1],
    [1, ['previous_page', 'next_page'], 0],
    [2, ['previous_page'], 1],
  ])('turns from page %i with %j', (page, ids, target) => {
    const turns = buttonsIn(modal(resultOf(12, page)).blocks).filter(
      ({ actionId }) => actionId !== buttons.choose.id,
    );
    expect(turns.map(({ actionId }) => actionId)).toEqual(ids);
    expect(buttons.previousPage.decode(turns[0]?.value)).toEqual({
      ok: true,
      value: { page: target },
    });
  });

  it('says which page of how many numbers is shown', () => {
    expect(readView(modal(resultOf(12, 1)))).toContain('Page 2 of 3, 12 numbers');
  });

  it('says where nothing was found and what to try', () => {
    const query = { ...QUERY, digits: '777' };
    expect(readView(modal(resultOf(0, 0), { query }))).toContain(
      'Vobiz offers no numbers in India, MH that contain 777. Try fewer digits, or no region, or another country',
    );
  });

  it('offers the nearest country for one that does not exist', () => {
    const nearest = { code: 'IN', name: 'India' };
    expect(
      readView(modal({ kind: 'unusable', what: 'country', typed: 'Indja', nearest })),
    ).toContain('No country is called “Indja”. Did you mean India? Enter IN and press Search.');
  });

  it('says in place that Vobiz failed, that nothing was bought, and when to try again', () => {
    const problem = { code: 'vobiz_rate_limited', ref: 'ref_1', retryAfterMs: 30_000 } as const;
    const said = readView(modal({ kind: 'problem', ...problem }));
    expect(said).toContain('Try again in about 30 seconds. Reference: ref_1.');
  });

  it('counts what could not be read', () => {
    const page = searchPage([aNumber()], QUERY, 0);
    expect(readView(modal({ kind: 'page', page, skipped: 2 }))).toContain('2 numbers from Vobiz');
  });

  it('keeps the form as it was filled in, under the ids handlers read', () => {
    const form = { country: 'Indja', region: 'mh', digits: '77', sort: 'number' } as const;
    const { blocks } = modal(
      { kind: 'unusable', what: 'country', typed: 'Indja', nearest: undefined },
      { form },
    );
    for (const [name, value] of Object.entries(form)) {
      const { blockId, actionId } = inputs[name === 'sort' ? 'sort' : 'country'];
      const block = JSON.stringify(
        blocks.find(({ block_id }) => block_id === (name in inputs ? name : blockId)),
      );
      expect(block).toContain(`"${value}"`);
      expect(block).toContain(name === 'country' || name === 'sort' ? actionId : `${name}_text`);
    }
  });

  it('carries the channel and the search it shows', () => {
    expect(modalIds.search.decode(modal({ kind: 'prompt' }).private_metadata)).toEqual({
      ok: true,
      value: { channel: 'C0SALES', query: QUERY },
    });
  });
});
