import { z } from 'zod';
import { userGroupIdSchema, userIdSchema } from '../actor.ts';
import type { People } from './policy.ts';

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
