import { readTime } from './wire-text.ts';

/** A difference below this is the time an answer takes, and the second to which a `Date` header is cut. */
const NOISE_MS = 60_000;

/**
 * Our clock, and how far Vobiz's is ahead of it (negative: behind), both in ms. Measured from the `Date` header of the same
 * answer: times in the answer are by Vobiz's clock and are compared with ours.
 */
export type WireClock = { now: number; skewMs: number };

export function readClock(dateHeader: string | undefined, now: number): WireClock {
  const theirs = Date.parse(dateHeader ?? '');
  const skewMs = Number.isNaN(theirs) ? 0 : theirs - now;
  return { now, skewMs: Math.abs(skewMs) < NOISE_MS ? 0 : skewMs };
}

/** Clocks of machines that work do not differ by more; where they do, no time of the one says anything by the other. */
const FAR_MS = 24 * 3_600_000;

/**
 * A time in an answer, by our clock (epoch ms). Undefined where it cannot be read, is more than `aheadMs` ahead of Vobiz's
 * own clock, or the `Date` header is so far off that it is no clock at all.
 */
export function readTheirTime(
  text: string | undefined,
  { now, skewMs }: WireClock,
  aheadMs: number,
): number | undefined {
  if (Math.abs(skewMs) > FAR_MS) return undefined;
  const theirs = readTime(text, now + skewMs + aheadMs);
  return theirs === undefined ? undefined : theirs - skewMs;
}
