import { randomBytes } from 'node:crypto';
import { idFrom } from '../domain/record-ids.ts';

/** The clock and the dice of the running bot; tests of the flows bring their own. */
export function createChance() {
  return {
    now: () => Date.now(),
    random: () => Math.random(),
    id: (prefix: 'ord' | 'ver' | 'att' | 'ent' | 'snd' | 'gap') => idFrom(prefix, randomBytes(8)),
    ref: () => idFrom('ref', randomBytes(5)),
  };
}
