import { describe, expect, it } from 'vitest';
import { countryName, parseCountry } from '../../../src/domain/country.ts';
import { splitPlace } from '../../../src/domain/numbers/place.ts';

describe('a country as typed', () => {
  it.each([
    ['IN', 'IN'],
    ['in', 'IN'],
    [' India ', 'IN'],
    ['INDIA', 'IN'],
    ['usa', 'US'],
    ['United States', 'US'],
    ['uk', 'GB'],
    ['ＩＮ', 'IN'],
  ])('reads %j as %s', (typed, code) => {
    expect(parseCountry(typed)).toEqual({ ok: true, code });
  });

  it.each([
    ['Indai', 'IN'],
    ['Germny', 'DE'],
    ['Unted States', 'US'],
  ])('offers the country most likely meant by %s', (typed, code) => {
    expect(parseCountry(typed)).toEqual({ ok: false, nearest: { code, name: countryName(code) } });
  });

  it.each(['', 'ZZ', 'Xyzzyland', 'x'.repeat(3000), '🙂🙂🙂'])(
    'offers nothing for what is like no country',
    (typed) => {
      expect(parseCountry(typed)).toEqual({ ok: false, nearest: undefined });
    },
  );
});

describe('the words of a search', () => {
  it.each([
    ['IN', 'IN', ''],
    ['in mh', 'IN', 'mh'],
    ['India', 'IN', ''],
    ['united states CA', 'US', 'CA'],
    ['india tamil nadu', 'IN', 'tamil nadu'],
    ['xyzzy mh', 'xyzzy mh', ''],
    ['', '', ''],
  ])('splits %j into country and region', (words, country, region) => {
    expect(splitPlace(words.split(' ').filter(Boolean))).toEqual({ country, region, digits: '' });
  });
});
