import { z } from 'zod';
import { channelIdSchema, type Judged, userGroupIdSchema, userIdSchema } from './actor.ts';

const HOUR_MS = 3_600_000;

/** `users` and `groups` (Slack user groups) who may decide; or, without a policy file, any full member. */
const approversSchema = z.union([
  z.literal('any_full_member'),
  z.strictObject({
    users: z.array(userIdSchema).default([]),
    groups: z.array(userGroupIdSchema).default([]),
  }),
]);

/** The rules one request was made under, pinned in its record: a later change of the file never touches it. */
export const pinnedPolicySchema = z.object({
  version: z.string(),
  /** The channel the card goes to; undefined means the channel where the command was run. */
  channel: channelIdSchema.optional(),
  approvers: approversSchema,
  selfApproval: z.boolean(),
  expiresAfterMs: z.number().int().positive(),
});
export type Policy = z.infer<typeof pinnedPolicySchema>;

/** The policy file as people write it; see policy.example.yml. */
export const policyFileSchema = z.strictObject({
  approvals: z.strictObject({
    channel: channelIdSchema,
    approvers: z
      .strictObject({
        users: z.array(userIdSchema).default([]),
        groups: z.array(userGroupIdSchema).default([]),
      })
      .refine(
        ({ users, groups }) => users.length + groups.length > 0,
        'names nobody: list at least one user or user group, or no request could ever be approved',
      ),
    self_approval: z.boolean().default(false),
    expires_after_hours: z.number().positive().max(720).default(24),
  }),
});

export function policyFromFile(file: z.infer<typeof policyFileSchema>, version: string): Policy {
  return {
    version,
    channel: file.approvals.channel,
    approvers: file.approvals.approvers,
    selfApproval: file.approvals.self_approval,
    expiresAfterMs: Math.round(file.approvals.expires_after_hours * HOUR_MS),
  };
}

/** Without a file: the channel of the command decides, any full member may approve, nobody their own request. */
export const DEFAULT_POLICY: Policy = {
  version: 'default',
  approvers: 'any_full_member',
  selfApproval: false,
  expiresAfterMs: 24 * HOUR_MS,
};

/** Why somebody may not decide. Each has its own sentence in `views/refusals.ts`. */
export type Forbidden =
  | 'outsider'
  | 'guest'
  | 'not_a_person'
  | 'own_request'
  | 'not_an_approver'
  | 'requester_left';

/** User groups whose members must be looked up before `mayDecide` can judge. */
export function groupsToResolve(policy: Policy): readonly string[] {
  return policy.approvers === 'any_full_member' ? [] : policy.approvers.groups;
}

/** Refuses whoever is not a full, active member of the workspace the bot is installed in. */
export function mayAct(who: Judged): Forbidden | undefined {
  if (who.userTeamId !== who.teamId || who.standing === 'external') return 'outsider';
  if (who.standing === 'guest') return 'guest';
  if (who.standing !== 'member') return 'not_a_person';
  return undefined;
}

/** Whether this person may approve or deny a request of `requester` under `policy`; undefined means yes. */
export function mayDecide(policy: Policy, who: Judged, requester: string): Forbidden | undefined {
  const barred = mayAct(who);
  if (barred) return barred;
  if (who.userId === requester && !policy.selfApproval) return 'own_request';
  if (policy.approvers === 'any_full_member') return undefined;
  const { users, groups } = policy.approvers;
  const named = users.includes(who.userId) || groups.some((group) => who.groups.includes(group));
  return named ? undefined : 'not_an_approver';
}
