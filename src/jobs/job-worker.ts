import { setTimeout as pause } from 'node:timers/promises';
import {
  type BackendFactory,
  createRedisBackend,
  DelayedError,
  type Job,
  type RedisQueueBackend,
  UnrecoverableError,
  Worker,
} from 'bullmq';
import type { Redis } from 'ioredis';
import type { Ref } from '../domain/record.ts';
import type { Log } from '../runtime.ts';
import type { Again } from './queue.ts';
import { ENDED_JOBS, isJobName, type JobName, jobs, QUEUE } from './queue.ts';

/** BullMQ retries at once after a refusal, so a full or read-only Redis would get thousands of requests a second. */
const LONGEST_PAUSE_MS = 5_000;

/** Time for BullMQ's own watchdog (1 s after the blocking read) and a new connection. */
const RESET_WITHIN_MS = 4_000;

/**
 * BullMQ's Redis backend, with three changes: the blocking read ends before a silent socket is dropped, each refused
 * fetch adds a growing pause (cut short by `closing`), and every wait is bounded, as BullMQ may wait forever for a
 * blocking connection that is ready already, after a Cluster failover. `onFetched` is called for each fetch that Redis
 * does not refuse.
 */
function createBackend(options: {
  longestBlockMs: number;
  closing: AbortSignal;
  onFetched: () => void;
}): BackendFactory<RedisQueueBackend> {
  const { longestBlockMs, closing, onFetched } = options;
  let refusals = 0;

  async function fetching<T>(fetch: Promise<T>): Promise<T> {
    try {
      const fetched = await fetch;
      refusals = 0;
      onFetched();
      return fetched;
    } catch (error) {
      if (isRefusal(error)) {
        const longer = Math.min(250 * 2 ** refusals, LONGEST_PAUSE_MS);
        refusals += 1;
        await pause(longer, undefined, { signal: closing }).catch(() => {});
      }
      throw error;
    }
  }

  /** Always resolves or rejects in time. A wait that finishes late does not disturb the next one. */
  async function bounded<T>(wait: Promise<T>, ms: number, otherwise: T): Promise<T> {
    const over = new AbortController();
    const late = pause(ms, otherwise, { signal: over.signal });
    late.catch(() => {}); // ended before it was late
    wait.catch(() => {}); // failed after it was late
    try {
      return await Promise.race([wait, late]);
    } finally {
      over.abort();
    }
  }

  return (...made) => {
    const backend = createRedisBackend(...made);
    const moveToActive = backend.moveToActive.bind(backend);
    const waitForJob = backend.waitForJob.bind(backend);
    const reconnectBlocking = backend.reconnectBlocking.bind(backend);
    const longestWaitMs = longestBlockMs + RESET_WITHIN_MS;
    Object.defineProperty(backend, 'maximumBlockTimeout', { value: longestBlockMs / 1000 });
    return Object.assign(backend, {
      moveToActive: (...args: Parameters<typeof moveToActive>) => fetching(moveToActive(...args)),
      waitForJob: (...args: Parameters<typeof waitForJob>) =>
        fetching(bounded(waitForJob(...args), longestWaitMs, null)),
      reconnectBlocking: () => bounded(reconnectBlocking(), RESET_WITHIN_MS, undefined),
    });
  };
}

/** Redis answered no. Lost connections do not count: ioredis paces those itself. */
function isRefusal(error: unknown): boolean {
  return error instanceof Error && error.name === 'ReplyError';
}

/** `signal` aborts when the process must end before a slow call would. */
export type JobHandlers = {
  [N in JobName]: (ref: Ref, signal: AbortSignal) => Promise<Again>;
};

const CONCURRENCY = 20;
/** BullMQ's default of 15 s would keep people waiting long after Redis is back. */
const REDIS_RETRY_MS = 1_000;
/** Several rounds of the fetch loop: no fetch for this long, with slots free, means the loop is stuck. */
const FETCHES_WITHIN_MS = 20_000;

/** A handler's `Again` delays the job under the same id; bad data is unrecoverable. One `observe` per run. */
export function createJobWorker(options: {
  connection: Redis;
  /** BullMQ reads the version with INFO, which not every Redis user may run. */
  skipVersionCheck: boolean;
  /** The longest blocking read; must be shorter than the silence the connection tolerates. */
  longestBlockMs: number;
  prefix: string;
  /** How long (ms) a job stays with a silent process, and how often to look for such jobs. */
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
    start(): void {
      worker
        .run()
        .catch((error: unknown) => log.error({ event: 'worker.stopped', err: error }))
        .finally(() => {
          ended = !closing.signal.aborted;
        });
    },
    /** Whether the fetch loop is alive; with every slot taken it has nothing to do. */
    isFetching: () =>
      worker.isRunning() &&
      (running >= CONCURRENCY || performance.now() - fetchedAt < FETCHES_WITHIN_MS),
    /** Whether the loop ended though nobody closed it. */
    hasEnded: () => ended,
    /** Takes no more jobs and waits for running ones; aborts their slow calls after `patienceMs`. */
    async close(patienceMs: number): Promise<void> {
      closing.abort();
      const impatience = setTimeout(() => ending.abort(), patienceMs);
      await worker.close();
      clearTimeout(impatience);
    },
  };
}
