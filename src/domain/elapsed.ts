/** The clocks of two machines may differ by this much without anything being wrong. */
const SKEW_MS = 60_000;

/** Whether something was written by a clock that has been set back since. Both in epoch ms. */
export function isYetToCome(writtenAt: number, now: number): boolean {
  return writtenAt - now >= SKEW_MS;
}

/**
 * Whether less than `forMs` has passed since `since`, for whatever waits on somebody who may have died. Something that
 * seems to begin well in the future was written before the clock was set back: to wait for it could take as long as the
 * jump, so it is over. All in epoch ms.
 */
export function isWithin(since: number, forMs: number, now: number): boolean {
  return !isYetToCome(since, now) && now < since + forMs;
}

/** Whether a wait that was written at `setAt` is over, with the same exception. All in epoch ms. */
export function isPast(until: number, setAt: number, now: number): boolean {
  return now >= until || isYetToCome(setAt, now);
}
