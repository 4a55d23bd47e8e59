import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { createJobWorker } from '../jobs/job-worker.ts';
import { createSweeper, type SweepTurns } from '../jobs/sweeper.ts';
import { LONGEST_BLOCK_MS } from '../store/connect-redis.ts';
import type { JobFlows } from './job-flows.ts';
import type { Metrics } from './metrics.ts';

/** The worker half: runs jobs, and sweeps for lost work. */
export function createWorkerSide(options: {
  connection: Redis;
  bullPrefix: string;
  /** When Redis does not tell its version. */
  skipVersionCheck: boolean;
  flows: JobFlows;
  sweepTurns: SweepTurns;
  sweepEveryMs: number;
  jobLockMs: number;
  metrics: Metrics;
  log: Logger;
}) {
  const { flows, metrics, log } = options;
  const sweeper = createSweeper({
    everyMs: options.sweepEveryMs,
    turns: options.sweepTurns,
    sweep: flows.sweep,
    onFinished: metrics.swept,
    log,
  });
  const jobs = createJobWorker({
    connection: options.connection,
    skipVersionCheck: options.skipVersionCheck,
    longestBlockMs: LONGEST_BLOCK_MS,
    prefix: options.bullPrefix,
    lockMs: options.jobLockMs,
    log,
    observe: metrics.job,
    handlers: {
      place: flows.place,
      look: flows.look,
      track: flows.track,
      notify: flows.notify,
      owner: flows.tellOwner,
      give_back: flows.giveBack,
      follow: flows.tellConnection,
      wake: flows.wake,
      digest: flows.sendDigest,
      home: flows.drawHome,
      redraw: flows.redraw,
      sweep: async () => {
        await flows.sweep(() => true);
        return undefined;
      },
    },
  });

  return {
    start(): void {
      jobs.start();
      sweeper.start();
    },
    isFetching: jobs.isFetching,
    hasEnded: jobs.hasEnded,
    /** Whether sweeps happen about as often as they should, here or in another worker. */
    sweepsInTime: sweeper.isInTime,
    async close(patienceMs: number): Promise<void> {
      await Promise.all([jobs.close(patienceMs), sweeper.stop(patienceMs)]);
    },
  };
}
export type WorkerSide = ReturnType<typeof createWorkerSide>;
