import { describe, expect, it } from 'vitest';
import { parsePhone } from '../../../src/domain/phone.ts';
import { cleanProse, cleanTerm } from '../../../src/domain/typed.ts';
import { holdsCode, readCode } from '../../../src/domain/verification/code.ts';

const MARKS = [
  '\u200e',
  '\u200f',
  '\u200b',
  '\u200d',
  '\u2060',
  '\ufeff',
  '\u202a',
  '\u2069',
  '\u00ad',
  '\ufe0f',
  '\u061c',
];
/** Zero of each: Devanagari, Arabic, Persian, Bengali, Tamil, Thai, full width, mathematical bold, Adlam. */
const ZEROS = ['०', '٠', '۰', '০', '௦', '๐', '０', '𝟎', '𞥐'];
const inScript = (zero: string, digits: string) =>
  digits.replace(/\d/g, (digit) =>
    String.fromCodePoint((zero.codePointAt(0) ?? 0) + Number(digit)),
  );

describe('a code as a device typed it', () => {
  it.each(MARKS)('counts, whatever nobody sees is in it', (mark) => {
    expect(readCode(`${mark}482${mark}913${mark}`)).toEqual({ ok: true, code: '482913' });
    expect(holdsCode(`the code is 482${mark}913`)).toBe(true);
  });

  it.each(ZEROS)('counts in digits of another script: %s', (zero) => {
    expect(readCode(inScript(zero, '048291'))).toEqual({ ok: true, code: '048291' });
    expect(holdsCode(`it is ${inScript(zero, '482913')}`)).toBe(true);
  });

  it.each([
    '4️⃣8️⃣2️⃣9️⃣1️⃣3️⃣',
    '④⑧②⑨①③',
    '48291\u00003\u0007',
    '482\u00a0913',
    '482–913',
    '“482913”',
    '482\u2009913',
  ])('counts: %s', (typed) => {
    expect(readCode(typed)).toEqual({ ok: true, code: '482913' });
  });

  it.each(['abc', '482a913', '', '\u200e'])('is none: %j', (typed) => {
    expect(readCode(typed)).toEqual({ ok: false });
  });
});

describe('a phone number as a device typed it', () => {
  it.each([
    '+९१ ९८७६५ ४३२१०',
    '＋91 98765 43210',
    '\u202a+91 98765\u00a043210\u202c',
    '+91–98765–43210',
    '"+919876543210"',
    '+٩١٩٨٧٦٥٤٣٢١٠',
  ])('is read: %s', (typed) =>
    expect(parsePhone(typed)).toMatchObject({ ok: true, e164: '+919876543210' }),
  );
});

describe('what people write', () => {
  it('keeps what holds letters and emoji together, and quotes and digits as they are', () => {
    const text = 'क्‍ष “९ people” 👨‍👩‍👧 can’t';
    expect(cleanProse(`\u202e ${text}\u00a0\u200b`)).toBe(text);
  });

  it('is nothing when nobody sees anything', () => {
    for (const clean of [cleanProse, cleanTerm])
      for (const unseen of ['\u200d\ufe0f \u2060\u3164', '\u0000\u0007', '\uFFFC', '\uD800'])
        expect(clean(unseen)).toBe('');
  });

  it('keeps its lines and nothing that moves the cursor', () => {
    expect(cleanProse('Pune\u0008\u0000\ndesk\u001b')).toBe('Pune\ndesk');
  });
});
