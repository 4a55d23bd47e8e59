import { type JobsOptions, Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import { z } from 'zod';
import type { Ref } from '../domain/record.ts';
import { AppError } from '../errors.ts';
import type { Log } from '../runtime.ts';

/** The queue; BullMQ's keys stand under the bot's prefix. */
export const QUEUE = 'orders';

/** The queue over that connection. What goes wrong in the background is logged; an add that fails is thrown. */
export function openQueue(options: {
  connection: Redis;
  bullPrefix: string;
  /** Where Redis does not say its version. */
  skipVersionCheck: boolean;
  log: Pick<Log, 'warn'>;
}): Queue {
  const { connection, bullPrefix: prefix, skipVersionCheck, log } = options;
  const queue = new Queue(QUEUE, { connection, prefix, skipVersionCheck });
  queue.on('error', (error) => log.warn({ event: 'queue.error', reason: error.message }));
  return queue;
}

const refSchema = z.object({ team: z.string().min(2), id: z.string().min(5) });

/**
 * name -> what its data is. Data are ids only: the record is the truth, a job is a reminder to look at it. No job is
 * retried by BullMQ: `place` must not be, the others ask to be run again, and the sweep leaves lost reminders again.
 */
export const jobs = {
  place: refSchema,
  track: refSchema,
  redraw: refSchema,
  notify: refSchema,
  follow: refSchema,
  /** `id` is the person whose Home it is. */
  home: refSchema,
  wake: refSchema,
  /** A sweep at once. Nothing of this version asks for one; a worker of an earlier version may still schedule them. */
  sweep: z.object({}),
} as const;
export type JobName = keyof typeof jobs;

export function isJobName(name: string): name is JobName {
  return Object.hasOwn(jobs, name);
}

/**
 * Ended jobs leave nothing behind, so their id is free for the next reminder and Redis does not grow. The worker is
 * told, not each job: a job whose options stay under 64 bytes takes Redis half the memory.
 */
export const ENDED_JOBS = { removeOnComplete: { count: 0 }, removeOnFail: { count: 0 } } as const;

type AddJob = (
  name: JobName,
  data: { team: string; id: string },
  options: { jobId: string } & JobsOptions,
) => Promise<unknown>;

/** BullMQ waits for Redis as long as it is away; whoever leaves a reminder has a person waiting, and the sweep behind. */
const LEAVE_WITHIN_MS = 1_500;

async function leaveInTime(adding: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const error = new AppError('store_unavailable', 'the queue did not take a job in time');
    timer = setTimeout(() => reject(error), LEAVE_WITHIN_MS);
  });
  await Promise.race([adding, late]).finally(() => clearTimeout(timer));
}

/** What a job answers: nothing more to do, or to look again in so many ms. */
export type Again = { againInMs: number } | undefined;

/** Adds jobs that look at a record. Adding one that is already waiting changes nothing. */
export type Enqueue = {
  place(ref: Ref): Promise<void>;
  track(ref: Ref, delayMs: number): Promise<void>;
  redraw(ref: Ref, revision: number): Promise<void>;
  /** `what` tells one set of notices from the next. */
  notify(ref: Ref, what: string): Promise<void>;
  /** To look at a connection, or to tell what it has come to. */
  trackConnection(ref: Ref, delayMs: number): Promise<void>;
  /** To see at `at` (epoch ms) what has come with time. */
  wake(ref: Ref, at: number, delayMs: number): Promise<void>;
};

/**
 * Enqueue as BullMQ jobs. The job id says what it is about, so a reminder that already waits is not left twice
 * (BullMQ ignores an add whose id exists). Ids have no ":" because BullMQ refuses it.
 */
export function createEnqueue(queue: Queue, add: AddJob = queue.add.bind(queue)): Enqueue {
  async function leave(name: JobName, ref: { team: string; id: string }, jobId: string, delay = 0) {
    await leaveInTime(add(name, { team: ref.team, id: ref.id }, { jobId, delay }));
  }
  return {
    place: (ref) => leave('place', ref, `place-${ref.id}`),
    track: (ref, delayMs) => leave('track', ref, `track-${ref.id}`, delayMs),
    trackConnection: (ref, delayMs) => leave('follow', ref, `follow-${ref.id}`, delayMs),
    wake: (ref, at, delayMs) => leave('wake', ref, `wake-${ref.id}-${at}`, delayMs),
    redraw: (ref, revision) => leave('redraw', ref, `redraw-${ref.id}-${revision}`),
    notify: (ref, what) => leave('notify', ref, `notify-${ref.id}-${what}`),
  };
}

/** Changes within this time are one drawing of a Home. */
const GATHER_MS = 500;
/** Any number above 0: everything that has none, like a purchase, goes first. */
const LATER = 10;

/** Adds the job that draws somebody's Home; one that already waits is not added twice. `id` is the person. */
export type EnqueueHome = (home: Ref) => Promise<void>;

/** Reminds of a Home that is behind: one job a person, after all others. */
export function createEnqueueHome(queue: Queue, add: AddJob = queue.add.bind(queue)): EnqueueHome {
  return async ({ team, id }) => {
    const options = { jobId: `home-${id}`, delay: GATHER_MS, priority: LATER };
    await leaveInTime(add('home', { team, id }, options));
  };
}

/** Earlier versions had BullMQ start each sweep from the one before; the sweep is by timer now. */
export async function removeSweepSchedule(queue: Queue): Promise<void> {
  await queue.removeJobScheduler('sweep');
}

/** BullMQ keeps a delayed job under its due time (epoch ms) times this; what is below counts jobs of the same ms. */
const SCORE_PER_MS = 0x1000;
/** Jobs that look again by themselves come up to half a delay late, and clocks differ a little. */
const FORGIVEN_MS = 60_000;

/**
 * Adds a job as `queue.add` does, and where one of that id waits already, sees to it that it comes: due no later than
 * asked for (a clock that was ahead, a job from elsewhere), and really in a list of BullMQ. Three times the calls of an
 * add, so only the sweep does it.
 */
export function createPunctualAdd(queue: Queue, redis: Redis, now: () => number) {
  return async (
    name: string,
    data: object,
    options: { jobId: string } & JobsOptions,
  ): Promise<void> => {
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

/** It has just been taken up: then it is not late. */
function ignoreTaken(error: Error): void {
  if (!/not in the delayed state|Missing key for job/.test(error.message)) throw error;
}
