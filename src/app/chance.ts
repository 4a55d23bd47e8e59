import { randomBytes } from 'node:crypto';

/** Crockford's base 32, lower case: no letter that reads like another when an id is typed by hand. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

/** `ord_7k3m9q2x` from random bytes; 40 bits for 8 characters, and a record is only created where none stands. */
export function idFrom(
  prefix: 'ord' | 'ver' | 'att' | 'ent' | 'snd' | 'gap' | 'ref',
  bytes: Uint8Array,
): string {
  return `${prefix}_${Array.from(bytes, (byte) => ALPHABET[byte % 32]).join('')}`;
}

/** The clock and the dice of the running bot; tests of the flows bring their own. */
export function createChance() {
  return {
    now: () => Date.now(),
    random: () => Math.random(),
    id: (prefix: 'ord' | 'ver' | 'att' | 'ent' | 'snd' | 'gap') => idFrom(prefix, randomBytes(8)),
    ref: () => idFrom('ref', randomBytes(5)),
  };
}
