import type { Log } from '../runtime.ts';
import type { Observation } from './transport.ts';

const SAY_AGAIN_AFTER_MS = 3_600_000;

/**
 * Says in the log that Vobiz's clock and ours differ by a minute or more, once an hour while they do. One of them is wrong:
 * times that Vobiz names are read by its own clock, but expiries and audit entries are written by ours.
 */
export function createSkewLog(log: Pick<Log, 'warn'>) {
  let saidAt = Number.NEGATIVE_INFINITY;
  return ({ skewMs }: Pick<Observation, 'skewMs'>): void => {
    if (!skewMs || performance.now() < saidAt + SAY_AGAIN_AFTER_MS) return;
    saidAt = performance.now();
    log.warn(
      { event: 'vobiz.clock_skew', skew_ms: skewMs },
      "Vobiz's clock differs from this machine's: check its time synchronisation",
    );
  };
}
