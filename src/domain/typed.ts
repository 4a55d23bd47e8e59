import { z } from 'zod';

export const PURPOSE_MAX = 500;
export const REASON_MAX = 500;

/** Text that people typed: at most so many characters, which are up to twice as many UTF-16 units. */
export const typed = (max: number) =>
  z
    .string()
    .min(1)
    .max(2 * max);

/** Epoch ms. */
export const timeSchema = z.number().int().nonnegative();

/**
 * What nobody sees: format characters (bidi marks, zero width, BOM), control characters, variation selectors, letters that
 * are blank, and the frame that makes a key out of a digit (1️⃣).
 */
const UNSEEN =
  /\p{Cf}|(?!\s)\p{Cc}|\p{Cs}|\p{Variation_Selector}|\u034F|[\u115F\u1160]|\u17B4|\u17B5|\u20E3|\u2800|\u3164|\uFFA0|\uFFFC/gu;
/** The same without what holds letters and emoji together: people's sentences need it. */
const UNSEEN_IN_PROSE =
  /(?!\s|\u200C|\u200D|\uFE0F)(?:\p{Cf}|\p{Cc}|\p{Cs}|\p{Variation_Selector}|\u034F|\u3164|\uFFFC)/gu;
const SPACES = /\p{Zs}/gu;

/** A sentence somebody typed, as they meant it: nothing invisible, no spaces around it, plain spaces in it. */
export function cleanProse(typed: string): string {
  const text = typed.replace(UNSEEN_IN_PROSE, '').replace(SPACES, ' ').trim();
  return text.replace(UNSEEN, '').trim() === '' ? '' : text;
}

/**
 * A word, number, code or name somebody typed, as they meant it: digits of any script are 0 to 9, letters and signs of full
 * width are plain, quotes and dashes are what a keyboard has, and quotes around or within it are gone.
 */
export function cleanTerm(typed: string): string {
  return typed
    .replace(UNSEEN, '')
    .normalize('NFKC')
    .replace(UNSEEN, '')
    .replace(/\p{Nd}/gu, digitOf)
    .replace(/[\p{Pd}\u2212\u2043]/gu, '-')
    .replace(/[‘’‚‛′´ʼ]/gu, "'")
    .replace(/["“”„‟«»″`]/gu, ' ')
    .replace(/[\s\p{Zs}]+/gu, ' ')
    .trim()
    .replace(/^'+|'+$/g, '')
    .trim();
}

/** Decimal digits stand in runs of ten, zero first, in every script. Source: The Unicode Standard, 4.6. */
function digitOf(digit: string): string {
  const code = digit.codePointAt(0) ?? 0;
  let before = 0;
  while (/\p{Nd}/u.test(String.fromCodePoint(code - before - 1))) before += 1;
  return String(before % 10);
}

/** A name as it is compared: no marks, no case, no dots and commas, `St` and `&` in full, no leading `the`. */
export function fold(name: string): string {
  return cleanTerm(name)
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[.']/g, '')
    .replace(/&/g, ' and ')
    .replace(/[^\p{L}\p{N}+:]+/gu, ' ')
    .trim()
    .replace(/^the /, '')
    .replace(/\bst /g, 'saint ');
}
