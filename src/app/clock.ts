import { randomBytes } from 'node:crypto';
import type { Clock, NewId } from '../runtime.ts';

/** Crockford's base 32, lower case: no two letters look alike when an id is typed by hand. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

/** `ord_7k3m9q2x` from random bytes: 8 characters are 40 bits, and a record is never created over another. */
export function idFrom(prefix: Parameters<NewId>[0] | 'ref', bytes: Uint8Array): string {
  return `${prefix}_${Array.from(bytes, (byte) => ALPHABET[byte % 32]).join('')}`;
}

export const systemClock: Clock = { now: () => Date.now(), jitter: () => Math.random() };

export const newId: NewId = (prefix) => idFrom(prefix, randomBytes(8));

const REF_BYTES = 5;
let drawn = randomBytes(200 * REF_BYTES);

/** Links a message to its log line: both show it. Every click has one, so their bytes are drawn in bulk. */
export function newRef(): string {
  if (drawn.length === 0) drawn = randomBytes(200 * REF_BYTES);
  const bytes = drawn.subarray(0, REF_BYTES);
  drawn = drawn.subarray(REF_BYTES);
  return idFrom('ref', bytes);
}
