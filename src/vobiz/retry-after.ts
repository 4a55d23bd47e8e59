const LONGEST_MS = 24 * 60 * 60_000;

/**
 * Milliseconds from a `Retry-After` header (seconds or an HTTP date), at most a day. Undefined when unreadable or when
 * it asks for no wait (zero, negative, a past date). `theirNow`: the clock the date was written by, epoch ms.
 */
export function retryAfterFromHeader(
  header: string | undefined,
  theirNow: number,
): number | undefined {
  if (header === undefined) return undefined;
  // A time since 1970, as other limits are told; no wait is decades long.
  if (/^\s*1\d{9}\s*$/.test(header)) return bounded(Number(header) * 1_000 - theirNow);
  if (!/[a-z]/i.test(header)) return retryAfterFromSeconds(header.trim());
  return bounded(Date.parse(header) - theirNow);
}

/** Milliseconds from seconds, as in `details.retryAfter` of a body; undefined as for the header. */
export function retryAfterFromSeconds(value: string | number | undefined): number | undefined {
  const text = String(value ?? '').trim();
  return /^\d+(\.\d+)?$/.test(text) ? bounded(Number(text) * 1_000) : undefined;
}

const UNIT_MS: Readonly<Record<string, number>> = {
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: LONGEST_MS,
};

/** Milliseconds from words such as `Please wait 11 hours` or `try again in 30 seconds`; not from `valid for 10 minutes`. */
export function retryAfterFromWords(words: string | undefined): number | undefined {
  const [, count, unit] =
    /\b(?:wait|again|retry|resend|request|new)\b(?:\s+\w+){0,4}?\s+(\d{1,6})\s*(?!ms\b)(s|m|h|d)(?:ec|econd|in|inute|r|our|ay)?s?\b/i.exec(
      words ?? '',
    ) ?? [];
  return unit === undefined
    ? undefined
    : bounded(Number(count) * (UNIT_MS[unit.toLowerCase()] ?? 0));
}

/** Whole milliseconds that suit both a timer and a key's TTL. */
function bounded(ms: number): number | undefined {
  return ms > 0 ? Math.min(Math.ceil(ms), LONGEST_MS) : undefined;
}
