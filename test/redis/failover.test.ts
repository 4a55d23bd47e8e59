// biome-ignore-all lint/style/noProcessEnv: how many runs is the test run's own choice
import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { startClusterSetup } from '../support/redis-servers/cluster.ts';
import { startSentinelSetup } from '../support/redis-servers/sentinels.ts';
import { onRealServers } from '../support/redis-servers/server.ts';
import { problemsAfter } from './checks.ts';
import { FAULTS } from './faults.ts';
import { EVERY_MS, startTrial } from './trial.ts';

const RUNS = Number(process.env.REDIS_RUNS ?? 1);
const LONGEST_MS = 300_000;
/** In the middle of the orders. */
const FAULT_AFTER_MS = 3_000;

/** A Cluster fails over in the same ways, so it is tried less often. */
const SETUPS = [
  { name: 'Sentinel', start: startSentinelSetup, runs: RUNS },
  { name: 'Cluster', start: startClusterSetup, runs: Math.ceil(RUNS / 5) },
];
const CASES = SETUPS.flatMap((setup) => FAULTS.map(([what, fault]) => ({ ...setup, what, fault })));

onRealServers.each(CASES)(
  'under twelve orders the master of a $name $what',
  ({ start, runs, fault }) => {
    it.each(Array.from({ length: runs }, (_, at) => at + 1))(
      'and every purchase is in one record that knows it (run %i)',
      {
        timeout: LONGEST_MS,
      },
      async () => {
        const setup = await start();
        const trial = await startTrial(setup);
        const orders = trial.people.all(trial.pairs, EVERY_MS);
        await pause(FAULT_AFTER_MS);
        const head = await trial.confirmedHead();
        await fault(setup, trial.keys.auditHeads());
        await setup.whole();
        await orders;
        expect(await problemsAfter(trial, head)).toEqual([]);
        expect(trial.vobiz.orders).toHaveLength(trial.pairs.length);
      },
    );
  },
);
