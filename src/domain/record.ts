import { z } from 'zod';
import { keysOf } from './fields.ts';

/** Which record: the workspace it belongs to and its id. */
export type Ref = { team: string; id: string };

/** What we keep records of, and what the ids of each begin with. A gap is where Redis went back in time. */
const ID_PREFIXES = { order: 'ord', verification: 'ver', gap: 'gap' } as const;
export type RecordKind = keyof typeof ID_PREFIXES;
export const RECORD_KINDS = keysOf(ID_PREFIXES);

/** Ids of one kind: `ord_7k3m9q2x`. */
export function idSchemaOf(kind: RecordKind) {
  return z.string().regex(new RegExp(`^${ID_PREFIXES[kind]}_[0-9a-z]{8,20}$`));
}

/** The kind of a record is a field of it. Records of earlier versions have none: reading them fills it in. */
export function kindSchemaOf<K extends RecordKind>(kind: K) {
  return z.literal(kind).default(kind);
}

/** The kind of the record that an id names, where only the id is there: in a job, on a message. */
export function kindOf(id: string | undefined): RecordKind | undefined {
  const prefix = id?.split('_')[0];
  return RECORD_KINDS.find((kind) => ID_PREFIXES[kind] === prefix);
}
