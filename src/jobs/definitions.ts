import { z } from 'zod';

/** The queue; BullMQ's keys stand under the bot's prefix. */
export const QUEUE = 'orders';

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
