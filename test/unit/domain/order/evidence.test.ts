import { describe, expect, it } from 'vitest';
import { evidenceSchema, type Finding, findingIs } from '../../../../src/domain/order/evidence.ts';
import { orderSchema } from '../../../../src/domain/order/order.ts';
import { orderStates, T0 } from '../../views/views-support.ts';

const read = (finding: string) => evidenceSchema.parse({ source: 'ledger', finding, at: T0 });

describe('evidence as an earlier version wrote it', () => {
  it.each([
    ['not found', 'not_found'],
    ['could not be read', 'unreadable'],
    ['not available', 'not_available'],
    ['owned before', 'owned_before'],
    ['bought later', 'bought_later'],
    ['bought before the approval', 'bought_before_approval'],
    ['no time of purchase', 'no_purchase_time'],
    ['in another account', 'in_another_account'],
    ['same number connected', 'same_number_connected'],
    ['no debit around that time', 'no_debit'],
    ['pending_purchase', 'pending_purchase'],
    ['connected', 'connected'],
  ])('is read: %s', (earlier, finding) => {
    expect(read(earlier)).toEqual({ source: 'ledger', finding, at: T0 });
  });

  it.each(['a debit of ₹700: the approved price', 'not_thought_of_yet'])(
    'keeps its words where there is no word for it: %s',
    (words) => {
      const evidence = { source: 'ledger', finding: 'noted', noted: words, at: T0 };
      expect(read(words)).toEqual(evidence);
      expect(evidenceSchema.parse(evidence)).toEqual(evidence);
    },
  );

  it('is part of an order', () => {
    const { pending } = orderStates();
    const stored = { ...pending, evidence: [{ source: 'channels', finding: 'not found', at: T0 }] };
    expect(orderSchema.parse(stored)).toMatchObject({ evidence: [{ finding: 'not_found' }] });
  });
});

describe('evidence', () => {
  it.each([
    undefined,
    'seen',
    { source: 'ledger', at: T0 },
    { finding: 5, source: 'ledger', at: T0 },
  ])('is nothing without a finding: %j', (stored) => {
    expect(evidenceSchema.safeParse(stored).success).toBe(false);
  });

  it('tells what was not found from what could not be read', () => {
    const facts = (finding: Finding) =>
      (['in_vain', 'unread'] as const).filter((fact) => findingIs(finding, fact));
    expect(facts('not_found')).toEqual(['in_vain']);
    expect(facts('unreadable')).toEqual(['unread']);
    expect(facts('active')).toEqual([]);
  });
});
