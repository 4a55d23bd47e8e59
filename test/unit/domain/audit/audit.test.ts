import { describe, expect, it } from 'vitest';
import {
  auditEntry,
  auditEntrySchema,
  canonicalJson,
  readAuditQuestion,
  readMonth,
} from '../../../../src/domain/audit/audit.ts';

const NOW = Date.UTC(2026, 10, 30, 23, 59, 59, 999);

describe('what is asked of the audit', () => {
  it.each([
    [['ORD_7K3M9Q2X'], { kind: 'record', id: 'ord_7k3m9q2x' }],
    [['ver_7k3m9q2x'], { kind: 'record', id: 'ver_7k3m9q2x' }],
    [['pol_workspace'], { kind: 'record', id: 'pol_workspace' }],
    [['policy'], { kind: 'record', id: 'pol_workspace' }],
    [['<@U0ASHA|asha>'], { kind: 'person', userId: 'U0ASHA' }],
    [['<@W0ASHA>'], { kind: 'person', userId: 'W0ASHA' }],
    [['@asha'], { kind: 'name', name: 'asha' }],
    [['@Asha', 'Rao'], { kind: 'name', name: 'Asha Rao' }],
    [['U0ASHA'], { kind: 'person', userId: 'U0ASHA' }],
    [['W0123'], { kind: 'person', userId: 'W0123' }],
    [['<@U0A>'], { kind: 'person', userId: 'U0A' }],
    [['<@U0A|>'], { kind: 'person', userId: 'U0A' }],
    [[`@${'x'.repeat(81)}`], { kind: 'name', name: 'x'.repeat(80) }],
    [['2026-12'], { kind: 'month', month: '2026-12' }],
    [['2026-02'], { kind: 'month', month: '2026-02' }],
    [[], { kind: 'month', month: '2026-11' }],
  ])('reads %j', (words, question) => {
    expect(readAuditQuestion(words, NOW)).toEqual(question);
  });

  it.each([
    [['2026-13']],
    [['2026-00']],
    [['2026']],
    [['asha']],
    [['@']],
    [['ord_7k3m9q2x', '2026-11']],
    [['U0A']],
    [['XU0ASHA']],
    [['U0ASHA-']],
    [['u0asha']],
    [['<@U0ASHA']],
    [['x<@U0ASHA>']],
    [['<@U0ASHA>x']],
    [['<@U0ASHA|a>b>']],
    [['<@X0ASHA>']],
    [['12026-11']],
    [['2026-110']],
    [['26-11']],
    [['2026-1']],
    [['2026-20']],
    [['gap_7k3m9q2x']],
  ])('does not guess at %j', (words) => {
    expect(readAuditQuestion(words, NOW)).toBeUndefined();
  });

  it('takes a month in UTC, December too', () => {
    expect(readMonth('2026-01')).toEqual({ from: Date.UTC(2026, 0), until: Date.UTC(2026, 1) });
    expect(['x2026-01', '2026-01x', '', '2026-13'].map(readMonth)).toEqual(
      Array(4).fill(undefined),
    );
    expect(readMonth('2026-12')).toEqual({ from: Date.UTC(2026, 11), until: Date.UTC(2027, 0) });
  });
});

