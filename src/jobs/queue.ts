import { type JobsOptions, Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import { z } from 'zod';
import type { Ref } from '../domain/record.ts';
import { AppError } from '../errors.ts';
import type { Log } from '../runtime.ts';

export const QUEUE = 'orders';

export function openQueue(options: {
  connection: Redis;
  bullPrefix: string;
  /** For a Redis that does not tell its version. */
  skipVersionCheck: boolean;
  log: Pick<Log, 'warn'>;
}): Queue {
  const { connection, bullPrefix: prefix, skipVersionCheck, log } = options;
  const queue = new Queue(QUEUE, { connection, prefix, skipVersionCheck });
  queue.on('error', (error) => log.warn({ event: 'queue.error', reason: error.message }));
  return queue;
}

/** Keys of the list and the sorted set in which BullMQ keeps jobs that could run. */
export function waitingIn(queue: Queue): { list: string; prioritized: string } {
  return { list: queue.toKey('wait'), prioritized: queue.toKey('prioritized') };
}

const refSchema = z.object({ team: z.string().min(2), id: z.string().min(5) });

/** Ids only: the record is the truth. BullMQ retries no job (`place` must not be); the sweep enqueues lost ones. */
export const jobs = {
  place: refSchema,
  /** Serves every look that is due. */
  look: z.object({}),
  /** Of an earlier version, which had a job for each order. */
  track: refSchema,
  redraw: refSchema,
  notify: refSchema,
  /** Tells the news of a connection. An earlier version also looked for them here. */
  follow: refSchema,
  /** Tells the owner of a number what they must hear of, and who asked for it how that ended. */
  owner: refSchema,
  /** Gives a number back, or has it kept. */
  give_back: refSchema,
  /** `id` is the Home's owner. */
  home: refSchema,
  wake: refSchema,
  /** Sends a weekly digest, or redraws it. */
  digest: refSchema,
  /** Not enqueued by this version; a worker of an earlier version may still schedule it. */
  sweep: z.object({}),
} as const;
export type JobName = keyof typeof jobs;

export function isJobName(name: string): name is JobName {
  return Object.hasOwn(jobs, name);
}

/** Frees the ids of ended jobs. Set on the worker: a job with options under 64 bytes takes Redis half the memory. */
export const ENDED_JOBS = { removeOnComplete: { count: 0 }, removeOnFail: { count: 0 } } as const;

type AddJob = (
  name: JobName,
  data: Ref | Record<string, never>,
  options: { jobId: string } & JobsOptions,
) => Promise<unknown>;

/** BullMQ waits as long as Redis is away. Here a person waits too, and the sweep makes up for a lost job. */
const LEAVE_WITHIN_MS = 1_500;

async function leaveInTime(adding: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const error = new AppError('store_unavailable', 'the queue did not take a job in time');
    timer = setTimeout(() => reject(error), LEAVE_WITHIN_MS);
  });
  await Promise.race([adding, late]).finally(() => clearTimeout(timer));
}

/** Run again in this many ms; undefined: done. */
export type Again = { againInMs: number } | undefined;

/** Enqueues jobs that look at a record. Does nothing if the same job waits already. */
export type Enqueue = {
  place(ref: Ref): Promise<void>;
  /** Has the record looked at by `at` (epoch ms), `delayMs` from now. */
  look(ref: Ref, at: number, delayMs: number): Promise<void>;
  /** Serves the looks that are due at `at` (epoch ms), `delayMs` from now. */
  readAccount(at: number, delayMs: number): Promise<void>;
  redraw(ref: Ref, revision: number): Promise<void>;
  /** `what` identifies the set of notices. */
  notify(ref: Ref, what: string): Promise<void>;
  tellOwner(ref: Ref): Promise<void>;
  giveBack(ref: Ref): Promise<void>;
  tellConnection(ref: Ref): Promise<void>;
  /** Runs at `at` (epoch ms) to see what is due. */
  wake(ref: Ref, at: number, delayMs: number): Promise<void>;
  /** `what`: `send`, or the record whose number somebody keeps. */
  digest(ref: Ref, what: string): Promise<void>;
};

