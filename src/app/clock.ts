import { randomBytes } from 'node:crypto';
import type { Clock, NewId } from '../runtime.ts';

/** Crockford's base 32, lower case: no letter that reads like another when an id is typed by hand. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

/** `ord_7k3m9q2x` from random bytes; 40 bits for 8 characters, and a record is only created where none stands. */
export function idFrom(prefix: Parameters<NewId>[0] | 'ref', bytes: Uint8Array): string {
  return `${prefix}_${Array.from(bytes, (byte) => ALPHABET[byte % 32]).join('')}`;
}

export const systemClock: Clock = { now: () => Date.now(), jitter: () => Math.random() };

export const newId: NewId = (prefix) => idFrom(prefix, randomBytes(8));

/** What a message and the log say, so that one is found by the other. */
export function newRef(): string {
  return idFrom('ref', randomBytes(5));
}
