import { describe, expect, it } from 'vitest';
import {
  auditReadersOf,
  policiesFromFile,
  rulebookFor,
} from '../../../src/domain/policy/policies.ts';
import { policyFileSchema } from '../../../src/domain/policy/policy-schema.ts';
import type { Rulebook } from '../../../src/domain/policy/rulebook.ts';

const HOUR = 3_600_000;
const approvals = { channel: 'C0APPROVALS', approvers: { users: ['U0RAVI'] } };

function read(file: unknown) {
  return policiesFromFile(policyFileSchema(file).parse(file), 'v1');
}

function rulebook(file: unknown, channel = 'C0OPS', team = 'T0HOME'): Rulebook {
  const found = rulebookFor(read(file), team, channel);
  if (!found) throw new Error('no rulebook');
  return found;
}

function problems(file: unknown): string[] {
  const parsed = policyFileSchema(file).safeParse(file);
  return (parsed.error?.issues ?? []).map(({ path, message }) => `${path.join('.')}: ${message}`);
}

describe('the policy file', () => {
  it('is read with its defaults: nobody decides their own request, a day to decide, no limits', () => {
    expect(rulebook({ approvals })).toMatchObject({
      version: 'v1',
      channel: 'C0APPROVALS',
      approvers: { users: ['U0RAVI'], groups: [] },
      selfApproval: false,
      expiresAfterMs: 24 * HOUR,
      denyReason: 'required',
      rules: [],
      reminders: { firstAfterMs: HOUR / 2, atMost: 4 },
      quiet: [],
      confirmAbove: {},
      limits: { maxPrice: {}, monthlyBudget: { workspace: {}, channel: {}, teams: {} } },
    });
  });

  it('reads amounts in major units of their currency', () => {
    const limits = { max_price: { INR: 5000, USD: '49.50', JPY: 700 } };
    expect(rulebook({ approvals, limits }).limits.maxPrice).toEqual({
      INR: 500_000,
      USD: 4_950,
      JPY: 700,
    });
  });

  it('gives a channel its own rules and leaves the rest as it is', () => {
    const file = {
      approvals: { ...approvals, expires_after_hours: 8 },
      limits: { purchases_per_day: 5 },
      channels: {
        C0SALES: { approvals: { approvers: { users: ['U0MEERA'] } }, ask: { countries: ['IN'] } },
      },
    };
    expect(rulebook(file, 'C0SALES')).toMatchObject({
      channel: 'C0APPROVALS',
      approvers: { users: ['U0MEERA'], groups: [] },
      expiresAfterMs: 8 * HOUR,
      ask: { countries: ['IN'] },
      limits: { purchasesPerDay: 5 },
    });
    expect(rulebook(file, 'C0OPS')).toMatchObject({ approvers: { users: ['U0RAVI'] } });
    expect(rulebook(file, 'C0OPS').ask.countries).toBeUndefined();
  });

  it('can be for several workspaces, and then for no other', () => {
    const file = {
      workspaces: {
        T0ONE: { approvals, audit_readers: { users: ['U0DEV'] } },
        T0TWO: { approvals: { ...approvals, channel: 'C0OTHER' } },
      },
    };
    expect(rulebook(file, 'C0OPS', 'T0TWO').channel).toBe('C0OTHER');
    expect(rulebookFor(read(file), 'T0THREE', 'C0OPS')).toBeUndefined();
    expect(auditReadersOf(read(file), 'T0ONE').users).toEqual(['U0DEV']);
    expect(auditReadersOf(read(file), 'T0TWO')).toMatchObject(approvals.approvers);
  });

  it.each([
    ['nobody as approver', { channel: 'C0APPROVALS', approvers: {} }],
    ['a name instead of an id', { ...approvals, approvers: { users: ['@ravi'] } }],
    ['a channel by name', { ...approvals, channel: '#approvals' }],
    ['a key nobody knows', { ...approvals, self_aproval: true }],
    ['no time to decide', { ...approvals, expires_after_hours: 0 }],
    ['more than a month to decide', { ...approvals, expires_after_hours: 721 }],
    ['five reminders', { ...approvals, reminders: { at_most: 5 } }],
    ['an amount that is none', { ...approvals, confirm_above: { INR: 'much' } }],
    ['a part of a paisa', { ...approvals, confirm_above: { INR: 10.005 } }],
    ['a rule that says nothing', { ...approvals, rules: [{ yearly_up_to: { INR: 1 } }] }],
    [
      'a rule nobody could satisfy',
      { ...approvals, rules: [{ approvals: [{ from: { users: ['U0RAVI'] }, needed: 2 }] }] },
    ],
    [
      'a rule that can never apply',
      { ...approvals, rules: [{ auto_approve: true }, { auto_approve: true }] },
    ],
  ])('is refused with %s', (_what, refused) => {
    expect(problems({ approvals: refused })).not.toEqual([]);
  });

  it('lists every problem at once', () => {
    const found = problems({
      approvals: { channel: 'general', approvers: {}, quiet: ['ravi'] },
      limits: { purchases_per_day: 0, monthly_budget: { workspace: { rupees: 5 } } },
      budget: {},
    });
    expect(found.map((line) => line.split(':')[0])).toEqual(
      expect.arrayContaining([
        'approvals.channel',
        'approvals.approvers',
        'approvals.quiet.0',
        'limits.purchases_per_day',
      ]),
    );
    expect(found.some((line) => line.includes('rupees'))).toBe(true);
    expect(found.some((line) => line.includes('budget'))).toBe(true);
  });
});

describe('the part about numbers brought along', () => {
  it('is at the top of the file, whichever workspace it is for', () => {
    const byon = { start: { users: ['U0ASHA'] } };
    expect(problems({ approvals, byon })).toEqual([]);
    expect(problems({ workspaces: { T0HOME: { approvals } }, byon })).toEqual([]);
    expect(problems({ workspaces: { T0HOME: { approvals, byon } } })).toHaveLength(1);
  });

  it('does not name nobody, which would lock everybody out', () => {
    expect(problems({ approvals, byon: { enter: { users: [] } } })).toEqual([
      'byon.enter: names nobody: leave it out to allow every full member',
    ]);
  });
});
