import type { Actor } from '../../domain/actor.ts';
import {
  auditEntry,
  canonicalJson,
  changedFields,
  type FieldChange,
} from '../../domain/audit/audit.ts';
import { DEFAULT_POLICIES, type Policies, writtenFor } from '../../domain/policy/policies.ts';
import { mayAct } from '../../domain/policy/policy.ts';
import { type PolicyAsWritten, workspacePolicySchema } from '../../domain/policy/policy-schema.ts';
import { issuesOf, issueText } from '../../domain/policy/policy-text.ts';
import { jsonOf, POLICY_ID, type SetPolicy } from '../../domain/policy/stored-policy.ts';
import { AppError } from '../../errors.ts';
import type { Clock, Log } from '../../runtime.ts';
import type { StoredPolicies } from '../../store/records.ts';
import type { People } from '../identify.ts';
import type { InForce, PoliciesInForce } from './policies-in-force.ts';

/** The current policy. `version` is what a change says it is based on. */
export type CurrentPolicy = {
  source: 'file' | 'slack' | 'none';
  version: string;
  written: PolicyAsWritten | undefined;
  /** What it means; undefined while it is broken. */
  policies: Policies | undefined;
  /** Of a policy made in Slack. */
  changedBy?: string;
  /** Epoch ms. */
  changedAt?: number;
  /** Which change it is, counted from 1. */
  edition?: number;
  /** The file that manages it, without its folder. */
  file?: string;
  /** Nobody can decide anything until an admin sets up the policy again; `written` is undefined. */
  broken?: 'lost' | 'unreadable' | 'damaged';
};

/** `basedOn`: the version it would replace. */
export type PolicyReview = { basedOn: string; version: string; changes: FieldChange[] };

export type PolicyChanged =
  | { ok: true; version: string }
  | { ok: false; why: 'not_an_admin' | 'managed_by_file' | 'changed_meanwhile' }
  /** One line each, with the key it is about. */
  | { ok: false; why: 'problems'; problems: string[] };

/** Reads and changes the policy that is made in Slack. With a policy file nothing can be changed here. */
export function createSettings(deps: {
  inForce: PoliciesInForce['inForce'];
  stored: StoredPolicies;
  people: Pick<People, 'standing'>;
  /** What Slack says of a full member. Throws AppError `membership_unread`. */
  isWorkspaceAdmin: (userId: string) => Promise<boolean>;
  /** Ids of people; if there are any, only they may. */
  admins: readonly string[];
  /** Identifies a policy by its text. */
  versionOf: (text: string) => string;
  clock: Clock;
  log: Log;
}) {
  const { stored, admins, clock, log } = deps;

  /** Checked each time. Throws AppError `membership_unread` when Slack does not say: never a yes, never a no. */
  async function mayAdmin(actor: Actor): Promise<boolean> {
    const standing = actor.standing ?? (await deps.people.standing(actor.userId));
    if (mayAct({ standing })) return false;
    return admins.length > 0 ? admins.includes(actor.userId) : deps.isWorkspaceAdmin(actor.userId);
  }

  /**
   * Saves what `edit` makes of the policy, by compare-and-set and with its audit entry. The same change sent again after it
   * was saved answers `ok`.
   */
  async function change(
    actor: Actor,
    asked: {
      basedOn: string;
      edit: (written: PolicyAsWritten | undefined) => PolicyAsWritten;
    },
  ): Promise<PolicyChanged> {
    if (!(await mayAdmin(actor))) return { ok: false, why: 'not_an_admin' };
    const found = await deps.inForce(actor.teamId);
    if (found.source === 'file') return { ok: false, why: 'managed_by_file' };
    if ('broken' in found && found.broken === 'damaged')
      throw new AppError('policy_unread', `the policy of ${actor.teamId} is damaged`);
    const { version: before, written } = currentOf(found, actor.teamId);
    const raw = jsonOf(asked.edit(written));
    const parsed = workspacePolicySchema.safeParse(raw);
    if (!parsed.success) {
      return { ok: false, why: 'problems', problems: issuesOf(raw, parsed.error).map(issueText) };
    }
    const version = deps.versionOf(canonicalJson(raw));
    if (version === before) return { ok: true, version };
    if (before !== asked.basedOn) return { ok: false, why: 'changed_meanwhile' };
    if (!(await save(actor, found, { written: raw, version }))) {
      return { ok: false, why: 'changed_meanwhile' };
    }
    // Read as by anybody, so that it is known here, out of Redis' reach, before we say so.
    await deps.inForce(actor.teamId);
    log.info({ event: 'policy.changed', team: actor.teamId, by: actor.userId, policy: version });
    return { ok: true, version };
  }

  /** False when somebody else was faster. */
  async function save(
    actor: Actor,
    found: Exclude<InForce, { source: 'file' }>,
    next: Pick<SetPolicy, 'written' | 'version'>,
  ): Promise<boolean> {
    const now = clock.now();
    const before = found.source === 'slack' ? found.record : undefined;
    const record: SetPolicy = {
      kind: 'policy',
      id: POLICY_ID,
      team: actor.teamId,
      state: 'set',
      revision: (before?.revision ?? 0) + 1,
      edition: (before?.edition ?? 0) + 1,
      createdAt: before?.createdAt ?? now,
      updatedAt: now,
      by: actor.userId,
      ...next,
    };
    const by = { user: actor.userId, team: actor.userTeamId };
    const entry = auditEntry(before ? 'change' : 'set_up', by, before, record, now);
    if (before) return stored.save(record, entry);
    return (await stored.create(record, entry)).result === 'created';
  }

  return {
    mayAdmin,
    /** Who may, if the environment names them; else admins and owners of the workspace. */
    admins,
    change,
    /** What saving this would change. */
    async review(team: string, written: PolicyAsWritten): Promise<PolicyReview> {
      const current = currentOf(await deps.inForce(team), team);
      const next = jsonOf(written);
      const before = current.written && jsonOf(current.written);
      const version = deps.versionOf(canonicalJson(next));
      return { basedOn: current.version, version, changes: changedFields(before, next) };
    },
    current: async (team: string): Promise<CurrentPolicy> =>
      currentOf(await deps.inForce(team), team),
  };
}
export type Settings = ReturnType<typeof createSettings>;

/** The version of a policy of which nobody knows what it said. */
const UNKNOWN = 'unknown';

function currentOf(found: InForce, team: string): CurrentPolicy {
  if (found.source === 'none') {
    const policies = DEFAULT_POLICIES;
    return { source: 'none', version: policies.version, written: undefined, policies };
  }
  if (found.source === 'file') {
    const { name: file, policies } = found.file;
    const { version } = policies;
    return { source: 'file', version, written: writtenFor(found.file, team), policies, file };
  }
  if ('broken' in found) {
    const nothing = { written: undefined, policies: undefined };
    return { source: 'slack', version: UNKNOWN, ...nothing, broken: found.broken };
  }
  const { record, written, policies } = found;
  const { version, by: changedBy, updatedAt: changedAt, edition } = record;
  return { source: 'slack', version, written, policies, changedBy, changedAt, edition };
}
