import type { JobsOptions, Queue } from 'bullmq';
import { AppError } from '../errors.ts';
import type { Reminders, RemindOfHome } from '../flows/ports.ts';
import type { JobName } from './definitions.ts';

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

/**
 * Reminders as BullMQ jobs. The job id says what it is about, so a reminder that already waits is not left twice
 * (BullMQ ignores an add whose id exists). Ids have no ":" because BullMQ refuses it.
 */
export function createReminders(queue: Queue, add: AddJob = queue.add.bind(queue)): Reminders {
  async function leave(name: JobName, ref: { team: string; id: string }, jobId: string, delay = 0) {
    await leaveInTime(add(name, { team: ref.team, id: ref.id }, { jobId, delay }));
  }
  return {
    place: (ref) => leave('place', ref, `place-${ref.id}`),
    track: (ref, delayMs) => leave('track', ref, `track-${ref.id}`, delayMs),
    follow: (ref, delayMs) => leave('follow', ref, `follow-${ref.id}`, delayMs),
    wake: (ref, at, delayMs) => leave('wake', ref, `wake-${ref.id}-${at}`, delayMs),
    redraw: (ref, revision) => leave('redraw', ref, `redraw-${ref.id}-${revision}`),
    notify: (ref, what) => leave('notify', ref, `notify-${ref.id}-${what}`),
  };
}

/** Changes within this time are one drawing of a Home. */
const GATHER_MS = 500;
/** Any number above 0: everything that has none, like a purchase, goes first. */
const LATER = 10;

/** Reminds of a Home that is behind: one job a person, after all others. */
export function createHomeReminder(
  queue: Queue,
  add: AddJob = queue.add.bind(queue),
): RemindOfHome {
  return async ({ team, id }) => {
    const options = { jobId: `home-${id}`, delay: GATHER_MS, priority: LATER };
    await leaveInTime(add('home', { team, id }, options));
  };
}

/** Earlier versions had BullMQ start each sweep from the one before; the sweep is by timer now. */
export async function removeSweepSchedule(queue: Queue): Promise<void> {
  await queue.removeJobScheduler('sweep');
}
