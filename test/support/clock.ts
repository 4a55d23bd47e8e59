import { onTestFinished, vi } from 'vitest';

/**
 * The clock of everything in this process: the bot, and the stand-ins that are given `now`. It can be moved ahead and
 * goes on from there until the test ends; timers are not touched.
 */
export function movableClock() {
  const real = Date.now.bind(Date);
  let ahead = 0;
  const moved = vi.spyOn(Date, 'now').mockImplementation(() => real() + ahead);
  onTestFinished(() => moved.mockRestore());
  return {
    now: () => Date.now(),
    moveAhead: (ms: number) => {
      ahead += ms;
    },
  };
}
