import { describe, expect, it } from 'vitest';
import { parsePhone } from '../../../src/domain/phone.ts';
import { cleanProse, cleanTerm, fold, timeSchema, typed } from '../../../src/domain/typed.ts';
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

const UNSEEN = ['\u200b', '\u0007', '\uD800', '\uFE00', '\u034F', '\u3164', '\uFFFC'];
/** Seen in a sentence, but nothing that a word or a number is made of. */
const BLANK = ['\u115F', '\u1160', '\u17B4', '\u17B5', '\u20E3', '\u2800', '\uFFA0'];

describe('a word, number or name', () => {
  it.each([...MARKS, ...UNSEEN, ...BLANK])(
    'is the same with what nobody sees in it: %j',
    (mark) => {
      expect(cleanTerm(`a${mark}b`)).toBe('ab');
      expect(cleanTerm(mark)).toBe('');
    },
  );

  it.each([
    ['  two \u00a0\n words ', 'two words'],
    ['ＡＢ＋１', 'AB+1'],
    ['a–b—c−d⁃e', 'a-b-c-d-e'],
    ['it’s', "it's"],
    ["''quoted''", 'quoted'],
    ['‘it’s’', "it's"],
    ['say “hello” now', 'say hello now'],
    ['a"b«c»d', 'a b c d'],
    ["' x '", 'x'],
    ['९ 𝟗 9', '9 9 9'],
  ])('is what was meant: %j', (typed, meant) => expect(cleanTerm(typed)).toBe(meant));

  it.each(ZEROS)('has each of ten digits of a script: %s', (zero) => {
    expect(cleanTerm(inScript(zero, '0123456789'))).toBe('0123456789');
  });

  it.each([
    ['Côte d’Ivoire', 'cote divoire'],
    ['Mahārāṣhṭra', 'maharashtra'],
    ['U.S.A.', 'usa'],
    ['Trinidad & Tobago', 'trinidad and tobago'],
    ['J&K', 'j and k'],
    ['The Gambia', 'gambia'],
    ['In the End', 'in the end'],
    ['St. Lucia', 'saint lucia'],
    ['West St Louis', 'west saint louis'],
    ['East Side', 'east side'],
    ['Best Town', 'best town'],
    ['a_b - (c), d', 'a b c d'],
    [' -Goa- ', 'goa'],
    ['+91', '+91'],
    [':flag-in:', ':flag in:'],
    ['МОСКВА 7', 'москва 7'],
  ])('is compared by its letters and digits: %s', (name, folded) => {
    expect(fold(name)).toBe(folded);
  });
});

describe('a sentence', () => {
  it.each(UNSEEN)('has nothing in it that nobody sees: %j', (mark) => {
    expect(cleanProse(`it ${mark}costs`)).toBe('it costs');
  });

  it.each(BLANK)(
    'keeps what belongs to letters, and is nothing when it has only that: %j',
    (mark) => {
      expect([cleanProse(`a${mark}`), cleanProse(` ${mark} `)]).toEqual([`a${mark}`, '']);
    },
  );

  it('has plain spaces, and none around it', () => {
    expect(cleanProse('\u00a0a\u2009b  c\u3000')).toBe('a b  c');
  });
});

it.each([
  ['', false],
  ['a', true],
  ['🙂🙂', true],
  ['aaaa', true],
  ['aaaaa', false],
])('a text of two characters at most takes up to four units: %j', (text, fits) => {
  expect(typed(2).safeParse(text).success).toBe(fits);
});

it('a time is whole milliseconds since 1970', () => {
  expect([0, 1, 1.5, -1, '1'].map((at) => timeSchema.safeParse(at).success)).toEqual([
    ...[true, true, false, false, false],
  ]);
});
