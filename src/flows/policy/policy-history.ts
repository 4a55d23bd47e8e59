import { type AuditEntry, auditEntrySchema } from '../../domain/audit/audit.ts';
import { parseJson } from '../../domain/json.ts';
import { SHOWN } from '../../domain/page-sizes.ts';
import { POLICY_ID } from '../../domain/policy/stored-policy.ts';
import type { AuditLog } from '../../store/audit-log.ts';

/**
 * Newest first. `older`: whether there is another page. `cut`: there are changes before the entries looked through, or may be.
 */
type PolicyHistory = { page: number; changes: AuditEntry[]; older: boolean; cut: boolean };

/** Entries of other records stand between the changes: enough for years of them, few enough to wait for. */
const LOOKED_THROUGH = 20_000;

/** Reads a page of what was changed in the policy, from the audit. Throws AppError `store_unavailable`. */
export function createPolicyHistory({ audit }: { audit: Pick<AuditLog, 'readBack' | 'anchors'> }) {
  return async (team: string, page: number): Promise<PolicyHistory> => {
    const first = page * SHOWN.policyChanges;
    const end = first + SHOWN.policyChanges;
    const found: AuditEntry[] = [];
    let left = LOOKED_THROUGH;
    for await (const { text } of audit.readBack(team)) {
      left -= 1;
      if (left === 0) break;
      const entry = policyEntry(text);
      if (entry) found.push(entry);
      if (entry?.revision === 1 || found.length > end) break;
    }
    const older = found.length > end;
    const isWhole = older || found.at(-1)?.revision === 1;
    const cut = left === 0 || (!isWhole && (await audit.anchors(team)).length > 0);
    return { page, changes: found.slice(first, end), older, cut };
  };
}

function policyEntry(text: string): AuditEntry | undefined {
  // Most entries are about other records: skip parsing their JSON.
  if (!text.includes(POLICY_ID)) return undefined;
  const entry = auditEntrySchema.safeParse(parseJson(text)).data;
  return entry?.record === POLICY_ID ? entry : undefined;
}
export type ReadPolicyHistory = ReturnType<typeof createPolicyHistory>;
