import { type AuditEntry, auditEntrySchema } from '../../domain/audit/audit.ts';
import { parseJson } from '../../domain/json.ts';
import { SHOWN } from '../../domain/page-sizes.ts';
import { POLICY_ID } from '../../domain/policy/stored-policy.ts';
import type { AuditLog } from '../../store/audit-log.ts';

/** Newest first. `older`: whether there is another page. `cut`: there may be changes before the entries looked through. */
type PolicyHistory = { page: number; changes: AuditEntry[]; older: boolean; cut: boolean };

/** Entries of other records stand between the changes: enough for years of them, few enough to wait for. */
const LOOKED_THROUGH = 20_000;

/** Reads a page of what was changed in the policy, from the audit. Throws AppError `store_unavailable`. */
export function createPolicyHistory({ audit }: { audit: Pick<AuditLog, 'readBack'> }) {
  return async (team: string, page: number): Promise<PolicyHistory> => {
    const first = page * SHOWN.policyChanges;
    const found: AuditEntry[] = [];
    let left = LOOKED_THROUGH;
    for await (const { text } of audit.readBack(team)) {
      left -= 1;
      if (left === 0) break;
      // Most entries are about other records: skip parsing their JSON.
      if (!text.includes(POLICY_ID)) continue;
      const entry = auditEntrySchema.safeParse(parseJson(text)).data;
      if (entry?.record !== POLICY_ID) continue;
      found.push(entry);
      if (entry.revision === 1 || found.length > first + SHOWN.policyChanges) break;
    }
    const changes = found.slice(first, first + SHOWN.policyChanges);
    return { page, changes, older: found.length > first + SHOWN.policyChanges, cut: left === 0 };
  };
}
export type ReadPolicyHistory = ReturnType<typeof createPolicyHistory>;
