import { DelayedError, type Job, UnrecoverableError, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import type { Again } from '../flows/place-order.ts';
import type { Log, Ref } from '../flows/ports.ts';
import { ENDED_JOBS, isJobName, type JobName, jobs, QUEUE } from './definitions.ts';

/** What each job does. `signal` aborts when the process must end before a slow call would. */
export type JobHandlers = {
  [N in JobName]: (ref: Ref, signal: AbortSignal) => Promise<Again>;
};

const CONCURRENCY = 20;
/** BullMQ's own 15 s would leave people waiting long after Redis is back. */
const REDIS_RETRY_MS = 1_000;

/**
 * Runs jobs until closed. A handler that asks to be run again is moved back to delayed under the same id; bad data is
 * unrecoverable. `observe` gets one call per run.
 */
export function createJobWorker(options: {
  connection: Redis;
  prefix: string;
  /** Ms a job stays with a process that gives no sign of life; also how often such jobs are looked for. */
  lockMs: number;
  handlers: JobHandlers;
  log: Log;
  observe: (name: string, outcome: 'done' | 'again' | 'failed', seconds: number) => void;
}) {
  const { connection, prefix, lockMs, handlers, log, observe } = options;
  const ending = new AbortController();

  async function run(job: Job, token: string | undefined): Promise<void> {
    if (!isJobName(job.name)) throw new UnrecoverableError(`no job is called ${job.name}`);
    const data = jobs[job.name].safeParse(job.data);
    if (!data.success)
      throw new UnrecoverableError(`the data of ${job.name} does not fit its schema`);
    const again = await handlers[job.name]({ team: '', id: '', ...data.data }, ending.signal);
    if (!again) return;
    await job.moveToDelayed(Date.now() + Math.max(again.againInMs, 0), token);
    throw new DelayedError();
  }

  const worker = new Worker(
    QUEUE,
    async (job, token) => {
      const started = process.hrtime.bigint();
      let outcome: 'done' | 'again' | 'failed' = 'failed';
      try {
        await run(job, token);
        outcome = 'done';
      } catch (error) {
        if (error instanceof DelayedError) outcome = 'again';
        throw error;
      } finally {
        observe(job.name, outcome, Number(process.hrtime.bigint() - started) / 1e9);
      }
    },
    {
      connection,
      prefix,
      concurrency: CONCURRENCY,
      ...ENDED_JOBS,
      autorun: false,
      lockDuration: lockMs,
      stalledInterval: lockMs,
      runRetryDelay: REDIS_RETRY_MS,
    },
  );
  worker.on('failed', (job, error) =>
    log.error({ event: 'job.failed', job_id: job?.id, err: error }),
  );
  worker.on('error', (error) => log.warn({ event: 'worker.error', err: error }));

  return {
    /** Starts taking jobs. */
    start(): void {
      worker.run().catch((error: unknown) => log.error({ event: 'worker.stopped', err: error }));
    },
    isRunning: () => worker.isRunning(),
    /** Takes no more jobs and waits for the running ones; after `patienceMs` their slow calls are cut off. */
    async close(patienceMs: number): Promise<void> {
      const impatience = setTimeout(() => ending.abort(), patienceMs);
      await worker.close();
      clearTimeout(impatience);
    },
  };
}
export type JobWorker = ReturnType<typeof createJobWorker>;
