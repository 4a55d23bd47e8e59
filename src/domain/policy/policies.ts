import type { z } from 'zod';
import type { DigestPlan } from '../digest/digest-week.ts';
import { isFields } from '../json.ts';
import type { Label } from '../numbers/holding.ts';
import {
  type ByonPolicy,
  type ConnectPolicy,
  connectPolicyFromFile,
  type GiveBackPolicy,
  type People,
} from './policy.ts';
import {
  type DigestAsWritten,
  isPolicyAsWritten,
  type PolicyAsWritten,
  type policyFileSchema,
  type RuleAsWritten,
  type SectionsAsWritten,
  type WorkspaceAsWritten,
} from './policy-schema.ts';
import {
  DAY_MS,
  DEFAULT_REMINDERS,
  DEFAULT_REUSE,
  DEFAULT_RULEBOOK,
  HOUR_MS,
  type Limits,
  MINUTE_MS,
  type Reuse,
  type Rule,
  type Rulebook,
} from './rulebook.ts';

export type WorkspacePolicy = {
  rulebook: Rulebook;
  channels: ReadonlyMap<string, Rulebook>;
  /** Defaults to the approvers. */
  auditReaders: People;
  /** Absent: no weekly digest. */
  digest?: DigestPlan | undefined;
};

/** `version` changes whenever the file does. */
export type Policies = {
  version: string;
  /** By team id; `*` for any workspace. */
  workspaces: ReadonlyMap<string, WorkspacePolicy>;
  /** Apply to every number, in every workspace, as they are at the click. */
  connect: ConnectPolicy;
  byon: ByonPolicy;
  giveBack?: GiveBackPolicy;
};

const NOBODY: People = { users: [], groups: [] };

/** Without a file, nobody is named, so nobody may read the audit in Slack. */
export const DEFAULT_POLICIES: Policies = {
  version: DEFAULT_RULEBOOK.version,
  workspaces: new Map([
    ['*', { rulebook: DEFAULT_RULEBOOK, channels: new Map(), auditReaders: NOBODY }],
  ]),
  connect: connectPolicyFromFile(undefined),
  byon: {},
};

/** Undefined if the file does not name the workspace. */
export function rulebookFor(
  policies: Policies,
  team: string,
  channel: string,
): Rulebook | undefined {
  const own = workspaceOf(policies, team);
  return own?.channels.get(channel) ?? own?.rulebook;
}

export function auditReadersOf(policies: Policies, team: string): People {
  return workspaceOf(policies, team)?.auditReaders ?? NOBODY;
}

export function labelsOf(policies: Policies, team: string): readonly Label[] {
  return workspaceOf(policies, team)?.rulebook.labels ?? [];
}

export function digestPlanOf(policies: Policies, team: string): DigestPlan | undefined {
  return workspaceOf(policies, team)?.digest;
}

export function workspaceOf(policies: Policies, team: string): WorkspacePolicy | undefined {
  return policies.workspaces.get(team) ?? policies.workspaces.get('*');
}

/** The policy file as it was read. */
export type PolicyFile = {
  /** Without its folder. */
  name: string;
  policies: Policies;
  raw: unknown;
};

/** What a file says for one workspace, as if it had been written for that one alone; undefined if it does not name it. */
export function writtenFor({ raw }: Pick<PolicyFile, 'raw'>, team: string) {
  if (!isFields(raw) || !isFields(raw.workspaces)) return asWritten(raw);
  const { workspaces, ...everywhere } = raw;
  const own = raw.workspaces[team];
  return isFields(own) ? asWritten({ ...own, ...everywhere }) : undefined;
}

function asWritten(raw: unknown): PolicyAsWritten | undefined {
  return isPolicyAsWritten(raw) ? raw : undefined;
}

type FileAsRead = z.infer<ReturnType<typeof policyFileSchema>>;

export function policiesFromFile(file: FileAsRead, version: string): Policies {
  const written: [string, WorkspaceAsWritten][] =
    'workspaces' in file ? Object.entries(file.workspaces) : [['*', file]];
  return {
    version,
    workspaces: new Map(written.map(([team, each]) => [team, workspaceFrom(each, version)])),
    connect: connectPolicyFromFile(file.connect),
    byon: file.byon ?? {},
    giveBack: file.give_back,
  };
}

