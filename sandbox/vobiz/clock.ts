import { createHash } from 'node:crypto';

/** Milliseconds since the epoch; tests hand in their own. */
export type Now = () => number;

/** RFC 3339 in UTC without fractions, the form of every sample in the vendor's pages (`2026-03-01T10:00:00Z`). */
export function rfc3339(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d{3}Z$/, 'Z');
}

/** A hex digest that depends only on its parts, so that two runs hand out the same ids and codes. */
export function digest(...parts: (string | number)[]): string {
  return createHash('sha256').update(parts.join(':')).digest('hex');
}

/** A counter's worth of well-formed version 4 UUIDs, the same in every run. */
export function createIds(kind: string): () => string {
  let count = 0;
  return () => {
    count += 1;
    const hex = digest('id', kind, count);
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
  };
}
