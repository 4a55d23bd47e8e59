import { describe, expect, it } from 'vitest';
import {
  countryOf,
  e164Schema,
  formatPhone,
  maskPhone,
  parsePhone,
  phonesInMessage,
} from '../../../src/domain/phone.ts';

describe('a number as typed', () => {
  it.each([
    ['+919876543210', '+919876543210', 'IN'],
    ['  +91 98765 43210 ', '+919876543210', 'IN'],
    ['+1 (415) 555-2671', '+14155552671', 'US'],
    ['＋９１９８７６５４３２１０', '+919876543210', 'IN'],
    ['tel:+91-98765-43210', '+919876543210', 'IN'],
    ['+91 98765 43210.', '+919876543210', 'IN'],
    ['+91(0)9876543210', '+919876543210', 'IN'],
    ['+49 30/1234567', '+49301234567', 'DE'],
  ])('reads %s', (typed, e164, country) => {
    expect(parsePhone(typed)).toEqual({ ok: true, e164, country });
  });

  it.each([
    ['', 'no_digits', undefined],
    ['hello', 'no_digits', undefined],
    ['9876543210', 'no_country_code', '+919876543210'],
    ['09876543210', 'no_country_code', '+919876543210'],
    ['919876543210', 'no_country_code', '+919876543210'],
    ['00919876543210', 'no_country_code', '+919876543210'],
    ['+91 98765 4321', 'no_such_number', undefined],
    ['+91 98765 43210 ext 5', 'odd_characters', undefined],
    ['+91 98765 43210 extra', 'odd_characters', '+919876543210'],
    ['Asha: +91 98765 43210', 'odd_characters', '+919876543210'],
    ['+91 98765 43210 (Asha)', 'odd_characters', '+919876543210'],
    ['+1234567890123456', 'too_long', undefined],
    ['+12345', 'too_short', undefined],
    ['+123456', 'too_short', undefined],
    ['+1234567', 'no_such_number', undefined],
    ['+123456789012345', 'no_such_number', undefined],
    ['12 00 34', 'no_country_code', undefined],
  ])('says what is wrong with %j and offers the likely form', (typed, problem, likely) => {
    expect(parsePhone(typed)).toEqual({
      ok: false,
      problem,
      likely,
    });
  });

  it('takes the country it is told for a number without one', () => {
    const likely = (country: string) => parsePhone('(415) 555-2671', country);
    expect(likely('US')).toMatchObject({ likely: '+14155552671' });
    expect(likely('ZZ')).toMatchObject({ likely: undefined });
  });
});

describe('a number as shown', () => {
  it('is spaced as its country does', () => {
    expect(formatPhone('+919876543210')).toBe('+91 98765 43210');
    expect(formatPhone('+14155552671')).toBe('+1 415 555 2671');
    expect(formatPhone('+99900001234')).toBe('+99900001234');
  });

  it('shows only its end where many people read', () => {
    expect(maskPhone('+919876543210')).toBe('+91 •••• 3210');
    expect(maskPhone('+919876543210')).not.toContain('98765');
    expect(maskPhone('+99900001234')).toBe('•••• 1234');
  });
});

it.each([
  ['+919876543210', 'IN'],
  ['+14165550123', 'CA'],
  ['+80012345678', undefined],
  ['+99900001234', undefined],
  ['', undefined],
])('%s is a number of %s', (e164, country) => expect(countryOf(e164)).toBe(country));

it.each([
  ['+919876543210', true],
  ['+1234567', true],
  ['+123456789012345', true],
  ['919876543210', false],
  ['+0123456789', false],
  ['+123456', false],
  ['+1234567890123456', false],
  ['+91 9876543210', false],
  ['x+919876543210', false],
])('calls %s E.164: %s', (text, is) => {
  expect(e164Schema.safeParse(text).success).toBe(is);
});

describe('a message', () => {
  it.each([
    [
      'see https://ops.example/archives/C1/p1772359200000100 and +91 98765 01234',
      ['+919876501234'],
    ],
    ['098765 01234 or +1 415 555 2671', ['+919876501234', '+14155552671']],
    ['+919876501234, again +91 98765 01234', ['+919876501234']],
    ['your code is 482913, valid 10 min', []],
    ['@U0123456789 asked 10:00 in #C0123456789', []],
    ['tel://+919876501234', []],
    ['+9198765https://x.example 01234', []],
    ['https://x.example/ 98765 01234', ['+919876501234']],
    ['98765 012 or +91 98765', []],
    ['', []],
  ])('has its valid numbers found: %s', (text, found) => {
    expect(phonesInMessage(text)).toEqual(found);
  });

  it('has numbers of the likely country without its code, where there is such a country', () => {
    const found = (country: string) => phonesInMessage('(415) 555-2671', country);
    expect([found('US'), found('ZZ')]).toEqual([['+14155552671'], []]);
    expect(phonesInMessage('+14155552671', 'ZZ')).toEqual(['+14155552671']);
  });
});
