import type { JobsOptions, Queue } from 'bullmq';
import type { Redis } from 'ioredis';

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
