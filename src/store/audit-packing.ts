import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { type AuditEntry, canonicalJson } from '../domain/audit/audit.ts';
import { isFields, parseJson } from '../domain/json.ts';
import { AUDIT_DICTIONARY } from './audit-dictionary.ts';

const dictionary = Buffer.from(AUDIT_DICTIONARY);

/** A SHA-256. */
const HASH_BYTES = 32;
/** No entry is near it; what claims to be larger was not written by us. */
const TEXT_MAX_BYTES = 16 * 1024 * 1024;

/**
 * An entry as Redis keeps it: the 32 bytes of `saved`, then its canonical JSON without `saved` and `team` (the stream's
 * key names the team), deflated with the dictionary. Chain and exports know only the canonical JSON.
 */
export function packEntry({ saved, team: _, ...rest }: AuditEntry & { saved: string }): Buffer {
  return Buffer.concat([
    Buffer.from(saved, 'hex'),
    deflateRawSync(canonicalJson(rest), { dictionary, level: 9 }),
  ]);
}

/** The entry's canonical JSON; undefined when `packed` is not what `packEntry` makes. */
export function unpackEntry(packed: Buffer, team: string): string | undefined {
  const saved = packed.subarray(0, HASH_BYTES).toString('hex');
  const rest = parseJson(inflated(packed.subarray(HASH_BYTES)) ?? '');
  return isFields(rest) ? canonicalJson({ ...rest, saved, team }) : undefined;
}

function inflated(bytes: Buffer): string | undefined {
  try {
    return inflateRawSync(bytes, { dictionary, maxOutputLength: TEXT_MAX_BYTES }).toString();
  } catch {
    return undefined;
  }
}
