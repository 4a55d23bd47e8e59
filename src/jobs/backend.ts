import { setTimeout as pause } from 'node:timers/promises';
import { type BackendFactory, createRedisBackend, type RedisQueueBackend } from 'bullmq';

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
