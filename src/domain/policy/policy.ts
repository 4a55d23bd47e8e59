import { z } from 'zod';
import { channelIdSchema, type Person, userGroupIdSchema, userIdSchema } from '../actor.ts';

/** People by user id and by user group (Slack user groups). */
export const peopleSchema = z.strictObject({
  users: z.array(userIdSchema).default([]),
  groups: z.array(userGroupIdSchema).default([]),
});
export type People = z.infer<typeof peopleSchema>;

/** The same in a record. What a newer version has added to it is no reason not to read it. */
const pinnedPeopleSchema = z.object(peopleSchema.shape);

/** People who may decide; or, without a policy file, any full member. */
const approversSchema = z.union([z.literal('any_full_member'), pinnedPeopleSchema]);
export type Approvers = z.infer<typeof approversSchema>;

/** So many different people from these. `ping` is whom a message mentions: `from` without the quiet ones. */
const approvalSetSchema = z.object({
  from: approversSchema,
  needed: z.number().int().positive(),
  ping: pinnedPeopleSchema.optional(),
});
export type ApprovalSet = z.infer<typeof approvalSetSchema>;

const durationSchema = z.number().int().positive();

/**
 * The rules one request was made under, pinned in its record: a later change of the file never touches it. What was
 * added after the first version is optional; a record without it was made when there was no such rule.
 */
export const pinnedPolicySchema = z.object({
  version: z.string(),
  /** The channel the card goes to; undefined means the channel where the command was run. */
  channel: channelIdSchema.optional(),
  /** Who decides where no rule says otherwise. */
  approvers: approversSchema,
  selfApproval: z.boolean(),
  expiresAfterMs: durationSchema,
  /** The rule that was judged to apply: its name, and what it asks for. Absent: one of `approvers`. */
  rule: z.string().max(60).optional(),
  sets: z.array(approvalSetSchema).min(1).optional(),
  autoApprove: z.literal(true).optional(),
  denyReason: z.literal('optional').optional(),
  /** Approving takes typing the last four digits of the number. */
  confirmDigits: z.literal(true).optional(),
  reminders: z.object({ firstAfterMs: durationSchema, atMost: z.number().int().max(4) }).optional(),
  escalation: z
    .object({
      afterMs: durationSchema,
      to: pinnedPeopleSchema,
      ping: pinnedPeopleSchema.optional(),
    })
    .optional(),
});
export type Policy = z.infer<typeof pinnedPolicySchema>;

/** Why somebody may not decide. Each has its own sentence in `views/kit/refusals.ts`. */
export type Forbidden =
  | Barred
  | 'own_request'
  | 'not_an_approver'
  | 'requester_left'
  | 'not_the_requester';

/** What a request needs: every set in full. */
export function setsOf(policy: Pick<Policy, 'approvers' | 'sets'>): readonly ApprovalSet[] {
  return policy.sets ?? [{ from: policy.approvers, needed: 1 }];
}

/** User groups whose members must be looked up before `mayDecide` can judge. */
export function groupsToResolve(policy: Policy): readonly string[] {
  const groups = setsOf(policy).flatMap(({ from }) =>
    from === 'any_full_member' ? [] : from.groups,
  );
  return [...new Set([...groups, ...(policy.escalation?.to.groups ?? [])])];
}

/** Why somebody may not use the bot at all. */
export type Barred = 'outsider' | 'guest' | 'not_a_person';

/** Refuses whoever is not a full, active member of the workspace the bot is installed in. */
export function mayAct({ standing }: Pick<Person, 'standing'>): Barred | undefined {
  if (standing === 'external') return 'outsider';
  if (standing === 'guest') return 'guest';
  return standing === 'member' ? undefined : 'not_a_person';
}

export function isAmong(people: Approvers, who: Pick<Person, 'userId' | 'groups'>): boolean {
  if (people === 'any_full_member') return true;
  return (
    people.users.includes(who.userId) || people.groups.some((group) => who.groups.includes(group))
  );
}

/** The sets a person counts for. After the escalation step, the added approvers count for each of them. */
export function setsFor(
  policy: Policy,
  who: Pick<Person, 'userId' | 'groups'>,
  escalated: boolean,
): number[] {
  const added = escalated && policy.escalation && isAmong(policy.escalation.to, who);
  return setsOf(policy).flatMap(({ from }, index) => (added || isAmong(from, who) ? [index] : []));
}

/** Whether this person may approve or deny a request of `requester` under `policy`; undefined means yes. */
export function mayDecide(
  policy: Policy,
  who: Person,
  requester: string,
  escalated = false,
): Forbidden | undefined {
  const barred = mayAct(who);
  if (barred) return barred;
  if (who.userId === requester && !policy.selfApproval) return 'own_request';
  return setsFor(policy, who, escalated).length > 0 ? undefined : 'not_an_approver';
}

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
  who: Person,
): ByonForbidden | undefined {
  const barred = mayAct(who);
  if (barred) return { why: barred };
  const named = policy[deed];
  return named === undefined || isAmong(named, who) ? undefined : { why: 'not_named', deed, named };
}

/** The key `connect` of the policy file. */
export const connectFileSchema = z.strictObject({
  users: z.array(userIdSchema).default([]),
  groups: z.array(userGroupIdSchema).default([]),
  token_in_modal: z.boolean().default(false),
});

/** Who may connect numbers, besides those who asked for them and those who may approve. */
export type ConnectPolicy = People & {
  /** Whether a Meta access token may be typed into the modal. Slack advises against it. */
  tokenInModal: boolean;
};

const DEFAULT_CONNECT_POLICY: ConnectPolicy = { users: [], groups: [], tokenInModal: false };

export function connectPolicyFromFile(
  file: z.infer<typeof connectFileSchema> | undefined,
): ConnectPolicy {
  if (!file) return DEFAULT_CONNECT_POLICY;
  return { users: file.users, groups: file.groups, tokenInModal: file.token_in_modal };
}
