import { expect } from 'vitest';
import { createKeys } from '../../src/store/keys.ts';
import { newsFor, textOf } from './journeys.ts';
import { redisOfRun } from './shown.ts';
import type { World } from './world.ts';

/** So often that a second look proves what the first one doubted. */
export const OFTEN = { WATCH_EVERY_MS: '1000' };

/** Has everything looked at, and waits for it. Vobiz is not spared here. */
export async function look(world: World): Promise<void> {
  const keys = createKeys(world.env.REDIS_PREFIX ?? '');
  const redis = redisOfRun();
  const seenAt = async () => JSON.parse((await redis.get(keys.watched())) ?? '{}').at ?? 0;
  const from = Date.now();
  await redis.del(keys.reading());
  await redis.zadd(keys.looks(), '1', 'account|watch');
  await expect.poll(seenAt, { timeout: 20_000 }).toBeGreaterThanOrEqual(from);
}

/** What somebody was told of a number at Vobiz, oldest first. */
export function toldOf(world: World, owner: string): (string | undefined)[] {
  return newsFor(world, owner)
    .map(textOf)
    .filter((text) => /⚠️|Back to normal/.test(text))
    .map((text) => /(?:⚠️ |✅ )([^·]+) ·/.exec(text)?.[1]);
}
