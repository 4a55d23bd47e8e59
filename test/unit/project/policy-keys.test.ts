import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { policiesFromFile, workspaceOf } from '../../../src/domain/policy/policies.ts';
import {
  type PolicyAsWritten,
  workspacePolicySchema,
} from '../../../src/domain/policy/policy-schema.ts';
import { policyText, readWorkspacePolicy } from '../../../src/domain/policy/policy-text.ts';
import { policyLines } from '../../../src/views/policy/policy-words.ts';

const PAGE = readFileSync(new URL('../../../docs/policy.md', import.meta.url), 'utf8');

const propertiesSchema = z.record(z.string(), z.unknown()).optional();
/** Of an object, or of each in a list. */
const fieldsSchema = z.object({
  properties: propertiesSchema,
  items: z.object({ properties: propertiesSchema }).optional(),
});

/** Every key that says something by itself, as `limits.max_price`. People are one, with `users` and `groups`. */
function keysOf(schema: unknown, path: readonly string[] = []): string[] {
  const { items, properties = items?.properties ?? {} } = fieldsSchema.safeParse(schema).data ?? {};
  const names = Object.keys(properties);
  const isLeaf = names.length === 0 || names.every((name) => ['users', 'groups'].includes(name));
  if (isLeaf && path.length > 0) return [path.join('.')];
  return names.flatMap((name) => keysOf(properties[name], [...path, name]));
}
const KEYS = keysOf(z.toJSONSchema(workspacePolicySchema, { io: 'input', unrepresentable: 'any' }));

const RAVI = { users: ['U0RAVI'] };
const approvals = { channel: 'C0APPROVALS', approvers: { users: ['U0DEV'] } };
const INR = { INR: 900 };
const labels = [{ name: 'Team', values: ['Sales'] }];
const digest = { zone: 'Asia/Kolkata' };

/** A policy for each key, or for a few that belong together, that says something else there than usual. */
const EXAMPLES: Readonly<Record<string, Partial<PolicyAsWritten>>> = {
  'approvals.channel': { approvals: { ...approvals, channel: 'C0OPS' } },
  'approvals.approvers': { approvals: { ...approvals, approvers: RAVI } },
  'approvals.self_approval': { approvals: { ...approvals, self_approval: true } },
  'approvals.expires_after_hours': { approvals: { ...approvals, expires_after_hours: 8 } },
  'approvals.deny_reason': { approvals: { ...approvals, deny_reason: 'optional' } },
  'approvals.rules': {
    approvals: { ...approvals, rules: [{ first_charge_up_to: INR, auto_approve: true }] },
  },
  'approvals.reminders.first_after_minutes': {
    approvals: { ...approvals, reminders: { first_after_minutes: 45 } },
  },
  'approvals.reminders.at_most': { approvals: { ...approvals, reminders: { at_most: 0 } } },
  'approvals.escalation': {
    approvals: { ...approvals, escalation: { after_hours: 4, approvers: RAVI } },
  },
  'approvals.quiet': { approvals: { ...approvals, quiet: ['U0DEV'] } },
  'approvals.confirm_above': { approvals: { ...approvals, confirm_above: INR } },
  'ask.users': { ask: { users: ['U0RAVI'] } },
  'ask.groups': { ask: { groups: ['S0SALES'] } },
  'ask.channels': { ask: { channels: ['C0OPS'] } },
  'ask.countries': { ask: { countries: ['IN'] } },
  'limits.max_price': { limits: { max_price: INR } },
  'limits.purchases_per_day': { limits: { purchases_per_day: 5 } },
  'limits.monthly_budget.workspace': { limits: { monthly_budget: { workspace: INR } } },
  'limits.monthly_budget.channel': { limits: { monthly_budget: { channel: INR } } },
  'limits.monthly_budget.teams': { limits: { monthly_budget: { teams: { S0SALES: INR } } } },
  'limits.monthly_budget.labels': {
    labels,
    limits: { monthly_budget: { labels: { Team: { Sales: INR } } } },
  },
  'limits.monthly_fees': { limits: { monthly_fees: INR } },
  labels: { labels },
  'digest.zone': { digest },
  'digest.day': { digest: { ...digest, day: 'friday' } },
  'digest.time': { digest: { ...digest, time: '17:30' } },
  'digest.channel': { digest: { ...digest, channel: 'C0OPS' } },
  'digest.when_empty': { digest: { ...digest, when_empty: 'nothing' } },
  'reuse.unused_for_days': { reuse: { unused_for_days: 30 } },
  'reuse.answer_within_days': { reuse: { answer_within_days: 1 } },
  audit_readers: { audit_readers: RAVI },
  channels: { channels: { C0SALES: { limits: { max_price: INR } } } },
  'connect.users': { connect: { users: ['U0RAVI'] } },
  'connect.groups': { connect: { groups: ['S0SALES'] } },
  'connect.token_in_modal': { connect: { token_in_modal: true } },
  'byon.start': { byon: { start: RAVI } },
  'byon.enter': { byon: { enter: RAVI } },
  give_back: { give_back: RAVI },
};
/** Vobiz sells one type, so there is nothing to choose. */
const UNSAID = ['ask.number_types'];

/** What the settings say of a policy, exported and imported again. */
function saidOf(sections: Partial<PolicyAsWritten>): string[] {
  const read = readWorkspacePolicy(policyText({ approvals, ...sections }));
  if (!read.ok) throw new Error(JSON.stringify(read));
  const policies = policiesFromFile(workspacePolicySchema.parse(read.written), 'v1');
  const policy = workspaceOf(policies, 'T0TEAM');
  return policy ? policyLines(policy, policies) : [];
}

describe('every key of the policy', () => {
  it('has an example here', () => {
    const isShown = (key: string) =>
      Object.keys(EXAMPLES).some((path) => key === path || key.startsWith(`${path}.`));
    expect(KEYS.filter((key) => !isShown(key))).toEqual(UNSAID);
  });

  it.each(KEYS)('is explained in docs/policy.md: %s', (key) => {
    expect(PAGE).toMatch(new RegExp(`\\b${key.split('.').at(-1)}\`|\\b${key.split('.').at(-1)}:`));
  });

  it.each(Object.entries(EXAMPLES))(
    'can be imported, and the settings say what it does: %s',
    (key, sections) => {
      const before = key.startsWith('digest.') && key !== 'digest.zone' ? { digest } : {};
      expect(saidOf(sections)).not.toEqual(saidOf(before));
    },
  );
});
