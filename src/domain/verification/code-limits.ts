/** Limits of our own, for Vobiz publishes none. WhatsApp may lock a number after too many wrong codes. */

/** Codes sent to one number of a workspace within this time, over all its verifications. */
export const MAX_CODES = 5;
export const CODES_WITHIN_MS = 10 * 60_000;
/** Wrong entries of one code before the pause. */
export const MAX_WRONG_ENTRIES = 5;
/** How long a locked verification waits for somebody to ask for a new code once its pause is over. */
export const AFTER_PAUSE_MS = 15 * 60_000;
/** Vobiz names the end of a code's life; when it does not, this is assumed and said to be (its sample implies it). */
export const ASSUMED_CODE_LIFE_MS = 10 * 60_000;
/** When Vobiz limits the rate and does not say for how long (its own sample falls back to a minute). */
export const DEFAULT_QUIET_MS = 60_000;
/** How long an entry or a request for a code keeps others out; longer than its call can take, so a crash frees it. */
export const TURN_MS = 45_000;

const LONGEST_WAIT_MS = 60 * 60_000;

/** How long to wait for the next code after `sends` were asked for: 60 s, 120 s, 240 s, ... in ms. */
export function resendDelay(sends: number, resendAfterMs: number): number {
  return Math.min(resendAfterMs * 2 ** (sends - 1), LONGEST_WAIT_MS);
}
