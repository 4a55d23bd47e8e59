import { describe, expect, it } from 'vitest';
import {
  auditEntry,
  canonicalJson,
  readAuditQuestion,
  readMonth,
} from '../../../../src/domain/audit/audit.ts';

const NOW = Date.UTC(2026, 10, 30, 23, 59, 59, 999);

describe('what is asked of the audit', () => {
  it.each([
    [['ORD_7K3M9Q2X'], { kind: 'record', id: 'ord_7k3m9q2x' }],
    [['ver_7k3m9q2x'], { kind: 'record', id: 'ver_7k3m9q2x' }],
    [['<@U0ASHA|asha>'], { kind: 'person', userId: 'U0ASHA' }],
    [['<@W0ASHA>'], { kind: 'person', userId: 'W0ASHA' }],
    [['@asha'], { kind: 'name', name: 'asha' }],
    [['@Asha', 'Rao'], { kind: 'name', name: 'Asha Rao' }],
    [['U0ASHA'], { kind: 'person', userId: 'U0ASHA' }],
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
  ])('does not guess at %j', (words) => {
    expect(readAuditQuestion(words, NOW)).toBeUndefined();
  });

  it('takes a month in UTC, December too', () => {
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

  it('notes a field that went away', () => {
    const { votes, ...after } = { ...before, revision: 2 };
    expect(votes).toEqual([]);
    expect(auditEntry('x', by, before, after, 2).changes).toEqual([
      { field: 'votes', before: [], after: null },
    ]);
  });

  it('has one text only, whatever the order of its keys', () => {
    expect(canonicalJson({ b: [{ d: 1, c: 2 }], a: 'é\n' })).toBe(
      '{"a":"é\\n","b":[{"c":2,"d":1}]}',
    );
  });
});
