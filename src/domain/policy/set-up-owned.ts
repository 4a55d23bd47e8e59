import { z } from 'zod';
import { userGroupIdSchema, userIdSchema } from '../actor.ts';
import type { PolicyAsWritten } from './policy-schema.ts';
import { DAY_MS, DEFAULT_REUSE } from './rulebook.ts';

/** The rules for numbers that are owned, in the forms of the set-up. Unknown in drafts of earlier versions: the policy's then stay. */
export const ownedFields = {
  /** Days; 0 for at once. */
  unusedForDays: z.number().optional(),
  /** Days. */
  answerWithinDays: z.number().optional(),
  /** Nobody in both: the approvers decide about giving back. */
  giveBackUsers: z.array(userIdSchema).optional(),
  giveBackGroups: z.array(userGroupIdSchema).optional(),
};
type OwnedChosen = z.infer<z.ZodObject<typeof ownedFields>>;

/** The forms as the policy fills them in. */
export function ownedIn({ reuse, give_back: giveBack }: Partial<PolicyAsWritten>) {
  const { unusedForMs, answerWithinMs } = DEFAULT_REUSE;
  return {
    unusedForDays: reuse?.unused_for_days ?? unusedForMs / DAY_MS,
    answerWithinDays: reuse?.answer_within_days ?? answerWithinMs / DAY_MS,
    giveBackUsers: giveBack?.users ?? [],
    giveBackGroups: giveBack?.groups ?? [],
  } satisfies Required<OwnedChosen>;
}

/** `changed`: the fields of the form that differ from what it showed. */
export function withOwned(
  written: Partial<PolicyAsWritten> | undefined,
  next: OwnedChosen,
  changed: ReadonlySet<string>,
): Partial<PolicyAsWritten> {
  const { give_back: before, ...others } = written ?? {};
  const isOther = changed.has('giveBackUsers') || changed.has('giveBackGroups');
  const users = next.giveBackUsers ?? before?.users ?? [];
  const groups = next.giveBackGroups ?? before?.groups ?? [];
  const chosen = users.length + groups.length > 0 ? { users, groups } : undefined;
  const giveBack = isOther ? chosen : before;
  const reuse = {
    ...others.reuse,
    ...(changed.has('unusedForDays') && { unused_for_days: next.unusedForDays }),
    ...(changed.has('answerWithinDays') && { answer_within_days: next.answerWithinDays }),
  };
  return {
    ...others,
    ...(Object.keys(reuse).length > 0 && { reuse }),
    ...(giveBack && { give_back: giveBack }),
  };
}
