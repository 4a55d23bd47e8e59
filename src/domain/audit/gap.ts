import { z } from 'zod';
import { teamIdSchema } from '../actor.ts';
import { idSchemaOf, kindSchemaOf } from '../record.ts';
import { timeSchema } from '../typed.ts';

const headSchema = z.string().regex(/^\d+:[0-9a-f]{64}$/);

const commonFields = {
  kind: kindSchemaOf('gap'),
  id: idSchemaOf('gap'),
  team: teamIdSchema,
  revision: z.number().int().positive(),
  createdAt: timeSchema,
  updatedAt: timeSchema,
  /** When it was last seen that something is missing. What was known before that is part of this gap. */
  noticedAt: timeSchema,
  /** The newest audit head that is known to be lost, and when it was given. */
  lost: headSchema,
  lostAt: timeSchema,
  /** The last entry that is known to be left of the chain as it was; 0 when none is. */
  common: z.number().int().nonnegative(),
};

/**
 * Redis showed an older state than it had acknowledged. Open until a person has compared the records with the Vobiz
 * console and said so. A team has one open gap at most.
 */
export const gapSchema = z.discriminatedUnion('state', [
  z.object({ ...commonFields, state: z.literal('noticed') }),
  z.object({
    ...commonFields,
    state: z.literal('accepted'),
    endedAt: timeSchema,
    /** Who compared, in their own words, and what they found. */
    who: z.string(),
    why: z.string(),
  }),
]);
export type Gap = z.infer<typeof gapSchema>;
export type NoticedGap = Extract<Gap, { state: 'noticed' }>;

/** What Redis no longer shows. `common`, `lost`: as in the gap. */
export type LostEntries = Pick<Gap, 'team' | 'lost' | 'lostAt' | 'common'>;

/** Whether a gap that was noticed or accepted covers what is missing now: it was known before that. */
export function covers(gap: Gap, { lostAt }: LostEntries): boolean {
  return lostAt <= (gap.state === 'accepted' ? gap.endedAt : gap.noticedAt);
}

export function noticed(id: string, lost: LostEntries, now: number): NoticedGap {
  return {
    ...lost,
    kind: 'gap',
    id,
    state: 'noticed',
    revision: 1,
    createdAt: now,
    updatedAt: now,
    noticedAt: now,
  };
}

/** The same open gap, after Redis went back once more. */
export function noticedAgain(gap: NoticedGap, lost: LostEntries, now: number): NoticedGap {
  return { ...gap, ...lost, revision: gap.revision + 1, updatedAt: now, noticedAt: now };
}

export function accepted(gap: NoticedGap, said: { who: string; why: string }, now: number): Gap {
  const next = { ...gap, ...said, revision: gap.revision + 1, updatedAt: now, endedAt: now };
  return { ...next, state: 'accepted' };
}
