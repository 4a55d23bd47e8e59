import { auditEntry } from '../../domain/audit/audit.ts';
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
import { AppError, errorCode } from '../../errors.ts';
import type { Clock, Log } from '../../runtime.ts';
import type { AuditLog } from '../../store/audit-log.ts';
import type { KnownEditions } from '../../store/known-editions.ts';
import type { StoredPolicies } from '../../store/records.ts';

/** Which policy a workspace has. `broken`: it was made in Slack, and nobody can tell what it says. */
export type InForce =
  | { source: 'file'; file: PolicyFile }
  | { source: 'none' }
  | { source: 'slack'; record: SetPolicy; written: PolicyAsWritten; policies: Policies }
  | { source: 'slack'; record: StoredPolicy; broken: 'lost' | 'unreadable' }
  /** Not even the record can be read, so it cannot be replaced either. */
  | { source: 'slack'; record?: undefined; broken: 'damaged' };

/**
 * The policy of a workspace: the file's, or the one made in Slack, which is read where it is used and so counts at once in
 * every process.
 */
export function createPoliciesInForce(deps: {
  file: () => PolicyFile | undefined;
  stored: StoredPolicies;
  /** What was in force, out of Redis' reach. */
  editions: Pick<KnownEditions, 'newest' | 'seen'>;
  lastEntryOf: AuditLog['lastOf'];
  clock: Clock;
  log: Log;
}) {
  const { stored, editions, clock, log } = deps;

  async function inForce(team: string): Promise<InForce> {
    const file = deps.file();
    if (file) return { source: 'file', file };
    const record = await get(team);
    if (record === 'damaged') return { source: 'slack', broken: 'damaged' };
    if ((record?.edition ?? 0) < editions.newest(team)) {
      await writeDownLoss(team, record);
      return inForce(team);
    }
    if (!record) return { source: 'none' };
    await editions.seen(team, record.edition);
    if (record.state === 'lost') return { source: 'slack', record, broken: 'lost' };
    const { written, version } = record;
    if (!isPolicyAsWritten(written)) return { source: 'slack', record, broken: 'unreadable' };
    const policies = policiesFromFile(workspacePolicySchema.parse(written), version);
    return { source: 'slack', record, written, policies };
  }

  async function get(team: string): Promise<StoredPolicy | 'damaged' | undefined> {
    try {
      return await stored.get({ team, id: POLICY_ID });
    } catch (error) {
      if (errorCode(error) !== 'internal') throw error;
      log.error({ event: 'policy.damaged', team, err: error });
      return 'damaged';
    }
  }

  /** Once in Redis, the loss counts in every process. The process that loses this race finds what the winner wrote. */
  async function writeDownLoss(team: string, record: StoredPolicy | undefined): Promise<void> {
    const now = clock.now();
    const ref = { team, id: POLICY_ID };
    const last = record
      ? { revision: record.revision, to: record.state }
      : await deps.lastEntryOf(ref);
    const lost: StoredPolicy = {
      ...ref,
      kind: 'policy',
      state: 'lost',
      revision: (last?.revision ?? 0) + 1,
      edition: editions.newest(team),
      createdAt: record?.createdAt ?? now,
      updatedAt: now,
    };
    log.error({ event: 'policy.lost', team, edition: lost.edition }, 'Redis shows an older policy');
    const entry = auditEntry('lost', { job: 'policy' }, record, lost, now);
    if (record) await stored.save(lost, entry);
    else await stored.create(lost, { ...entry, from: last?.to ?? null });
  }

  /** Throws AppError `policy_unread` when nobody can tell what the policy says: that must never widen anybody's rights. */
  async function policiesOf(team: string): Promise<Policies> {
    const found = await inForce(team);
    if (found.source === 'file') return found.file.policies;
    if (found.source === 'none') return DEFAULT_POLICIES;
    if ('policies' in found) return found.policies;
    throw new AppError('policy_unread', `the policy of ${team} is ${found.broken}`);
  }

  return {
    inForce,
    policiesOf,
    /** For the log: the version, or what keeps it from being told. */
    versionOf: (team: string): Promise<string> =>
      policiesOf(team).then(({ version }) => version, errorCode),
  };
}
export type PoliciesInForce = ReturnType<typeof createPoliciesInForce>;
