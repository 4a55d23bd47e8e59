import type { Redis } from 'ioredis';

/** A silent connection is noticed by what is owed on it, so each owes something this often. */
const EVERY_MS = 5_000;
const ANSWER_WITHIN_MS = 1_500;
const KEPT_MS = 60_000;

export type Heart = ReturnType<typeof createHeart>;

/**
 * Writes a key that means nothing over a connection, again and again: reading proves little, for a demoted, a full and a
 * cut-off server all answer. One write at a time, since a patient connection keeps what it cannot send.
 */
export function createHeart(options: { redis: Redis; key: string; now: () => number }) {
  const { redis, key, now } = options;
  let beating: Promise<boolean> | undefined;
  let aliveAt = now();

  function beat(): Promise<boolean> {
    beating ??= redis
      .set(key, '1', 'PX', KEPT_MS)
      .then(
        () => {
          aliveAt = now();
          return true;
        },
        () => false,
      )
      .finally(() => {
        beating = undefined;
      });
    return beating;
  }

  const timer = setInterval(() => void beat(), EVERY_MS);
  timer.unref();
  return {
    /** Whether a write is answered now. */
    isUp: (): Promise<boolean> => within(ANSWER_WITHIN_MS, beat()),
    /** Ms since a write was last answered, or since the beginning. */
    silentForMs: (): number => now() - aliveAt,
    stop: (): void => clearInterval(timer),
  };
}

/** Like `answer`, but false when that takes longer. */
async function within(ms: number, answer: Promise<boolean>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
}
