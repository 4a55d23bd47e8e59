import { z } from 'zod';
import { teamIdSchema } from './actor.ts';
import { keysOf } from './fields.ts';
import { timeSchema } from './typed.ts';

export type Ref = { team: string; id: string };

/** Id prefix per kind. A gap is where Redis lost data; a policy is the one made in Slack. */
const ID_PREFIXES = { order: 'ord', verification: 'ver', gap: 'gap', policy: 'pol' } as const;
export type RecordKind = keyof typeof ID_PREFIXES;
export const RECORD_KINDS = keysOf(ID_PREFIXES);

export function idSchemaOf(kind: RecordKind) {
  return z.string().regex(new RegExp(`^${ID_PREFIXES[kind]}_[0-9a-z]{8,20}$`));
}

/** What every record has. Times are epoch ms. */
export function recordFields<K extends RecordKind>(kind: K) {
  return {
    /** Records of earlier versions have no kind; reading fills it in. */
    kind: z.literal(kind).default(kind),
    id: idSchemaOf(kind),
    team: teamIdSchema,
    revision: z.number().int().positive(),
    createdAt: timeSchema,
    updatedAt: timeSchema,
  };
}

/** What every change of a record changes. `now` is epoch ms. */
export function nextRevision({ revision }: { revision: number }, now: number) {
  return { revision: revision + 1, updatedAt: now };
}

/** For jobs and messages, which only have the id. */
export function kindOf(id: string | undefined): RecordKind | undefined {
  const prefix = id?.split('_')[0];
  return RECORD_KINDS.find((kind) => ID_PREFIXES[kind] === prefix);
}
