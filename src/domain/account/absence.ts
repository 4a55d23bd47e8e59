/** From a list that lacks something to the next, which proves it. */
const DOUBT_MS = 5 * 60_000;

/** A list, read as a whole and asked for at `at` (epoch ms), lacks something. `goneAfterMs`: between the two that prove it. */
export type Absence = { at: number; goneAfterMs: number };

/** `everyMs`: from one look at everything to the next. */
export function goneAfter(everyMs: number): number {
  return Math.min(DOUBT_MS, everyMs / 2);
}

/** What one more such list means. `lackingSince`: of the first (epoch ms); one from the future was noted before the clock was set back. */
export function lackingAgain(
  lackingSince: number | undefined,
  absence: Absence,
): 'first' | 'doubtful' | 'gone' {
  if (lackingSince === undefined || lackingSince > absence.at) return 'first';
  return isGone(lackingSince, absence) ? 'gone' : 'doubtful';
}

/** Whether what lists have lacked since `lacking` (epoch ms) is gone: a list may be short or empty once. */
export function isGone(lacking: number, { at, goneAfterMs }: Absence): boolean {
  return at - lacking >= goneAfterMs;
}
