import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type AuditEntry, canonicalJson } from '../../../src/domain/audit/audit.ts';
import { sha256 } from '../../../src/store/audit-chain.ts';
import { AUDIT_DICTIONARY } from '../../../src/store/audit-dictionary.ts';
import { packEntry, unpackEntry } from '../../../src/store/audit-packing.ts';

const TEAM = 'T0NUMBERS';

function entry(over: Partial<AuditEntry> = {}) {
  return {
    at: 1_795_691_241_477,
    team: TEAM,
    record: 'ord_c7h501as',
    event: 'approve',
    by: { user: 'U0RAVI', team: TEAM },
    from: 'awaiting_approval',
    to: 'approved',
    revision: 2,
    changes: [{ field: 'decision.by', before: null, after: 'U0RAVI' }],
    ...over,
    saved: sha256('record'),
  };
}

it('gives the canonical JSON back to the byte, whatever people typed and whatever kind of record it is', () => {
  const value = fc.jsonValue({ maxDepth: 3 }).map((json) => JSON.parse(JSON.stringify(json)));
  const changes = fc.array(
    fc.record({ field: fc.string({ unit: 'grapheme' }), before: value, after: value }),
  );
  fc.assert(
    fc.property(changes, fc.string({ unit: 'binary' }), fc.integer(), (changed, event, at) => {
      const made = entry({ changes: changed, event, at });
      expect(unpackEntry(packEntry(made), TEAM)).toBe(canonicalJson(made));
    }),
    { numRuns: 50 },
  );
});

it('takes less than half of the JSON, also of a record that its dictionary does not know', () => {
  const policy = entry({
    record: 'pol_7k3m9q2x',
    event: 'change',
    changes: [{ field: 'written.approvals.approvers', before: ['U0A'], after: ['U0A', 'U0B'] }],
  });
  for (const made of [entry(), policy])
    expect(packEntry(made).length).toBeLessThan(canonicalJson(made).length / 2);
});

it.each([
  ['nothing', Buffer.alloc(0)],
  ['a hash alone', Buffer.alloc(32)],
  ['what is not deflated', Buffer.from('x'.repeat(80))],
  ['JSON that is no entry', Buffer.concat([Buffer.alloc(32), deflateRawSync('[]')])],
])('does not read %s', (_what, packed) => {
  expect(unpackEntry(packed, TEAM)).toBeUndefined();
});

it('still has the dictionary with which the entries in Redis were packed', () => {
  expect(sha256(AUDIT_DICTIONARY)).toBe(
    'c97c6547db29151002b9412da665461e99e28647c184f151fb71c043c15f2904',
  );
});
