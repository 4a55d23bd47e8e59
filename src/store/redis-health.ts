import type { Redis } from 'ioredis';
import { keysOf } from '../domain/fields.ts';
import { within } from './within.ts';

/** Silence shows only on a connection that owes a reply, so each owes one this often. */
const EVERY_MS = 5_000;
const ANSWER_WITHIN_MS = 1_500;
const KEPT_MS = 60_000;

export type Heart = ReturnType<typeof createHeart>;

/** Keeps writing: a demoted, full or cut-off server still answers reads. One at a time: patient connections queue. */
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
    isUp: (): Promise<boolean> => within(ANSWER_WITHIN_MS, beat()).catch(() => false),
    /** Ms since the last answered write, or since the start. */
    silentForMs: (): number => now() - aliveAt,
    stop: (): void => clearInterval(timer),
  };
}

/** Four times what a connection may take to leave a server that does not serve. */
const STUCK_AFTER_MS = 60_000;
/** A look opens a connection, and callers may ask often. */
const LOOK_EVERY_MS = 10_000;

/**
 * Finds connections that carried no write for a minute while a new one to the same address does: Redis is there, and
 * only a restart of this process helps. While Redis itself is away, none counts as stuck.
 */
export function createStuckConnections<Name extends string>(options: {
  hearts: Record<Name, Heart>;
  open: () => Redis;
  key: string;
  now: () => number;
}): () => Promise<Name[]> {
  const { hearts, open, key, now } = options;
  let looked: { at: number; found: Promise<Name[]> } | undefined;

  function silent(): Name[] {
    return keysOf(hearts).filter((name) => hearts[name].silentForMs() > STUCK_AFTER_MS);
  }

  async function look(): Promise<Name[]> {
    const redis = open();
    const fresh = createHeart({ redis, key, now });
    try {
      return (await fresh.isUp()) ? silent() : [];
    } finally {
      fresh.stop();
      redis.disconnect();
    }
  }

  return async () => {
    if (silent().length === 0) return [];
    if (!looked || now() - looked.at > LOOK_EVERY_MS) looked = { at: now(), found: look() };
    return looked.found;
  };
}
