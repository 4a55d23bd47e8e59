import { z } from 'zod';
import type { Judged } from '../actor.ts';
import { type Forbidden, isAmong, mayAct, type People, peopleSchema } from './policy.ts';

const somebody = peopleSchema.refine(({ users, groups }) => users.length + groups.length > 0, {
  message: 'names nobody: leave it out to allow every full member',
});

/** The key `byon` of the policy file. */
export const byonFileSchema = z.strictObject({
  start: somebody.optional(),
  enter: somebody.optional(),
});

/** Who may bring a number along, and who may enter its code or ask for another one. Absent: any full member. */
export type ByonPolicy = { start: People | undefined; enter: People | undefined };
export type ByonDeed = keyof ByonPolicy;

export function byonPolicyFromFile(file: z.infer<typeof byonFileSchema> | undefined): ByonPolicy {
  return { start: file?.start, enter: file?.enter };
}

/** Why somebody may not do it, with those who may; `named` only when the policy narrows it. */
export type ByonForbidden =
  | { why: Forbidden }
  | { why: 'not_named'; deed: ByonDeed; named: People }
  | { why: 'not_yours' };

/** User groups whose members must be looked up before `mayByon` can judge. */
export function byonGroups(policy: ByonPolicy, deed: ByonDeed): readonly string[] {
  return policy[deed]?.groups ?? [];
}

/** Any full member, or whom the policy names; undefined means yes. */
export function mayByon(
  policy: ByonPolicy,
  deed: ByonDeed,
  who: Judged,
): ByonForbidden | undefined {
  const barred = mayAct(who);
  if (barred) return { why: barred };
  const named = policy[deed];
  return named === undefined || isAmong(named, who) ? undefined : { why: 'not_named', deed, named };
}
