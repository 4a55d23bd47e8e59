import {
  DEFAULT_POLICIES,
  type Policies,
  type PolicyFile,
  policiesFromFile,
} from '../../domain/policy/policies.ts';
import {
  isPolicyAsWritten,
  type PolicyAsWritten,
  workspacePolicySchema,
} from '../../domain/policy/policy-schema.ts';
import { POLICY_ID, type SetPolicy, type StoredPolicy } from '../../domain/policy/stored-policy.ts';
import { AppError } from '../../errors.ts';
import type { StoredPolicies } from '../../store/records.ts';

/** Which policy a workspace has. `broken`: it was made in Slack, and nobody can tell what it says. */
export type InForce =
  | { source: 'file'; file: PolicyFile }
  | { source: 'none' }
  | { source: 'slack'; record: SetPolicy; written: PolicyAsWritten; policies: Policies }
  | { source: 'slack'; record: StoredPolicy; broken: 'lost' | 'unreadable' };

/**
 * The policy of a workspace: the file's, or the one made in Slack, which is read where it is used and so counts at once in
 * every process.
 */
export function createPoliciesInForce(deps: {
  file: () => PolicyFile | undefined;
  stored: StoredPolicies;
}) {
  const { stored } = deps;

  async function inForce(team: string): Promise<InForce> {
    const file = deps.file();
    if (file) return { source: 'file', file };
    const record = await stored.get({ team, id: POLICY_ID });
    if (!record) return { source: 'none' };
    if (record.state === 'lost') return { source: 'slack', record, broken: 'lost' };
    const { written, version } = record;
    if (!isPolicyAsWritten(written)) return { source: 'slack', record, broken: 'unreadable' };
    const policies = policiesFromFile(workspacePolicySchema.parse(written), version);
    return { source: 'slack', record, written, policies };
  }

  return {
    inForce,
    /** Throws AppError `policy_unread` when nobody can tell what the policy says: that must never widen anybody's rights. */
    async policiesOf(team: string): Promise<Policies> {
      const found = await inForce(team);
      if (found.source === 'file') return found.file.policies;
      if (found.source === 'none') return DEFAULT_POLICIES;
      if ('policies' in found) return found.policies;
      throw new AppError('policy_unread', `the policy of ${team} is ${found.broken}`);
    },
  };
}
export type PoliciesInForce = ReturnType<typeof createPoliciesInForce>;
