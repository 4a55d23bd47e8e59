import type { Log } from '../runtime.ts';
import type { Observation } from './transport.ts';

const SAY_AGAIN_AFTER_MS = 3_600_000;

/** Warns hourly while the clocks differ: we read Vobiz's times by its clock, but write expiries and audit by ours. */
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