function workspaceFrom(written: WorkspaceAsWritten, version: string): WorkspacePolicy {
  const { channels = {}, approvals } = written;
  // Approvers already see every request and price on the cards.
  const auditReaders = written.audit_readers ?? approvals.approvers;
  return {
    rulebook: rulebookFrom(written, {}, version),
    channels: new Map(
      Object.entries(channels).map(([id, own]) => [id, rulebookFrom(written, own, version)]),
    ),
    auditReaders,
    digest: written.digest && digestFrom(written.digest, approvals.channel),
  };
}

/** As a policy that says neither has it. */
export const DEFAULT_DIGEST = { day: 'monday', time: '09:00' } as const;

function digestFrom(written: DigestAsWritten, channel: string): DigestPlan {
  const [hour = 0, minute = 0] = (written.time ?? DEFAULT_DIGEST.time).split(':').map(Number);
  return {
    channel: written.channel ?? channel,
    day: written.day ?? DEFAULT_DIGEST.day,
    hour,
    minute,
    zone: written.zone,
    whenEmpty: written.when_empty ?? 'one_line',
  };
}

/** A channel's keys override the workspace's one by one; lists are replaced whole. */
function rulebookFrom(base: WorkspaceAsWritten, own: SectionsAsWritten, version: string): Rulebook {
  const approvals = { ...base.approvals, ...own.approvals };
  const { number_types: numberTypes, ...ask } = { ...base.ask, ...own.ask };
  const limits = { ...base.limits, ...own.limits };
  const { escalation, reminders } = approvals;
  return {
    version,
    channel: approvals.channel ?? base.approvals.channel,
    approvers: approvals.approvers ?? base.approvals.approvers,
    selfApproval: approvals.self_approval ?? false,
    expiresAfterMs: Math.round((approvals.expires_after_hours ?? 24) * HOUR_MS),
    denyReason: approvals.deny_reason ?? 'required',
    rules: (approvals.rules ?? []).map(ruleFrom),
    reminders: reminders
      ? {
          firstAfterMs: Math.round(reminders.first_after_minutes * MINUTE_MS),
          atMost: reminders.at_most,
        }
      : DEFAULT_REMINDERS,
    escalation: escalation && {
      afterMs: Math.round(escalation.after_hours * HOUR_MS),
      to: escalation.approvers,
    },
    quiet: approvals.quiet ?? [],
    confirmAbove: approvals.confirm_above ?? {},
    labels: (base.labels ?? []).map(({ required = false, ...label }) => ({ ...label, required })),
    reuse: reuseFrom(base.reuse),
    ask: { ...ask, numberTypes },
    limits: limitsFrom(limits),
  };
}

function reuseFrom({
  unused_for_days: unused,
  answer_within_days: answer,
}: NonNullable<WorkspaceAsWritten['reuse']> = {}): Reuse {
  return {
    unusedForMs: unused === undefined ? DEFAULT_REUSE.unusedForMs : Math.round(unused * DAY_MS),
    answerWithinMs:
      answer === undefined ? DEFAULT_REUSE.answerWithinMs : Math.round(answer * DAY_MS),
  };
}

function limitsFrom(limits: NonNullable<SectionsAsWritten['limits']>): Limits {
  const { workspace = {}, channel = {}, teams = {}, labels = {} } = limits.monthly_budget ?? {};
  return {
    maxPrice: limits.max_price ?? {},
    purchasesPerDay: limits.purchases_per_day,
    monthlyBudget: { workspace, channel, teams, labels },
    monthlyFees: limits.monthly_fees ?? {},
  };
}

function ruleFrom(written: RuleAsWritten, index: number): Rule {
  return {
    name: written.name ?? `rule ${index + 1}`,
    firstChargeUpTo: written.first_charge_up_to,
    yearlyUpTo: written.yearly_up_to,
    ...(written.per === 'number' && { perNumber: true }),
    needs: written.approvals ?? 'nothing',
  };
}
