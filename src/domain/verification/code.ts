import { cleanTerm } from '../typed.ts';

/** Digits without spaces and dashes, leading zeros kept. Never echo what was typed. */
export function readCode(typed: string): { ok: true; code: string } | { ok: false } {
  const code = cleanTerm(typed).replace(/[\s-]/g, '');
  // Vobiz shows 6-digit codes, but its API only says "string".
  return /^\d{4,8}$/.test(code) ? { ok: true, code } : { ok: false };
}

/** 4 to 8 digits on their own, spaces and dashes allowed; not part of a phone number, amount, time or URL. */
export function holdsCode(text: string): boolean {
  const words = cleanTerm(text).replace(/\b[a-z]+:\/\/\S+/gi, ' ');
  const runs =
    words.match(
      /(?<![\p{L}\p{N}_+:.,/₹$€£])\d(?:[\s\-\u2010-\u2015]?\d){3,}(?![\p{L}\p{N}:/]|[.,]\d)/gu,
    ) ?? [];
  return runs.some((run) => readCode(run).ok);
}

/** A month, or a day or a slip for one, which nobody enters as a code: `2026-11`, `2026-11-27`, `11/2026`. */
export function isLikeDate(word: string): boolean {
  return /^(?:20\d\d[-/.](?:0?[1-9]|1[0-2])(?:[-/.]\d{1,2})?|(?:0?[1-9]|1[0-2])[-/.]20\d\d)$/.test(
    word,
  );
}

/** Our own limits, as Vobiz publishes none. WhatsApp may lock a number after too many wrong codes. */

/** Most codes to one number of a workspace within this time, over all its verifications. */
export const MAX_CODES = 5;
export const CODES_WITHIN_MS = 10 * 60_000;
/** Wrong entries of one code before the pause. */
export const MAX_WRONG_ENTRIES = 5;
/** How long a locked verification stays open for a new code after its pause. */
export const AFTER_PAUSE_MS = 15 * 60_000;
/** Assumed when Vobiz does not name a code's expiry (implied by its sample), and shown as assumed. */
export const ASSUMED_CODE_LIFE_MS = 10 * 60_000;
/** Used when Vobiz limits the rate without a duration (its sample uses a minute). */
export const DEFAULT_QUIET_MS = 60_000;
/** How long entering or requesting a code locks others out. Longer than the call can take, so a crash frees it. */
export const TURN_MS = 45_000;

const LONGEST_WAIT_MS = 60 * 60_000;

/** Wait in ms after `sends` codes: 60 s, 120 s, 240 s, ... */
export function resendDelay(sends: number, resendAfterMs: number): number {
  return Math.min(resendAfterMs * 2 ** (sends - 1), LONGEST_WAIT_MS);
}
