const LONGEST_MS = 24 * 60 * 60_000;

/** Milliseconds from a `Retry-After` header: seconds or an HTTP date, at most a day. Undefined when unreadable. */
export function retryAfterFromHeader(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined;
  if (/^\s*\d+(\.\d+)?\s*$/.test(header)) return retryAfterFromSeconds(header);
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.min(Math.max(0, date - now), LONGEST_MS);
}

/** Milliseconds from seconds, as `details.retryAfter` in a body has them. Undefined when unreadable. */
export function retryAfterFromSeconds(value: string | number | undefined): number | undefined {
  if (value === undefined || value === '') return undefined;
  const seconds = Number(value);
  if (!Number.isFinite(seconds) || seconds < 0) return undefined;
  return Math.min(Math.ceil(seconds * 1000), LONGEST_MS);
}
