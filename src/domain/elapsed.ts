/** How far apart two healthy machines' clocks may be. */
const SKEW_MS = 60_000;

/** Whether the clock has been set back since `writtenAt`. Epoch ms. */
export function isYetToCome(writtenAt: number, now: number): boolean {
  return writtenAt - now >= SKEW_MS;
}

/**
 * Whether `since` is less than `forMs` ago (epoch ms), for waits on someone who may have died. A `since` well in the
 * future means the clock was set back; such a wait is over, or it could last as long as the jump.
 */
export function isWithin(since: number, forMs: number, now: number): boolean {
  return !isYetToCome(since, now) && now < since + forMs;
}

/** Whether a wait written at `setAt` is over; a clock set back ends it too. Epoch ms. */
export function isPast(until: number, setAt: number, now: number): boolean {
  return now >= until || isYetToCome(setAt, now);
}
