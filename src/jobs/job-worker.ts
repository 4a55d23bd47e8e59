import { DelayedError, type Job, UnrecoverableError, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import type { Again } from '../flows/order/place-order.ts';
import type { Log, Ref } from '../flows/ports.ts';
import { createBackend } from './backend.ts';
import { ENDED_JOBS, isJobName, type JobName, jobs, QUEUE } from './definitions.ts';

/** What each job does. `signal` aborts when the process must end before a slow call would. */
export type JobHandlers = {
  [N in JobName]: (ref: Ref, signal: AbortSignal) => Promise<Again>;
};

const CONCURRENCY = 20;
/** BullMQ's own 15 s would leave people waiting long after Redis is back. */
const REDIS_RETRY_MS = 1_000;
/** Some rounds of the fetch loop: nothing fetched for so long, with slots free, is a loop that stands still. */
const FETCHES_WITHIN_MS = 20_000;

/**
 * Runs jobs until closed. A handler that asks to be run again is moved back to delayed under the same id; bad data is
 * unrecoverable. `observe` gets one call per run.
 */
export function createJobWorker(options: {
  connection: Redis;
  /** BullMQ asks for the version with INFO, which not every user may. */
  skipVersionCheck: boolean;
  /** The longest blocking read: shorter than the connection bears silence. */
  longestBlockMs: number;
  prefix: string;
  /** Ms a job stays with a process that gives no sign of life; also how often such jobs are looked for. */
  lockMs: number;
  handlers: JobHandlers;
  log: Log;
  observe: (name: string, outcome: 'done' | 'again' | 'failed', seconds: number) => void;
}) {
  const { longestBlockMs, lockMs, handlers, log, observe } = options;
  const ending = new AbortController();
  const closing = new AbortController();
  let fetchedAt = performance.now();
  let running = 0;
  let ended = false;

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
      running += 1;
      try {
        await run(job, token);
        outcome = 'done';
      } catch (error) {
        if (error instanceof DelayedError) outcome = 'again';
        throw error;
      } finally {
        running -= 1;
        observe(job.name, outcome, Number(process.hrtime.bigint() - started) / 1e9);
      }
    },
    {
      connection: options.connection,
      prefix: options.prefix,
      skipVersionCheck: options.skipVersionCheck,
      concurrency: CONCURRENCY,
      ...ENDED_JOBS,
      autorun: false,
      lockDuration: lockMs,
      stalledInterval: lockMs,
      runRetryDelay: REDIS_RETRY_MS,
      drainDelay: longestBlockMs / 1000,
    },
    createBackend({
      longestBlockMs,
      closing: closing.signal,
      onFetched: () => {
        fetchedAt = performance.now();
      },
    }),
  );
  worker.on('failed', (job, error) =>
    log.error({ event: 'job.failed', job_id: job?.id, err: error }),
  );
  worker.on('error', (error) => log.warn({ event: 'worker.error', err: error }));

  return {
    /** Starts taking jobs. */
    start(): void {
      worker
        .run()
        .catch((error: unknown) => log.error({ event: 'worker.stopped', err: error }))
        .finally(() => {
          ended = !closing.signal.aborted;
        });
    },
    /** Whether the loop that fetches jobs goes round; with every slot taken it has nothing to do. */
    isFetching: () =>
      worker.isRunning() &&
      (running >= CONCURRENCY || performance.now() - fetchedAt < FETCHES_WITHIN_MS),
    /** Whether the loop is over though nobody closed it. */
    hasEnded: () => ended,
    /** Takes no more jobs and waits for the running ones; after `patienceMs` their slow calls are cut off. */
    async close(patienceMs: number): Promise<void> {
      closing.abort();
      const impatience = setTimeout(() => ending.abort(), patienceMs);
      await worker.close();
      clearTimeout(impatience);
    },
  };
}
export type JobWorker = ReturnType<typeof createJobWorker>;