describe('an entry', () => {
  const price = {
    setup: { minor: 50_000, currency: 'INR' },
    monthly: { minor: 20_000, currency: 'INR' },
  };
  const before = {
    id: 'ord_7k3m9q2x',
    team: 'T0NUMBERS',
    state: 'awaiting_approval',
    revision: 1,
    updatedAt: 1,
    number: { e164: '+919876543210', country: 'IN', price },
    votes: [],
    policy: { version: 'v1', approvers: { users: ['U0RAVI'] } },
  };
  const by = { user: 'U0RAVI', team: 'T0NUMBERS' };

  it('lists the fields that differ and nothing else', () => {
    const after = {
      ...before,
      state: 'denied',
      revision: 2,
      updatedAt: 2,
      votes: [{ by: 'U0RAVI', at: 2 }],
      reason: 'too dear',
      reminders: undefined,
    };
    expect(auditEntry('deny', by, before, after, 2)).toEqual({
      at: 2,
      team: 'T0NUMBERS',
      record: 'ord_7k3m9q2x',
      event: 'deny',
      by,
      from: 'awaiting_approval',
      to: 'denied',
      revision: 2,
      about: { number: '+919876543210', price },
      changes: [
        { field: 'reason', before: null, after: 'too dear' },
        { field: 'votes', before: [], after: [{ by: 'U0RAVI', at: 2 }] },
      ],
    });
  });

  it('says of a new record everything it was made with: the price as amounts, the policy by its version', () => {
    const { from, changes } = auditEntry('request', by, undefined, before, 1);
    expect(from).toBeNull();
    expect(changes).toEqual([
      { field: 'number.country', before: null, after: 'IN' },
      { field: 'number.e164', before: null, after: '+919876543210' },
      { field: 'number.price.monthly', before: null, after: price.monthly },
      { field: 'number.price.setup', before: null, after: price.setup },
      { field: 'policy.version', before: null, after: 'v1' },
      { field: 'votes', before: null, after: [] },
    ]);
  });

  it.each([
    ['a verification, by its number', { e164: '+919876543210' }, { number: '+919876543210' }],
    ['an order whose price cannot be read', { number: { e164: '+919876543210' } }, undefined],
    ['a record about no number', {}, undefined],
  ])('is about %s', (_what, fields, about) => {
    const record = { id: 'ver_7k3m9q2x', team: 'T0NUMBERS', state: 'sending', revision: 1 };
    const entry = auditEntry('start', by, undefined, { ...record, ...fields }, 1);
    expect(entry.about).toEqual(about);
    expect('about' in entry).toBe(about !== undefined);
    expect(auditEntrySchema.parse(entry)).toEqual(entry);
  });

  it('says nothing of what every record or every revision has', () => {
    const common = { id: 'a', team: 'T0A', state: 'x', revision: 1, createdAt: 1, updatedAt: 1 };
    const after = { id: 'b', team: 'T0B', state: 'y', revision: 2, createdAt: 2, updatedAt: 2 };
    expect(auditEntry('x', by, common, after, 2)).toMatchObject({ record: 'b', changes: [] });
  });

  it('names what differs within a field, and a policy without a version by none', () => {
    const old = {
      ...before,
      decision: { by: 'U0A', at: 1 },
      note: null,
      policy: { approvers: [] },
    };
    const now = { ...old, decision: { by: 'U0B', at: 1 }, note: 'x', revision: 2 };
    expect(auditEntry('x', by, old, now, 2).changes).toEqual([
      { field: 'decision.by', before: 'U0A', after: 'U0B' },
      { field: 'note', before: null, after: 'x' },
    ]);
    expect(auditEntry('x', by, undefined, old, 1).changes).toContainEqual({
      field: 'decision.at',
      before: null,
      after: 1,
    });
  });

  it.each([
    [{ saved: '0f'.repeat(32) }, true],
    [{ saved: `${'0f'.repeat(32)}0` }, false],
    [{ saved: `x${'0f'.repeat(32)}` }, false],
    [{ saved: '0F'.repeat(32) }, false],
    [{ by: { job: 'poll-order' } }, true],
    [{ by: {} }, false],
    [{ from: null }, true],
    [{ at: 1.5 }, false],
    [{ revision: 1.5 }, false],
    [{ changes: [{ field: 'votes' }] }, false],
    [{ about: { price } }, false],
  ])('can hold %j: %s', (more, can) => {
    const entry = auditEntry('request', by, undefined, before, 1);
    expect(auditEntrySchema.safeParse({ ...entry, ...more }).success).toBe(can);
  });

  it('notes a field that went away', () => {
    const { votes, ...after } = { ...before, revision: 2 };
    expect(votes).toEqual([]);
    expect(auditEntry('x', by, before, after, 2).changes).toEqual([
      { field: 'votes', before: [], after: null },
    ]);
  });

  it('has one text only, whatever the order of its keys', () => {
    expect(canonicalJson({ b: [{ d: 1, c: 2 }, null], e: undefined, a: 'é\n' })).toBe(
      '{"a":"é\\n","b":[{"c":2,"d":1},null]}',
    );
  });
});
