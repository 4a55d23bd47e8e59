/** Before Vobiz existed. Services in Go send an unset time as the year 1, others as 1970. */
const EARLIEST = Date.UTC(2015, 0, 1);

/**
 * Epoch ms of an RFC 3339 time with any precision (we see 0 to 6 decimals), of Go's own form of it, or of a count since
 * 1970. A time without a zone is UTC, as in every published sample, not this machine's zone. Undefined before 2015 and
 * after `latest` (epoch ms).
 */
export function readTime(text: string | undefined, latest: number): number | undefined {
  const sent = text?.trim() ?? '';
  const time = sinceEpoch(sent) ?? byCalendar(sent);
  return time >= EARLIEST && time <= latest ? time : undefined;
}

/** Seconds have 10 digits until the year 2286; ms, µs and ns have 3 more each. */
function sinceEpoch(sent: string): number | undefined {
  const [, seconds, rest = ''] = /^(\d{10})(\.\d+|\d{3}|\d{6}|\d{9})?$/.exec(sent) ?? [];
  if (seconds === undefined) return undefined;
  return Math.round(Number(`${seconds}.${rest.replace('.', '')}`) * 1_000);
}

/** NaN when it is none. Go writes `2026-03-01 10:00:00.5 +0000 UTC`. */
function byCalendar(sent: string): number {
  if (!/^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/i.test(sent)) return Number.NaN;
  const iso = sent
    .replace(/(?<=^.{10})[ t]/, 'T')
    .replace(/ ?(?:UTC|GMT)$/i, '')
    .replace(/ ?([+-]\d\d)(?::?(\d\d))?$/, (_zone, hours, minutes = '00') => `${hours}:${minutes}`);
  return Date.parse(/(?:z|[+-]\d\d:\d\d)$/i.test(iso) ? iso : `${iso}Z`);
}

/** Smaller differences come from network time and the whole seconds of the `Date` header. */
const NOISE_MS = 60_000;

/** `now` is ours, epoch ms. `skewMs`: how far Vobiz's clock, from the `Date` header, is ahead (negative: behind). */
export type WireClock = { now: number; skewMs: number };

export function readClock(dateHeader: string | undefined, now: number): WireClock {
  const theirs = Date.parse(dateHeader ?? '');
  const skewMs = Number.isNaN(theirs) ? 0 : theirs - now;
  return { now, skewMs: Math.abs(skewMs) < NOISE_MS ? 0 : skewMs };
}

/** Working clocks never differ by more; if they do, one says nothing about the other. */
const FAR_MS = 24 * 3_600_000;

/** By our clock, epoch ms. Undefined if unreadable, over `aheadMs` past Vobiz's now, or the clocks are a day apart. */
export function readTheirTime(
  text: string | undefined,
  { now, skewMs }: WireClock,
  aheadMs: number,
): number | undefined {
  if (Math.abs(skewMs) > FAR_MS) return undefined;
  const theirs = readTime(text, now + skewMs + aheadMs);
  return theirs === undefined ? undefined : theirs - skewMs;
}
