import { describe, expect, it } from 'vitest';
import { parseCountry } from '../../../../src/domain/country.ts';
import {
  nearestPlace,
  parseRegion,
  sameRegion,
  splitPlace,
} from '../../../../src/domain/numbers/place.ts';

describe('a country', () => {
  it.each([
    ...['America', 'USA', 'U.S.', 'u.s.a.', 'United States of America', 'the US', '🇺🇸', '+1'].map(
      (typed) => [typed, 'US'],
    ),
    ...['UK', 'U.K.', 'Great Britain', 'GBR', ':flag-gb:', '+44'].map((typed) => [typed, 'GB']),
    ...['Turkey', 'Türkiye', 'TUR'].map((typed) => [typed, 'TR']),
    ...['Hong Kong', 'HKG', '+852'].map((typed) => [typed, 'HK']),
    ...['South Korea', 'Republic of Korea', 'Korea, Republic of'].map((typed) => [typed, 'KR']),
    ...['Ivory Coast', "Côte d'Ivoire", 'Côte d’Ivoire', 'cote divoire'].map((typed) => [
      typed,
      'CI',
    ]),
    ...['Czech Republic', 'Czechia'].map((typed) => [typed, 'CZ']),
    ...['+91', '＋９１', '+९१', '🇮🇳', 'IND', 'Bharat', '“India”', 'In\u200edia'].map((typed) => [
      typed,
      'IN',
    ]),
    ...['Republic of India', '0091', '00९१'].map((typed) => [typed, 'IN']),
    ['Kingdom of Saudi Arabia', 'SA'],
    ['The Republic of the Congo', 'CG'],
    ['Holland', 'NL'],
    ['The Netherlands', 'NL'],
    ['UAE', 'AE'],
    ['Trinidad & Tobago', 'TT'],
    ['St. Lucia', 'LC'],
    ['Viet Nam', 'VN'],
    ['Burma', 'MM'],
    ['Tanzania, United Republic of', 'TZ'],
  ])('is read by what people call it: %s', (typed = '', code) => {
    expect(parseCountry(typed)).toEqual({ ok: true, code });
  });
});

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

  it('is one, whatever it is called', () => {
    expect(sameRegion('IN', 'MH', 'Mumbai')).toBe(true);
    expect(sameRegion('IN', 'Karnataka', 'KA')).toBe(true);
    expect(sameRegion('IN', 'KA', 'MH')).toBe(false);
    expect(sameRegion('IN', 'Circle 7', 'Circle 8')).toBe(false);
  });

  it('that nobody knows comes with what was most likely meant', () => {
    expect(parseRegion('IN', 'Maharastra')).toMatchObject({ nearest: { code: 'MH' } });
    expect(parseRegion('IN', 'Xyzzy')).toEqual({ ok: false, nearest: undefined });
  });
});

describe('the words of a search', () => {
  it.each([
    ['United States of America', 'US', '', ''],
    ['Hong Kong 99', 'HK', '', '99'],
    ['mumbai', 'IN', 'mumbai', ''],
    ['India Maharashtra', 'IN', 'Maharashtra', ''],
    ['Maharashtra, India', 'IN', 'Maharashtra', ''],
    ['new york 212', 'US', 'new york', '212'],
    ['New York, USA', 'US', 'New York', ''],
    ['"IN"', 'IN', '', ''],
    ['“IN”', 'IN', '', ''],
    ['+91 ९८', 'IN', '', '98'],
    ['chennai', 'IN', 'chennai', ''],
    ['nowhere land', 'nowhere land', '', ''],
    ['New Jersey', 'US', 'New Jersey', ''],
    ['Jersey', 'JE', '', ''],
    ['goa 98', 'IN', 'goa', '98'],
    ['ka', 'ka', '', ''],
    ['@dev', '@dev', '', ''],
    ['Mumbai, MH, India', 'IN', 'Mumbai MH', ''],
    ['Indianapolis IN', 'US', 'Indianapolis IN', ''],
    ['Kowloon Hong Kong', 'HK', 'Kowloon', ''],
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
    ['Xyzzy', undefined],
  ])('comes with what was most likely meant, a state or a country: %s', (typed, name) => {
    expect(nearestPlace(typed)?.name).toBe(name);
  });
});
