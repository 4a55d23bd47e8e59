import { z } from 'zod';

export const PURPOSE_MAX = 500;
export const REASON_MAX = 500;

/** Typed text of at most `max` characters, each up to two UTF-16 units. */
export const typed = (max: number) =>
  z
    .string()
    .min(1)
    .max(2 * max);

/** Epoch ms. */
export const timeSchema = z.number().int().nonnegative();

/** Format and control characters, variation selectors, blank letters, and the keycap frame (1️⃣). */
const UNSEEN =
  /\p{Cf}|(?!\s)\p{Cc}|\p{Cs}|\p{Variation_Selector}|\u034F|[\u115F\u1160]|\u17B4|\u17B5|\u20E3|\u2800|\u3164|\uFFA0|\uFFFC/gu;
/** As above, but keeps what joins letters and emoji, which sentences need. */
const UNSEEN_IN_PROSE =
  /(?!\s|\u200C|\u200D|\uFE0F)(?:\p{Cf}|\p{Cc}|\p{Cs}|\p{Variation_Selector}|\u034F|\u3164|\uFFFC)/gu;
const SPACES = /\p{Zs}/gu;

/** A sentence as meant: no invisible characters, plain spaces, trimmed. */
export function cleanProse(typed: string): string {
  const text = typed.replace(UNSEEN_IN_PROSE, '').replace(SPACES, ' ').trim();
  return text.replace(UNSEEN, '').trim() === '' ? '' : text;
}

/** A word, number, code or name as meant: ASCII digits, plain width, keyboard quotes and dashes, not quoted. */
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

/** Every script has its digits in a run of ten, zero first. Source: The Unicode Standard, 4.6. */
function digitOf(digit: string): string {
  const code = digit.codePointAt(0) ?? 0;
  let before = 0;
  while (/\p{Nd}/u.test(String.fromCodePoint(code - before - 1))) before += 1;
  return String(before % 10);
}

/** A name for comparison: no marks, case, dots or commas; `St` and `&` spelled out; no leading `the`. */
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
