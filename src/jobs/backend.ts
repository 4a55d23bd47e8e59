import { setTimeout as pause } from 'node:timers/promises';
import { type BackendFactory, createRedisBackend, type RedisQueueBackend } from 'bullmq';

/** BullMQ asks again at once after a refusal; a Redis that is full or only reads would be asked thousands of times a second. */
const LONGEST_PAUSE_MS = 5_000;

/**
 * BullMQ's own way to Redis, with a blocking read that is over before a silent socket is given up, and a growing pause
 * after each fetch that Redis refuses. `onFetched` hears of each that it does not. `closing` ends a pause.
 */
export function createBackend(options: {
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

  return (...made) => {
    const backend = createRedisBackend(...made);
    const moveToActive = backend.moveToActive.bind(backend);
    const waitForJob = backend.waitForJob.bind(backend);
    Object.defineProperty(backend, 'maximumBlockTimeout', { value: longestBlockMs / 1000 });
    return Object.assign(backend, {
      moveToActive: (...args: Parameters<typeof moveToActive>) => fetching(moveToActive(...args)),
      waitForJob: (...args: Parameters<typeof waitForJob>) => fetching(waitForJob(...args)),
    });
  };
}

/** Redis answered, and said no. A lost connection is another matter: ioredis has its own pauses for it. */
function isRefusal(error: unknown): boolean {
  return error instanceof Error && error.name === 'ReplyError';
}
