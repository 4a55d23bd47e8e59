import type { VendorReason } from '../domain/order/vendor-reason.ts';

/**
 * Lower-case codes from Vobiz's errors page (docs: errors, 2026) and Meta's, which may pass through unchanged
 * (developers.facebook.com: Cloud API error codes, phone number registration, request_code).
 */
const BY_CODE: Readonly<Record<string, VendorReason>> = {
  invalid_credentials: 'credentials',
  token_expired: 'credentials',
  account_inactive: 'account_inactive',
  insufficient_balance: 'balance',
  payment_failed: 'payment_failed',
  rate_limit_exceeded: 'rate_limited',
  did_cool_off_in_effect: 'cool_off',
  4: 'meta_rate_limited',
  10: 'meta_permission',
  190: 'meta_token',
  368: 'account_locked',
  80007: 'meta_rate_limited',
  130429: 'meta_rate_limited',
  131000: 'meta_unavailable',
  131005: 'meta_permission',
  131008: 'meta_parameter',
  131009: 'meta_parameter',
  131016: 'meta_unavailable',
  131031: 'account_locked',
  131042: 'no_payment_method',
  131056: 'meta_rate_limited',
  133000: 'deregistering',
  133004: 'meta_unavailable',
  133005: 'pin_mismatch',
  133006: 'reverify',
  133008: 'pin_blocked',
  133009: 'pin_blocked',
  133010: 'not_registered',
  133015: 'registration_wait',
  133016: 'registration_limit',
  136024: 'code_not_sent',
  136025: 'wrong_code',
};

/** The one-time code, not a country code, a PIN or an HTTP status. */
const CODE =
  '(?:verification |one[- ]time |confirmation |security |sms |the |otp )*(?:otp(?: code)?|code|passcode)';
const WRONG = '(?:wrong|invalid|incorrect|bad)';

/** First match wins: "invalid or expired code" is a wrong code, as nothing says a new one would help. */
const BY_WORDS: readonly (readonly [RegExp, VendorReason])[] = [
  [/\b(?:de)?regist\w+\b.*\blimit\b|\blimit\b.*\b(?:de)?regist\w+/i, 'registration_limit'],
  [
    /\bpin\b.*\b(?:mismatch|wrong|invalid|incorrect|not match)|\b(?:wrong|invalid|incorrect)\b.*\bpin\b(?! code)/i,
    'pin_mismatch',
  ],
  [/\bpin\b.*\b(?:too (?:fast|many)|guess)/i, 'pin_blocked'],
  [/\baccount\b(?: \w+){0,3} (?:locked|restricted|banned)\b|\blocked account\b/i, 'account_locked'],
  [
    /too many (?:\w+ )?(?:attempts|tries)|attempts? (?:limit|exceeded)|max\w* (?:\w+ )?attempts|\blocked\b|temporarily blocked/i,
    'too_many_attempts',
  ],
  [/too many (?:\w+ )?(?:requests|codes)|\brate limit/i, 'rate_limited'],
  [/(?<!\bnot )(?<!\bnot been )\balready (?:been )?verified/i, 'already_verified'],
  [
    new RegExp(
      String.raw`\b${WRONG} (?:or \w+ )?${CODE}\b(?! method)|\b${CODE} (?:\w+ ){0,4}?(?:${WRONG}|mismatch|not match|not right|not valid)\b`,
      'i',
    ),
    'wrong_code',
  ],
  [
    new RegExp(
      String.raw`^expired$|\b${CODE} (?:\w+ ){0,2}expired\b|\bexpired ${CODE}\b|(?<!\bbusiness )\bverification (?:\w+ ){0,2}expired\b`,
      'i',
    ),
    'code_expired',
  ],
  [
    /\bnot (?:started|requested|initiated)\b|\bno (?:\w+ )?verification\b|\bverification\b.*\bnot found\b/i,
    'not_started',
  ],
  [
    /\binsufficient (?:account )?(?:balance|funds|credit)|\blow balance\b|\bnot enough (?:balance|funds|credit)/i,
    'balance',
  ],
  [
    /\blandline\b|\b(?:sms|text messages?|voice|calls?)\b.*\b(?:not (?:supported|available|allowed|possible)|unsupported|cannot|can't)\b|\b(?:cannot|can't|unable to) receive\b/i,
    'method_unsupported',
  ],
  [/\bpayment method\b/i, 'no_payment_method'],
];

/** What an error means: machine codes first, then words, then the one vague code. */
export function knownReason(
  codes: readonly string[],
  words: string | undefined,
): VendorReason | undefined {
  const lower = codes.map((code) => code.toLowerCase());
  const known = lower.find((code) => Object.hasOwn(BY_CODE, code));
  if (known !== undefined) return BY_CODE[known];
  const texts = [...codes, words ?? ''].map((text) => text.replaceAll('_', ' ').trim());
  const said = texts.map(inWords).find((reason) => reason !== undefined);
  // Verified for somebody else proves nothing of ours.
  if (said === 'already_verified' && texts.some((text) => OF_ANOTHER.test(text))) return undefined;
  return said ?? (lower.includes('validation_error') ? 'invalid_field' : undefined);
}

const OF_ANOTHER =
  /\b(?:another|other|different|someone|somebody|elsewhere)\b|\b(?:to|by|for) an? (?!you)(?:\w+ )?(?:account|business|user|customer)\b/i;

function inWords(text: string): VendorReason | undefined {
  return BY_WORDS.find(([pattern]) => pattern.test(text))?.[1];
}
