import { describe, expect, it } from 'vitest';
import { holdsCode, readCode } from '../../../../src/domain/verification/code.ts';

describe('a typed code', () => {
  it.each([
    ['482913', '482913'],
    ['  482913 ', '482913'],
    ['482 913', '482913'],
    ['482-913', '482913'],
    ['482\u00a0913', '482913'],
    ['482\u2013913', '482913'],
    ['4 8 2 9 1 3', '482913'],
    ['４８２９１３', '482913'],
  ])('is read with its spaces and dashes forgiven: %j', (typed, code) => {
    expect(readCode(typed)).toEqual({ ok: true, code });
  });

  it.each(['000000', '0012', '01234567'])('keeps its leading zeros: %s', (code) => {
    expect(readCode(code)).toEqual({ ok: true, code });
  });

  it.each([
    ['nothing', ''],
    ['only dashes', '---'],
    ['letters', 'abcdef'],
    ['a letter among digits', '48291O'],
    ['too few digits', '123'],
    ['too many digits', '123456789'],
    ['a sentence around it', 'my code is 482913'],
    ['a decimal point', '482.913'],
    ['a sign', '+482913'],
    ['emoji', '🔢482913'],
    ['a line of 3,000 digits', '1'.repeat(3000)],
  ])('is refused, and not repeated, when it is %s', (_name, typed) => {
    expect(readCode(typed)).toEqual({ ok: false });
  });
});

describe('words that hold a code', () => {
  it.each(['482913', 'the code is 482-913', 'Code: 4829', 'otp 482 913.', '12345678!', '482913,'])(
    'are told: %s',
    (text) => expect(holdsCode(text)).toBe(true),
  );

  it.each([
    'call +91 98765 01234',
    'https://ops.example/482913?id=482913',
    'it costs 1,500.00',
    '₹5000 is too much',
    'at 10:4500',
    'ver_12345678',
    'ask 3 people',
    '123456789',
    'https://x.example/?4829 1',
    'it is 482913kg',
    '4829:30',
    '1500.5',
    'no digits',
  ])('are not: %s', (text) => expect(holdsCode(text)).toBe(false));
});
