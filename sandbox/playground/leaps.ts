import { lastDue } from '../../src/domain/digest/digest-week.ts';
import type { Leap } from './shown-clock.ts';

const HOUR_MS = 3_600_000;
const LENGTHS: Readonly<Record<Exclude<Leap, 'monday'>, number>> = {
  hour: HOUR_MS,
  day: 24 * HOUR_MS,
  fortnight: 14 * 24 * HOUR_MS,
};
/** When the playground's policy wants its digest. */
const DIGEST = { zone: 'Asia/Kolkata', day: 'monday', hour: 9, minute: 0 } as const;

/** Where a leap from `now` ends, ms since the epoch. */
export function after(leap: Leap, now: number): number {
  if (leap !== 'monday') return now + LENGTHS[leap];
  return lastDue(DIGEST, now + 7 * LENGTHS.day).dueAt;
}