/** Looks that are due within this time share a job. */
const LOOKS_SHARE_MS = 500;

/** The job id names the subject: BullMQ ignores an add whose id exists. It refuses ids with ":". */
export function createEnqueue(
  queue: Queue,
  looks: { add(ref: Ref, at: number): Promise<void> },
  add: AddJob = queue.add.bind(queue),
): Enqueue {
  async function leave(name: JobName, { team, id }: Ref, jobId: string, delay = 0) {
    await leaveInTime(add(name, { team, id }, { jobId, delay }));
  }
  async function readAccount(at: number, delayMs: number): Promise<void> {
    // Later than `at`, or a job that runs now could not leave the next one.
    const runsAt = (Math.floor(at / LOOKS_SHARE_MS) + 1) * LOOKS_SHARE_MS;
    const options = { jobId: `look-${runsAt}`, delay: delayMs + runsAt - at };
    await leaveInTime(add('look', {}, options));
  }
  return {
    place: (ref) => leave('place', ref, `place-${ref.id}`),
    tellOwner: (ref) => leave('owner', ref, `owner-${ref.id}`),
    giveBack: (ref) => leave('give_back', ref, `give-back-${ref.id}`),
    async look(ref, at, delayMs) {
      await leaveInTime(looks.add(ref, at));
      await readAccount(at, delayMs);
    },
    readAccount,
    tellConnection: (ref) => leave('follow', ref, `follow-${ref.id}`),
    digest: (ref, what) => leave('digest', ref, `${ref.id}-${what}`),
    wake: (ref, at, delayMs) => leave('wake', ref, `wake-${ref.id}-${at}`, delayMs),
    redraw: (ref, revision) => leave('redraw', ref, `redraw-${ref.id}-${revision}`),
    notify: (ref, what) => leave('notify', ref, `notify-${ref.id}-${what}`),
  };
}

/** Changes within this time share one drawing of a Home. */
const GATHER_MS = 500;
/** Any number above 0: jobs without a priority, like purchases, go first. */
const LATER = 10;

/** Enqueues the drawing of a person's Home. `id` is the person. */
export type EnqueueHome = (home: Ref) => Promise<void>;

export function createEnqueueHome(queue: Queue, add: AddJob = queue.add.bind(queue)): EnqueueHome {
  return async ({ team, id }) => {
    const options = { jobId: `home-${id}`, delay: GATHER_MS, priority: LATER };
    await leaveInTime(add('home', { team, id }, options));
  };
}

/** Earlier versions chained sweeps in BullMQ; sweeps now run on a timer. */
export async function removeSweepSchedule(queue: Queue): Promise<void> {
  await queue.removeJobScheduler('sweep');
}

/** BullMQ scores a delayed job by due time (epoch ms) times this; the low bits number jobs of the same ms. */
const SCORE_PER_MS = 0x1000;
/** Jobs that run again may be up to half a delay late, and clocks differ a little. */
const FORGIVEN_MS = 60_000;

/**
 * Like `queue.add`, but also makes sure a waiting job of that id will run: in a list of BullMQ, and due no later than
 * asked (a fast clock or another process may have set it later). Takes three times the calls: only for the sweep.
 */
export function createPunctualAdd(queue: Queue, redis: Redis, now: () => number): AddJob {
  return async (name, data, options) => {
    const { jobId, delay = 0 } = options;
    await queue.add(name, data, options);
    const state = await queue.getJobState(jobId);
    if (state === 'unknown' || state === 'completed' || state === 'failed') {
      await queue.remove(jobId);
      await queue.add(name, data, options);
    } else if (state === 'delayed' && (await isTooLate(jobId, delay))) {
      await (await queue.getJob(jobId))?.changeDelay(delay).catch(ignoreTaken);
    }
  };

  async function isTooLate(jobId: string, delay: number): Promise<boolean> {
    const score = await redis.zscore(queue.toKey('delayed'), jobId);
    return Number(score ?? 0) / SCORE_PER_MS > now() + 1.5 * delay + FORGIVEN_MS;
  }
}

function ignoreTaken(error: Error): void {
  if (!/not in the delayed state|Missing key for job/.test(error.message)) throw error;
}
