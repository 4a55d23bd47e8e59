import { setTimeout as pause } from 'node:timers/promises';
import type { Bot } from './bot.ts';

const LIMIT_MS = 30_000;
const LOOK_EVERY_MS = 25;

/** The play cannot go on. `message` says what was waited for and what the bot said last. */
export class DemoFailure extends Error {
  override readonly name = 'DemoFailure';
}

/** Looks again and again until `look` finds something. Throws DemoFailure when it takes too long or the bot ends. */
export async function waitUntil<T>(bot: Bot, what: string, look: () => T | undefined): Promise<T> {
  const limit = Date.now() + LIMIT_MS;
  for (;;) {
    const found = look();
    if (found !== undefined) return found;
    const ended = bot.ended();
    if (ended !== undefined || Date.now() > limit) {
      const why =
        ended === undefined ? `not within ${LIMIT_MS / 1000} s` : `the bot ended ${ended}`;
      throw new DemoFailure(
        `Waited for ${what}: ${why}.\nThe last lines of the bot:\n${bot.lastLines()}`,
      );
    }
    await pause(LOOK_EVERY_MS);
  }
}
