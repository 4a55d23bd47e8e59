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

/** BullMQ asks again at once after a refusal; a Redis that is full or only reads would be asked thousands of times a second. */
const LONGEST_PAUSE_MS = 5_000;

/** What BullMQ's own watchdog (1 s after the blocking read) and a new connection may take. */
const RESET_WITHIN_MS = 4_000;

/**
 * BullMQ's own way to Redis, with a blocking read that is over before a silent socket is given up, and a growing pause
 * after each fetch that Redis refuses. No wait is without end: after a failover of a Cluster BullMQ may wait for ever for
 * its blocking connection to become ready, which it is already. `onFetched` hears of each fetch that Redis does not
 * refuse. `closing` ends a pause.
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

  /** Resolves in time, whatever becomes of the wait; what it still does is of no harm to the next one. */
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

/** Redis answered, and said no. A lost connection is another matter: ioredis has its own pauses for it. */
function isRefusal(error: unknown): boolean {
  return error instanceof Error && error.name === 'ReplyError';
}

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
