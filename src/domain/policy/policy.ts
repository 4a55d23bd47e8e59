import { z } from 'zod';
import { channelIdSchema, type Person, userGroupIdSchema, userIdSchema } from '../actor.ts';
import { remindersSchema } from '../reminders.ts';

export const peopleSchema = z.strictObject({
  users: z.array(userIdSchema).default([]),
  groups: z.array(userGroupIdSchema).default([]),
});
export type People = z.infer<typeof peopleSchema>;

/** For records: tolerates fields that a newer version added. */
const pinnedPeopleSchema = z.object(peopleSchema.shape);

/** Without a policy file, any full member may decide. */
export const approversSchema = z.union([z.literal('any_full_member'), pinnedPeopleSchema]);
export type Approvers = z.infer<typeof approversSchema>;

/** How many different people are needed. `ping`: whom to mention, `from` without the quiet ones. */
const approvalSetSchema = z.object({
  from: approversSchema,
  needed: z.number().int().positive(),
  ping: pinnedPeopleSchema.optional(),
});
export type ApprovalSet = z.infer<typeof approvalSetSchema>;

const durationSchema = z.number().int().positive();

/** A request's rules, pinned in its record. Optional fields came later: absent means there was no such rule. */
export const pinnedPolicySchema = z.object({
  version: z.string(),
  /** Where the card goes; undefined: where the command was run. */
  channel: channelIdSchema.optional(),
  approvers: approversSchema,
  selfApproval: z.boolean(),
  expiresAfterMs: durationSchema,
  /** The rule that applies and what it asks for. Absent: one of `approvers`. */
  rule: z.string().max(60).optional(),
  sets: z.array(approvalSetSchema).min(1).optional(),
  autoApprove: z.literal(true).optional(),
  denyReason: z.literal('optional').optional(),
  /** Approving requires the number's last four digits. */
  confirmDigits: z.literal(true).optional(),
  reminders: remindersSchema.optional(),
  escalation: z
    .object({
      afterMs: durationSchema,
      to: pinnedPeopleSchema,
      ping: pinnedPeopleSchema.optional(),
    })
    .optional(),
});
export type Policy = z.infer<typeof pinnedPolicySchema>;

/** Why somebody may not decide; `views/kit/refusals.ts` has a sentence for each. */
export type Forbidden =
  | Barred
  | 'own_request'
  | 'not_an_approver'
  | 'requester_left'
  | 'not_the_requester';

/** A request needs every set in full. */
export function setsOf(policy: Pick<Policy, 'approvers' | 'sets'>): readonly ApprovalSet[] {
  return policy.sets ?? [{ from: policy.approvers, needed: 1 }];
}

/** Everybody who may approve, whatever set they count for; without those whom an escalation adds. */
export function approversOf(policy: Pick<Policy, 'approvers' | 'sets'>): Approvers {
  const sets = setsOf(policy).map(({ from }) => from);
  const named = sets.filter((from) => from !== 'any_full_member');
  if (named.length < sets.length) return 'any_full_member';
  return {
    users: [...new Set(named.flatMap(({ users }) => users))],
    groups: [...new Set(named.flatMap(({ groups }) => groups))],
  };
}

export function groupsIn(approvers: Approvers): readonly string[] {
  return approvers === 'any_full_member' ? [] : approvers.groups;
}

/** User groups to look up before `mayDecide` can judge. */
export function groupsToResolve(policy: Policy): readonly string[] {
  const groups = setsOf(policy).flatMap(({ from }) => groupsIn(from));
  return [...new Set([...groups, ...(policy.escalation?.to.groups ?? [])])];
}

export type Barred = 'outsider' | 'guest' | 'not_a_person';

/** Only full, active members of the bot's workspace may act. */
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

/** The sets a person counts for. After escalation, the added approvers count for every set. */
export function setsFor(
  policy: Policy,
  who: Pick<Person, 'userId' | 'groups'>,
  escalated: boolean,
): number[] {
  const added = escalated && policy.escalation && isAmong(policy.escalation.to, who);
  return setsOf(policy).flatMap(({ from }, index) => (added || isAmong(from, who) ? [index] : []));
}

/** Why this person may not approve or deny; undefined if they may. */
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

export const byonFileSchema = z.strictObject({
  start: somebody.optional(),
  enter: somebody.optional(),
});

/** Who may bring a number, and who may enter its code or request another. Absent: any full member. */
export type ByonPolicy = z.infer<typeof byonFileSchema>;
export type ByonDeed = keyof ByonPolicy;

/** `named`: who may instead, if the policy limits it. */
export type ByonForbidden =
  | { why: Forbidden }
  | { why: 'not_named'; deed: ByonDeed; named: People }
  | { why: 'not_yours' };

/** User groups to look up before `mayByon` can judge. */
export function byonGroups(policy: ByonPolicy, deed: ByonDeed): readonly string[] {
  return policy[deed]?.groups ?? [];
}

/** Allows whom the policy names, or any full member. */
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

/** Who decides whether a number is given back. Absent: the approvers of the number's request. */
export const giveBackFileSchema = somebody;
export type GiveBackPolicy = People | undefined;

export const connectFileSchema = peopleSchema.extend({
  token_in_modal: z.boolean().default(false),
});

/** Who may connect numbers, besides their requesters and approvers. */
export type ConnectPolicy = People & {
  /** Whether a Meta access token may be typed into the modal; Slack advises against it. */
  tokenInModal: boolean;
};

export function connectPolicyFromFile(
  file: z.infer<typeof connectFileSchema> | undefined,
): ConnectPolicy {
  const { users = [], groups = [], token_in_modal: tokenInModal = false } = file ?? {};
  return { users, groups, tokenInModal };
}
