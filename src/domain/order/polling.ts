const FIRST_MS = 2_000;
const LONGEST_MS = 5 * 60_000;

/**
 * How long until the next look at an order: about a tenth of its age, from seconds to minutes, never ending by the
 * clock alone. `random` in [0, 1) spreads looks by 20 % either way. All in ms.
 */
export function nextDelay(ageMs: number, random: number): number {
  const tenth = Math.min(Math.max(ageMs / 10, FIRST_MS), LONGEST_MS);
  return Math.round(tenth * (0.8 + 0.4 * random));
}
