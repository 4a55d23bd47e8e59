import { z } from 'zod';
import { userIdSchema } from '../actor.ts';
import { recordFields } from '../record.ts';
import type { PolicyAsWritten } from './policy-schema.ts';

/** The id of a workspace's one policy: making it twice at once makes it once. */
export const POLICY_ID = 'pol_workspace';

const commonFields = {
  ...recordFields('policy'),
  /** Counts the changes people made. Unlike `revision`, it never falls behind, whatever Redis loses. */
  edition: z.number().int().positive(),
};

/**
 * The policy made in Slack. `written` is checked where it is used, so one that cannot be read can still be replaced.
 * `lost`: Redis went back behind an edition that was in force; nobody can decide anything until an admin sets it up again.
 */
export const storedPolicySchema = z.discriminatedUnion('state', [
  z.object({
    ...commonFields,
    state: z.literal('set'),
    written: z.record(z.string(), z.json()),
    /** Identifies `written`. */
    version: z.string().min(1),
    by: userIdSchema,
  }),
  z.object({ ...commonFields, state: z.literal('lost') }),
]);
export type StoredPolicy = z.infer<typeof storedPolicySchema>;
export type SetPolicy = Extract<StoredPolicy, { state: 'set' }>;

/** The JSON that is stored: what is undefined is absent there. */
export function jsonOf(written: PolicyAsWritten): SetPolicy['written'] {
  return z.record(z.string(), z.json()).parse(JSON.parse(JSON.stringify(written)));
}
