import { expect, it } from 'vitest';
import { isPast, isWithin, isYetToCome } from '../../../src/domain/elapsed.ts';

const NOW = 1_750_000_000_000;
/** As far as two clocks may differ without one having been set back. */
const MINUTE = 60_000;

it.each([
  [-1, false],
  [0, false],
  [MINUTE - 1, false],
  [MINUTE, true],
])('what was written %i ms from now is yet to come: %s', (ahead, is) => {
  expect(isYetToCome(NOW + ahead, NOW)).toBe(is);
});

it.each([
  [-1000, false],
  [-999, true],
  [0, true],
  [MINUTE - 1, true],
  [MINUTE, false],
])('a second since %i ms from now is still on: %s', (since, is) => {
  expect(isWithin(NOW + since, 1000, NOW)).toBe(is);
});

it.each([
  [1, -5, false],
  [0, -5, true],
  [-1, -5, true],
  [3 * MINUTE, MINUTE - 1, false],
  [3 * MINUTE, MINUTE, true],
])('a wait until %i ms from now, set %i ms from now, is over: %s', (until, setAt, is) => {
  expect(isPast(NOW + until, NOW + setAt, NOW)).toBe(is);
});
