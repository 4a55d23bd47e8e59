import type { Queue } from 'bullmq';
import { AppError } from '../errors.ts';
import type { Reminders, RemindOfHome } from '../flows/ports.ts';
import type { JobName } from './definitions.ts';

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
export function createReminders(queue: Queue): Reminders {
  async function leave(name: JobName, ref: { team: string; id: string }, jobId: string, delay = 0) {
    await leaveInTime(queue.add(name, { team: ref.team, id: ref.id }, { jobId, delay }));
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
export function createHomeReminder(queue: Queue): RemindOfHome {
  return async ({ team, id }) => {
    const options = { jobId: `home-${id}`, delay: GATHER_MS, priority: LATER };
    await leaveInTime(queue.add('home', { team, id }, options));
  };
}

/** Has the sweep run every `everyMs`, however many processes ask for it. */
export async function scheduleSweep(queue: Queue, everyMs: number): Promise<void> {
  await queue.upsertJobScheduler('sweep', { every: everyMs }, { name: 'sweep', data: {} });
}
