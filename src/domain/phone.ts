import {
  findPhoneNumbersInText,
  isSupportedCountry,
  parsePhoneNumberFromString,
} from 'libphonenumber-js';
import { z } from 'zod';
import { cleanTerm } from './typed.ts';

/** E.164: `+` and 7 to 15 digits. */
export const e164Schema = z.string().regex(/^\+[1-9]\d{6,14}$/);

export type ParsedPhone =
  | { ok: true; e164: string; country: string | undefined }
  | { ok: false; problem: PhoneProblem; likely: string | undefined };
export type NotAPhone = Extract<ParsedPhone, { ok: false }>;
export type PhoneProblem =
  | 'no_digits'
  | 'no_country_code'
  | 'odd_characters'
  | 'too_long'
  | 'too_short'
  | 'no_such_number';

/**
 * Only valid international numbers are ok, and nothing else beside them. `likely`: `09876543210` with country `IN` ->
 * `+919876543210`.
 */
export function parsePhone(typed: string, likelyCountry = 'IN'): ParsedPhone {
  const text = cleanTerm(typed);
  const parsed = parsePhoneNumberFromString(text);
  if (parsed?.isValid() && !parsed.ext) {
    return hasMore(text)
      ? { ok: false, problem: 'odd_characters', likely: parsed.number }
      : { ok: true, e164: parsed.number, country: parsed.country };
  }
  return { ok: false, problem: problemOf(text), likely: likelyForm(text, likelyCountry) };
}

/** Whether more was typed than a number, the name of its scheme before it and the end of a sentence behind it. */
function hasMore(text: string): boolean {
  const alone = text.replace(/^tel:/i, '').replace(/[.,;:!?]+$/, '');
  return !parsePhoneNumberFromString(alone, { extract: false });
}

function problemOf(text: string): PhoneProblem {
  const digits = text.replace(/\D/g, '');
  if (digits.length === 0) return 'no_digits';
  if (!text.startsWith('+')) return 'no_country_code';
  if (/[^\d\s().+-]/.test(text)) return 'odd_characters';
  if (digits.length > 15) return 'too_long';
  return digits.length < 7 ? 'too_short' : 'no_such_number';
}

function likelyForm(text: string, likelyCountry: string): string | undefined {
  if (text.startsWith('+')) return undefined;
  const country = isSupportedCountry(likelyCountry) ? likelyCountry : undefined;
  const digits = text.replace(/\D/g, '');
  const candidates = [
    parsePhoneNumberFromString(text, country),
    parsePhoneNumberFromString(`+${digits.replace(/^00/, '')}`),
  ];
  return candidates.find((candidate) => candidate?.isValid())?.number;
}

/** Whether what was sent for a number, such as a short form or nothing, may mean this one. */
export function couldMean(sent: string, e164: string): boolean {
  const digits = sent.replace(/\D/g, '').replace(/^0+/, '');
  const sought = e164.replace(/\D/g, '');
  return digits === '' || sought.includes(digits) || digits.includes(sought);
}

/**
 * Pairs of forms, with their national part in brackets: WhatsApp keeps the digit that marked a mobile number of Mexico (+52 1)
 * or Argentina (+54 9), and lacks the ninth digit of Brazilian ones that are older than it; others write them the other way.
 * Old Brazilian mobile numbers began with 6 to 9, so what begins with less is another number with and without a 9 before it.
 * (green-api.com and support.whapi.cloud, numbers of different countries; github.com/devlikeapro/waha/issues/238)
 */
const FORMS: readonly (readonly [RegExp, string])[] = [
  [/^\+521(\d{10})$/, '+52$1'],
  [/^\+52(\d{10})$/, '+521$1'],
  [/^\+549([1-8]\d{9})$/, '+54$1'],
  [/^\+54([1-8]\d{9})$/, '+549$1'],
  [/^\+55([1-9]\d)9([6-9]\d{7})$/, '+55$1$2'],
  [/^\+55([1-9]\d)([6-9]\d{7})$/, '+55$19$2'],
];

/** The other form in which WhatsApp or a list may write the same number. */
export function otherForm(e164: string): string | undefined {
  const [form, other] = FORMS.find(([each]) => each.test(e164)) ?? [];
  return form && other && e164.replace(form, other);
}

/**
 * What a list has of a number, in whichever form it is written there. `isOurs`: whether the number of that other form is ours as
 * well; then a list with only one of the two doesn't say which it means.
 */
export function listedAs<T>(
  e164: string,
  find: (e164: string) => T | undefined,
  isOurs: (e164: string) => boolean,
): T | 'ambiguous' | undefined {
  const other = otherForm(e164);
  const exact = find(e164);
  const alike = other === undefined ? undefined : find(other);
  const isEither = (exact === undefined) !== (alike === undefined);
  if (other !== undefined && isEither && isOurs(other)) return 'ambiguous';
  return exact ?? alike;
}

/** ISO 3166 alpha-2; undefined for numbers without a country, like +800. */
export function countryOf(e164: string): string | undefined {
  return parsePhoneNumberFromString(e164)?.country;
}

/** `+91 98765 43210`: spaced as its country writes it internationally. */
export function formatPhone(e164: string): string {
  return parsePhoneNumberFromString(e164)?.formatInternational() ?? e164;
}

/** `+91 •••• 3210`: for places many people read. */
export function maskPhone(e164: string): string {
  const prefix = parsePhoneNumberFromString(e164)?.countryCallingCode;
  return `${prefix ? `+${prefix} ` : ''}•••• ${e164.slice(-4)}`;
}

/** Digits in a URL are not a phone number. */
const ADDRESS = /\b[a-z]+:\/\/\S+/gi;

/** Valid phone numbers in a message, as E.164, each once, in order. */
export function phonesInMessage(text: string, likelyCountry = 'IN'): string[] {
  const words = cleanTerm(text).replace(ADDRESS, ' ');
  const country = isSupportedCountry(likelyCountry) ? likelyCountry : undefined;
  const found = findPhoneNumbersInText(words, country);
  return [
    ...new Set(found.filter(({ number }) => number.isValid()).map(({ number }) => number.number)),
  ];
}
