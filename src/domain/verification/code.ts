import { cleanTerm } from '../typed-clean.ts';

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
