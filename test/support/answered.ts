import { readFileSync } from 'node:fs';
import type { World } from './world.ts';

/** How often somebody has been shown something, over whichever call. */
export function shownSoFar({ slack }: Pick<World, 'slack'>): number {
  const shows = /^(response_url|chat\.postEphemeral|chat\.postMessage|views\.)/;
  return slack.calls.filter(({ method }) => shows.test(method)).length;
}

/** The references that came into the log since the last look. */
export function tailOf({ bot }: Pick<World, 'bot'>) {
  let seen = 0;
  return {
    skip: () => {
      seen = readFileSync(bot.log).length;
    },
    hasReference: () => /"ref":"ref_/.test(readFileSync(bot.log).subarray(seen).toString()),
  };
}
