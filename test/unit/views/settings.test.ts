import { describe, expect, it } from 'vitest';
import type { AuditEntry } from '../../../src/domain/audit/audit.ts';
import { policiesFromFile, workspaceOf } from '../../../src/domain/policy/policies.ts';
import {
  type PolicyAsWritten,
  workspacePolicySchema,
} from '../../../src/domain/policy/policy-schema.ts';
import { policyText, readWorkspacePolicy } from '../../../src/domain/policy/policy-text.ts';
import { importErrors, importForm } from '../../../src/views/policy/import-form.ts';
import { policyLines } from '../../../src/views/policy/policy-words.ts';
import {
  exportModal,
  historyModal,
  type SettingsShown,
  settingsModal,
} from '../../../src/views/policy/settings-view.ts';
import { viewProblems } from './views-rules.ts';
import { HOSTILE } from './views-support.ts';

const PEOPLE = Array.from({ length: 30 }, (_, index) => `U0APPROVER${index}`);
const named = { users: PEOPLE, groups: ['S0FINANCE'] };

/** Everything that can be set, as long as it can be. */
const LONGEST: PolicyAsWritten = {
  approvals: {
    channel: 'C0APPROVALS',
    approvers: named,
    self_approval: true,
    expires_after_hours: 0.5,
    rules: Array.from({ length: 20 }, (_, index) => ({
      name: HOSTILE.slice(0, 60).trim(),
      first_charge_up_to: { INR: 100 * (index + 1), USD: '4.50' },
      yearly_up_to: { INR: 9_000 },
      approvals: [
        { from: named, needed: 2 },
        { from: { users: PEOPLE }, needed: 1 },
      ],
    })),
    escalation: { after_hours: 4, approvers: named },
    quiet: PEOPLE,
    confirm_above: { INR: 10_000 },
  },
  ask: { ...named, channels: ['C0SALES'], countries: ['IN', 'US'] },
  limits: {
    max_price: { INR: 5_000 },
    purchases_per_day: 1,
    monthly_budget: {
      workspace: { INR: 50_000 },
      channel: { INR: 20_000 },
      teams: { S0FINANCE: { INR: 1 } },
    },
  },
  channels: { C0SALES: { ask: { countries: ['IN'] } } },
};

function meaningOf(written: PolicyAsWritten) {
  const policies = policiesFromFile(workspacePolicySchema.parse(written), 'v1');
  return workspaceOf(policies, 'T0ANY');
}

function shown(more: Partial<SettingsShown> = {}): SettingsShown {
  return { source: 'slack', version: 'a1b2c3', policy: meaningOf(LONGEST), accounts: [], ...more };
}

const ENTRY: AuditEntry = {
  at: 1_790_000_000_000,
  team: 'T0NUMBERS',
  record: 'pol_workspace',
  event: 'change',
  by: { user: 'U0APPROVER1', team: 'T0NUMBERS' },
  from: 'set',
  to: 'set',
  revision: 2,
  changes: Array.from({ length: 40 }, (_, index) => ({
    field: `written.approvals.${HOSTILE}${index}`,
    before: HOSTILE,
    after: [HOSTILE, 'U0APPROVER1'],
  })),
};

describe('the settings', () => {
  it.each(
    Object.entries({
      longest: shown({ accounts: [HOSTILE, HOSTILE] }),
      file: shown({ source: 'file', file: HOSTILE }),
      noneForUs: shown({ source: 'file', file: 'policy.yml', policy: undefined }),
      lost: shown({ policy: undefined, broken: 'lost' }),
      unreadable: shown({ policy: undefined, broken: 'unreadable' }),
      damaged: shown({ policy: undefined, broken: 'damaged' }),
    }),
  )('are a view that Slack takes: %s', (_name, state) => {
    expect(viewProblems(settingsModal(state))).toEqual([]);
  });

  it('say what a policy means, in words', () => {
    const policy = meaningOf({
      approvals: {
        channel: 'C0APPROVALS',
        approvers: { users: ['U0APPROVER1'] },
        rules: [
          { first_charge_up_to: { INR: 1_000 }, auto_approve: true },
          {
            approvals: [
              { from: { groups: ['S0FINANCE'] } },
              { from: { users: ['U0APPROVER2', 'U0APPROVER3'] }, needed: 2 },
            ],
          },
        ],
      },
      limits: { monthly_budget: { workspace: { INR: 50_000 } }, purchases_per_day: 1 },
    });
    expect(policy && policyLines(policy)).toEqual([
      'Requests go to <#C0APPROVALS>.',
      'Up to ₹1,000 now: no approval needed.',
      'Otherwise: <!subteam^S0FINANCE>, plus 2 of <@U0APPROVER2> or <@U0APPROVER3>.',
      "Approvers can't approve their own requests.",
      'Requests expire after 24 hours.',
      'Budget: ₹50,000 a month.',
      'At most 1 number a day.',
    ]);
  });

  it('show a history that Slack takes, whatever was written', () => {
    const changes = Array.from({ length: 8 }, () => ENTRY);
    expect(viewProblems(historyModal({ page: 1, changes, older: true, cut: true }))).toEqual([]);
    expect(viewProblems(historyModal({ page: 0, changes: [], older: false, cut: false }))).toEqual(
      [],
    );
    const lost = { ...ENTRY, to: 'lost', by: { job: 'policy' }, changes: [] };
    const view = historyModal({ page: 0, changes: [lost], older: false, cut: false });
    expect(JSON.stringify(view)).toContain('The newest change was lost');
  });
});

describe('a policy as YAML', () => {
  it('is read back as it was', () => {
    expect(readWorkspacePolicy(policyText(LONGEST))).toEqual({ ok: true, written: LONGEST });
  });

  it('is shown whole, in views that Slack takes', () => {
    const yaml = policyText(LONGEST);
    expect(yaml.length).toBeGreaterThan(12_000);
    const view = exportModal(yaml);
    expect(viewProblems(view)).toEqual([]);
    const texts = JSON.stringify(view.blocks);
    for (const line of yaml.trim().split('\n')) {
      expect(texts).toContain(JSON.stringify(line).slice(1, -1));
    }
  });

  it('is pasted into a form that Slack takes, with what was pasted and what changes', () => {
    const parts = [HOSTILE.repeat(3).slice(0, 3000), '', 'x', ''];
    const state = { basedOn: 'v1', behind: 'V0123', parts };
    expect(viewProblems(importForm(state))).toEqual([]);
    const checked = { version: 'a1b2c3', changes: ENTRY.changes };
    expect(viewProblems(importForm({ ...state, checked, problem: HOSTILE }))).toEqual([]);
  });

  it('names at most five problems under a field, each by the line of its part', () => {
    const parts = ['a: 1\nb: 2', '', 'c: 3', ''];
    const issues = Array.from({ length: 7 }, () => ({ path: ['c'], message: 'is wrong', line: 3 }));
    expect(importErrors(parts, [...issues, { path: [], message: 'is no policy' }])).toEqual({
      policy_1: 'The policy: is no policy.',
      policy_3: `${Array.from({ length: 5 }, () => 'Line 1 “c: 3” (c): is wrong.').join(' ')} And 2 more.`,
    });
  });

  it('of several workspaces needs a file', () => {
    const text = 'workspaces:\n  T0FIRST:\n    approvals: {}';
    const read = readWorkspacePolicy(text);
    expect(read.ok ? [] : read.issues).toEqual([
      { path: ['workspaces'], message: expect.stringMatching(/policy file/), line: 1 },
    ]);
  });
});
