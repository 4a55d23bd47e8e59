import fc from 'fast-check';
import { getCountries } from 'libphonenumber-js';
import { describe, expect, it } from 'vitest';
import { countryName, parseCountry } from '../../../src/domain/country.ts';

const INDIA = ['IN', 'in', ' India ', 'INDIA', 'IND', 'Bharat', '“India”', 'In\u200edia'];
const CALLED: Readonly<Record<string, readonly string[]>> = {
  IN: [...INDIA, 'ＩＮ', '+91', '＋９１', '+९१', '0091', '00९१', '🇮🇳', ':flag-in:', ' :IN: '],
  US: ['usa', 'America', 'USA', 'U.S.', 'u.s.a.', 'United States of America', 'the US', '🇺🇸'],
  GB: ['uk', 'UK', 'U.K.', 'Great Britain', 'GBR', ':flag-gb:'],
  TR: ['Turkey', 'Türkiye', 'TUR'],
  HK: ['Hong Kong', 'HKG', '+852', ' +852 '],
  KR: ['South Korea', 'Korea, Republic of', 'Republic of Korea', 'The Republic of Korea'],
  CI: ['Ivory Coast', "Côte d'Ivoire", 'Côte d’Ivoire', 'cote divoire'],
  CZ: ['Czech Republic', 'Czechia'],
  NL: ['Holland', 'The Netherlands', 'Kingdom of the Netherlands'],
  AE: ['UAE', 'emirates'],
  TT: ['Trinidad & Tobago'],
  LC: ['St. Lucia'],
  VN: ['Viet Nam'],
  MM: ['Burma', 'Union of Myanmar'],
  TZ: ['Tanzania, United Republic of', 'United Republic of Tanzania'],
  CG: ['The Republic of the Congo', 'Congo'],
  SA: ['Kingdom of Saudi Arabia'],
  DE: ['Federal Republic of Germany'],
  PK: ['Islamic Republic of Pakistan'],
  CN: ["People's Republic of China"],
  EG: ['Arab Republic of Egypt'],
  QA: ['State of Qatar'],
  RU: ['Russia', 'Federation of Russia'],
  OM: ['Sultanate of Oman'],
};

/** As long as a text may be to be compared with names. */
const LONGEST = `Saint Helena, Ascension and Tristan da Cunha${'x'.repeat(17)}`;

describe('a country as typed', () => {
  it.each(
    Object.entries(CALLED).flatMap(([code, names]) => names.map((name) => [name, code] as const)),
  )('is read by what people call it: %j is %s', (typed, code) => {
    expect(parseCountry(typed)).toEqual({ ok: true, code });
  });

  it('is read by its code and by its name in English, every one that has phone numbers', () => {
    fc.assert(
      fc.property(fc.constantFrom(...getCountries()), (code) => {
        expect(parseCountry(code)).toEqual({ ok: true, code });
        expect(parseCountry(countryName(code))).toEqual({ ok: true, code });
      }),
      { numRuns: getCountries().length },
    );
  });

  it.each([
    ['+1', 'US'],
    ['+7', 'RU'],
    ['+39', 'IT'],
    ['+44', 'GB'],
    ['+47', 'NO'],
    ['+61', 'AU'],
    ['+212', 'MA'],
    ['+358', 'FI'],
    ['+590', 'GP'],
  ])('is the main one of those that share a dialling code: %s', (typed, code) => {
    expect(parseCountry(typed)).toEqual({ ok: true, code });
  });

  it.each([
    ['Indai', 'IN'],
    ['Germny', 'DE'],
    ['Unted States', 'US'],
    ['cba', 'CU'],
    ['South Republic of Korea', 'KR'],
    [':in:dia', 'IN'],
    ['in:di:a', 'IN'],
    ['Untied Stats of Amrica', 'US'],
    [LONGEST, 'SH'],
  ])('comes with the one most likely meant: %s', (typed, code) => {
    expect(parseCountry(typed)).toEqual({ ok: false, nearest: { code, name: countryName(code) } });
  });

  it.each([
    '',
    'ZZ',
    'cb',
    'xqz',
    'Xyzzyland',
    'Mumbai',
    '00',
    '+',
    '+800',
    '0091x',
    ':in',
    'in:',
    'x:in:',
    ':in:x',
    `${LONGEST}x`,
    'x'.repeat(3000),
    '🙂🙂🙂',
  ])('comes with nothing when it is like none: %s', (typed) => {
    expect(parseCountry(typed)).toEqual({ ok: false, nearest: undefined });
  });
});

it('is shown by its name in English, and an unknown one by its code', () => {
  expect(['IN', 'GB', 'ZZ'].map(countryName)).toEqual(['India', 'United Kingdom', 'ZZ']);
});
