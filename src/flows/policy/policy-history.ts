import { type AuditEntry, auditEntrySchema } from '../../domain/audit/audit.ts';
import { parseJson } from '../../domain/json.ts';
import { SHOWN } from '../../domain/page-sizes.ts';
import { POLICY_ID } from '../../domain/policy/stored-policy.ts';
import type { AuditLog } from '../../store/audit-log.ts';

/** Newest first. `older`: whether there is another page. */
export type PolicyHistory = { page: number; changes: AuditEntry[]; older: boolean };

/** Reads a page of what was changed in the policy, from the audit. Throws AppError `store_unavailable`. */
export function createPolicyHistory({ audit }: { audit: Pick<AuditLog, 'readBack'> }) {
  return async (team: string, page: number): Promise<PolicyHistory> => {
    const first = page * SHOWN.policyChanges;
    const found: AuditEntry[] = [];
    for await (const { text } of audit.readBack(team)) {
      // Most entries are about other records: skip parsing their JSON.
      if (!text.includes(POLICY_ID)) continue;
      const entry = auditEntrySchema.safeParse(parseJson(text)).data;
      if (entry?.record !== POLICY_ID) continue;
      found.push(entry);
      if (entry.revision === 1 || found.length > first + SHOWN.policyChanges) break;
    }
    const changes = found.slice(first, first + SHOWN.policyChanges);
    return { page, changes, older: found.length > first + SHOWN.policyChanges };
  };
}
export type ReadPolicyHistory = ReturnType<typeof createPolicyHistory>;
