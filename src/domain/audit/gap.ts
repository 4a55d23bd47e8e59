import { z } from 'zod';
import { nextRevision, recordFields } from '../record.ts';
import { timeSchema } from '../typed.ts';

const headSchema = z.string().regex(/^\d+:[0-9a-f]{64}$/);

const commonFields = {
  ...recordFields('gap'),
  /** When the loss was last noticed. Anything known before then belongs to this gap. */
  noticedAt: timeSchema,
  /** The newest audit head known to be lost, and when it was issued. */
  lost: headSchema,
  lostAt: timeSchema,
  /** The last entry both chains share; 0 if none. */
  common: z.number().int().nonnegative(),
};

/** Redis fell behind what it had acknowledged. Open until a person compared with Vobiz; at most one per team. */
export const gapSchema = z.discriminatedUnion('state', [
  z.object({ ...commonFields, state: z.literal('noticed') }),
  z.object({
    ...commonFields,
    state: z.literal('accepted'),
    endedAt: timeSchema,
    /** Who compared, and what they found, in their own words. */
    who: z.string(),
    why: z.string(),
  }),
]);
export type Gap = z.infer<typeof gapSchema>;
export type NoticedGap = Extract<Gap, { state: 'noticed' }>;

export type LostEntries = Pick<Gap, 'team' | 'lost' | 'lostAt' | 'common'>;

/** Whether the gap already covers this loss. */
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

/** The same open gap, after Redis lost data again. */
export function noticedAgain(gap: NoticedGap, lost: LostEntries, now: number): NoticedGap {
  return { ...gap, ...lost, ...nextRevision(gap, now), noticedAt: now };
}

export function accepted(gap: NoticedGap, said: { who: string; why: string }, now: number): Gap {
  const next = { ...gap, ...said, ...nextRevision(gap, now), endedAt: now };
  return { ...next, state: 'accepted' };
}
