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
