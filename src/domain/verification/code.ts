import { cleanTerm } from '../typed.ts';

/** A one-time code as typed: digits with forgiven spaces and dashes; leading zeros kept. */
export type TypedCode = { ok: true; code: string } | { ok: false };

/** Vobiz shows 6-digit codes but its API only says "string", so 4 to 8 digits pass. The typed text is never echoed. */
export function readCode(typed: string): TypedCode {
  const code = cleanTerm(typed).replace(/[\s-]/g, '');
  return /^\d{4,8}$/.test(code) ? { ok: true, code } : { ok: false };
}

/**
 * Whether somebody's words hold what looks like a one-time code: 4 to 8 digits, also with spaces or dashes between them,
 * standing for themselves. Digits of a phone number, an amount, a time or an address are none.
 */
export function holdsCode(text: string): boolean {
  const words = cleanTerm(text).replace(/\b[a-z]+:\/\/\S+/gi, ' ');
  const runs =
    words.match(
      /(?<![\p{L}\p{N}_+:.,/₹$€£])\d(?:[\s\-\u2010-\u2015]?\d){3,}(?![\p{L}\p{N}:/]|[.,]\d)/gu,
    ) ?? [];
  return runs.some((run) => readCode(run).ok);
}

/** Limits of our own, for Vobiz publishes none. WhatsApp may lock a number after too many wrong codes. */

/** Codes sent to one number of a workspace within this time, over all its verifications. */
export const MAX_CODES = 5;
export const CODES_WITHIN_MS = 10 * 60_000;
/** Wrong entries of one code before the pause. */
export const MAX_WRONG_ENTRIES = 5;
/** How long a locked verification waits for somebody to ask for a new code once its pause is over. */
export const AFTER_PAUSE_MS = 15 * 60_000;
/** Vobiz names the end of a code's life; when it does not, this is assumed and said to be (its sample implies it). */
export const ASSUMED_CODE_LIFE_MS = 10 * 60_000;
/** When Vobiz limits the rate and does not say for how long (its own sample falls back to a minute). */
export const DEFAULT_QUIET_MS = 60_000;
/** How long an entry or a request for a code keeps others out; longer than its call can take, so a crash frees it. */
export const TURN_MS = 45_000;

const LONGEST_WAIT_MS = 60 * 60_000;

/** How long to wait for the next code after `sends` were asked for: 60 s, 120 s, 240 s, ... in ms. */
export function resendDelay(sends: number, resendAfterMs: number): number {
  return Math.min(resendAfterMs * 2 ** (sends - 1), LONGEST_WAIT_MS);
}
