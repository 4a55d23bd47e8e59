import type { Config } from '../config.ts';
import type { Stores } from '../storage.ts';
import { type Diagnosis, listed, ok, warning } from './diagnosis.ts';
import { withStores } from './with-stores.ts';

const ABOUT = 'Lost work';

/** Whether the last search for lost work could do all it does. */
export async function checkSweep(config: Config['redis']): Promise<Diagnosis[]> {
  return (await withStores(config, assess)) ?? [];
}

async function assess({ sweepFailures }: Stores): Promise<Diagnosis[]> {
  // Redis has a check of its own.
  const steps = await sweepFailures.last().catch(() => undefined);
  if (!steps) return [];
  if (steps.length === 0) return [ok(ABOUT, 'the last search for it had no failures')];
  const says = `the last search for it failed at ${listed(steps)}, and did the rest: the log says why (sweep.failed), often a key in Redis that something else wrote`;
  return [warning(ABOUT, says)];
}
