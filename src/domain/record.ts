import { z } from 'zod';
import { keysOf } from './fields.ts';

export type Ref = { team: string; id: string };

/** Id prefix per kind. A gap is where Redis lost data. */
const ID_PREFIXES = { order: 'ord', verification: 'ver', gap: 'gap' } as const;
export type RecordKind = keyof typeof ID_PREFIXES;
export const RECORD_KINDS = keysOf(ID_PREFIXES);

export function idSchemaOf(kind: RecordKind) {
  return z.string().regex(new RegExp(`^${ID_PREFIXES[kind]}_[0-9a-z]{8,20}$`));
}

/** Records of earlier versions have no kind; reading fills it in. */
export function kindSchemaOf<K extends RecordKind>(kind: K) {
  return z.literal(kind).default(kind);
}

/** For jobs and messages, which only have the id. */
export function kindOf(id: string | undefined): RecordKind | undefined {
  const prefix = id?.split('_')[0];
  return RECORD_KINDS.find((kind) => ID_PREFIXES[kind] === prefix);
}
