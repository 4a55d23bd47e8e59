import type { Clock, Log } from '../runtime.ts';
import type { VobizPause } from '../store/vobiz-pause.ts';
import { createVobizClient, type VobizClient } from '../vobiz/client.ts';
import { paceVobiz } from '../vobiz/paced.ts';
import { createSkewLog } from '../vobiz/skew-log.ts';
import type { Config } from './config.ts';
import type { Metrics } from './metrics.ts';

/** Vobiz's client with metrics; every process pauses for as long as Vobiz asks the account to. */
export function openVobiz(options: {
  vobiz: Config['vobiz'];
  vobizPause: VobizPause;
  clock: Clock;
  metrics: Metrics;
  /** Where it notes how far Vobiz's clock is ahead. */
  skews: Map<string, number>;
  log: Log;
}): { vobiz: VobizClient; close(): void } {
  const { vobizPause, clock, metrics, skews, log } = options;
  const sayIfClocksDiffer = createSkewLog(log);
  const client = createVobizClient({
    ...options.vobiz,
    observe: (call) => {
      metrics.vobizCall(call);
      sayIfClocksDiffer(call);
      if (call.skewMs !== undefined) skews.set('Vobiz', call.skewMs);
    },
  });
  const pause = {
    until: () => vobizPause.until(clock.now()),
    start: (forMs: number) => vobizPause.start(clock.now(), forMs),
  };
  return { vobiz: paceVobiz(client, pause, clock.now, log), close: client.close };
}
