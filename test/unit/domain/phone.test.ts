import { describe, expect, it } from 'vitest';
import {
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
  ])('reads %s', (typed, e164, country) => {
    expect(parsePhone(typed)).toEqual({ ok: true, e164, country });
  });

  it.each([
    ['', /no digits/, undefined],
    ['hello', /no digits/, undefined],
    ['9876543210', /no country code/, '+919876543210'],
    ['09876543210', /no country code/, '+919876543210'],
    ['919876543210', /no country code/, '+919876543210'],
    ['00919876543210', /no country code/, '+919876543210'],
    ['+91 98765 4321', /No country has a number of that form/, undefined],
    ['+91 98765 43210 ext 5', /do not belong/, undefined],
    ['+1234567890123456', /too long/, undefined],
    ['+12345', /too short/, undefined],
  ])('says what is wrong with %j and offers the likely form', (typed, problem, likely) => {
    expect(parsePhone(typed)).toEqual({
      ok: false,
      problem: expect.stringMatching(problem),
      likely,
    });
  });

  it('takes the country it is told for a number without one', () => {
    expect(parsePhone('(415) 555-2671', 'US')).toMatchObject({ likely: '+14155552671' });
  });
});

describe('a number as shown', () => {
  it('is spaced as its country does', () => {
    expect(formatPhone('+919876543210')).toBe('+91 98765 43210');
    expect(formatPhone('+14155552671')).toBe('+1 415 555 2671');
  });

  it('shows only its end where many people read', () => {
    expect(maskPhone('+919876543210')).toBe('+91 •••• 3210');
    expect(maskPhone('+919876543210')).not.toContain('98765');
  });
});

it.each([
  ['+919876543210', true],
  ['919876543210', false],
  ['+0123456789', false],
  ['+123456', false],
  ['+1234567890123456', false],
  ['+91 9876543210', false],
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
    ['', []],
  ])('has its valid numbers found: %s', (text, found) => {
    expect(phonesInMessage(text)).toEqual(found);
  });
});
