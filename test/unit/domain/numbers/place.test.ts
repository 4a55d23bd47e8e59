import { describe, expect, it } from 'vitest';
import {
  nearestPlace,
  parseRegion,
  sameRegion,
  splitPlace,
} from '../../../../src/domain/numbers/place.ts';

describe('a region', () => {
  it.each([
    ['IN', 'MH', 'MH'],
    ['IN', 'maharashtra', 'MH'],
    ['IN', 'Bombay', 'MH'],
    ['IN', 'Bengaluru', 'KA'],
    ['IN', 'Tamil Nadu', 'TN'],
    ['IN', 'Orissa', 'OD'],
    ['IN', 'tg', 'TS'],
    ['US', 'California', 'CA'],
    ['US', 'St. Louis', 'MO'],
    ['US', 'New York', 'NY'],
    ['GB', 'London', 'LND'],
    ['FR', 'Bretagne', 'BRE'],
    ['IN', 'Mumbai, Maharashtra', 'MH'],
    ['IN', 'New Delhi DL', 'DL'],
    ['IN', 'J&K', 'JK'],
    ['US', 'Atlanta, GA', 'GA'],
  ])('of %s is read by name, code or city: %s', (country, typed, code) => {
    expect(parseRegion(country, typed)).toEqual({ ok: true, code });
  });

  it.each([
    ['IN', 'MH', 'Mumbai', true],
    ['IN', 'Karnataka', 'KA', true],
    ['IN', 'Jharkhand', 'J.H.', true],
    ['IN', 'Circle 7', 'circle-7', true],
    ['IN', '???', '???', true],
    ['IN', 'KA', 'MH', false],
    ['IN', 'Circle 7', 'Circle 8', false],
    ['IN', 'Circle 7', 'MH', false],
    ['IN', 'MH', 'Circle 7', false],
  ])('of %s is one or two, whatever they are called: %s, %s', (country, one, other, same) => {
    expect(sameRegion(country, one, other)).toBe(same);
  });

  it.each([
    ['IN', 'Maharastra', 'MH', 'Maharashtra'],
    ['IN', 'Nxgalxnd', 'NL', 'Nagaland'],
    ['IN', 'pun', 'MH', 'Maharashtra'],
    ['MA', 'Laayounx', 'LAA', 'Laayoune'],
    ['MD', 'Gagauzia Unitatea teritoriala auto', 'GA', 'Gagauzia, Unitatea teritoriala autonoma'],
    ['SB', 'Capital Teritory', 'CT', 'Capital Territory'],
  ])('of %s comes with the plain name most likely meant: %s', (country, typed, code, name) => {
    expect(parseRegion(country, typed)).toEqual({ ok: false, nearest: { code, name } });
  });

  it.each(['Xyzzy', 'Kxrxla', 'gox', '', 'Mumbai Karnataka', 'Mumbai xxx', 'Xyzzy Maharashtra'])(
    'that is like none comes with nothing: %s',
    (typed) => {
      expect(parseRegion('IN', typed)).toEqual({ ok: false, nearest: undefined });
    },
  );

  it('is any text where ISO lists none', () => {
    expect(parseRegion('HK', 'Kowloon')).toEqual({ ok: true, code: 'Kowloon' });
  });
});

describe('the words of a search', () => {
  it.each([
    ['', '', '', ''],
    ['IN', 'IN', '', ''],
    ['in mh', 'IN', 'mh', ''],
    ['united states CA', 'US', 'CA', ''],
    ['india tamil nadu', 'IN', 'tamil nadu', ''],
    ['xyzzy mh', 'xyzzy mh', '', ''],
    ['United States of America', 'US', '', ''],
    ['Hong Kong 99', 'HK', '', '99'],
    ['mumbai', 'IN', 'mumbai', ''],
    ['India Maharashtra', 'IN', 'Maharashtra', ''],
    ['Maharashtra, India', 'IN', 'Maharashtra', ''],
    ['Maharashtra,India', 'IN', 'Maharashtra', ''],
    ['new york 212', 'US', 'new york', '212'],
    ['New York, USA', 'US', 'New York', ''],
    ['"IN"', 'IN', '', ''],
    ['“IN”', 'IN', '', ''],
    ['+91 ९८', 'IN', '', '98'],
    ['chennai', 'IN', 'chennai', ''],
    ['london', 'GB', 'london', ''],
    ['Dubai', 'AE', 'Dubai', ''],
    ['toronto', 'CA', 'toronto', ''],
    ['Perth', 'AU', 'Perth', ''],
    ['munich', 'DE', 'munich', ''],
    ['nowhere land', 'nowhere land', '', ''],
    ['New Jersey', 'US', 'New Jersey', ''],
    ['Jersey', 'JE', '', ''],
    ['goa 98', 'IN', 'goa', '98'],
    ['ka', 'ka', '', ''],
    ['@dev', '@dev', '', ''],
    ['Mumbai, MH, India', 'IN', 'Mumbai MH', ''],
    ['Indianapolis IN', 'US', 'Indianapolis IN', ''],
    ['Kowloon Hong Kong', 'HK', 'Kowloon', ''],
    ['Xyzzy, India', 'Xyzzy India', '', ''],
    ['98', '98', '', ''],
    ['India 9x', 'IN', '9x', ''],
    ['India x9', 'IN', 'x9', ''],
    ['India (98)', 'IN', '', '(98)'],
    ['India 98 76', 'IN', '', '98 76'],
    ['India +91 98-76', 'IN', '', '+91 98-76'],
    ['+91 98', 'IN', '', '98'],
    ['IN 9️⃣8️⃣', 'IN', '', '98'],
  ])('%s', (typed, country, region, digits) => {
    expect(splitPlace(typed.split(' '))).toEqual({ country, region, digits });
  });
});

describe('a place that nobody knows', () => {
  it.each([
    ['Kerela', 'Kerala, India'],
    ['Maharastra', 'Maharashtra, India'],
    ['Californa', 'California, United States'],
    ['Indai', 'India'],
    ['Frnace', 'France'],
    ['Georga', 'Georgia'],
    ['Ontaro', 'Ontario, Canada'],
    ['Qeensland', 'Queensland, Australia'],
    ['Waxrington', 'Warrington, United Kingdom'],
    ['Tanzania', undefined],
    ['Xyzzy', undefined],
  ])('comes with what was most likely meant, a state or a country: %s', (typed, name) => {
    expect(nearestPlace(typed)?.name).toBe(name);
  });
});
