import { describe, expect, it } from 'vitest';
import type { Evidence } from '../../../../src/domain/order/evidence.ts';
import { isNews, withEarlier } from '../../../../src/domain/order/order-duties.ts';
import { orderStates, T0 } from '../../views/views-support.ts';
import { seen } from './order-support.ts';

const found = (
  source: Evidence['source'],
  finding: Evidence['finding'],
  more: Partial<Evidence> = {},
): Evidence => ({ source, finding, at: T0, ...more });

const BEFORE = [
  found('order_read', 'pending'),
  found('owned_numbers', 'not_found'),
  found('channels', 'not_found'),
];
const order = { ...orderStates().pending, evidence: BEFORE };
const knownAfter = (...evidence: Evidence[]) =>
  withEarlier(order, seen('unknown', { evidence })).evidence;

describe('a look', () => {
  it('takes nothing back that it did not ask for', () => {
    const evidence = knownAfter(
      found('owned_numbers', 'not_found'),
      found('channels', 'not_found'),
    );
    expect(evidence).toEqual(BEFORE);
  });

  it('takes nothing back where a source could not be read', () => {
    const lists = [found('owned_numbers', 'unreadable'), found('channels', 'unreadable')];
    expect(knownAfter(...lists)).toEqual(BEFORE);
    expect(isNews(order, withEarlier(order, seen('unknown', { evidence: lists })))).toBe(false);
  });

  it('says that a source could not be read of which nothing is known', () => {
    const unread = found('ledger', 'unreadable');
    expect(knownAfter(unread)).toEqual([...BEFORE, unread]);
  });

  it('replaces what it found anew', () => {
    const released = found('owned_numbers', 'released');
    const [read, , channels] = BEFORE;
    expect(knownAfter(released)).toEqual([read, released, channels]);
  });

  it('that ends the order leaves nothing beside its proof', () => {
    const active = [found('owned_numbers', 'active')];
    expect(withEarlier(order, seen('completed', { evidence: active })).evidence).toEqual(active);
  });

  it('brings news where a debit differs and nothing else', () => {
    const debit = (minor: number) => {
      const amount = { minor, currency: 'INR' };
      return found('ledger', 'other_debit', { debit: { amount, approved: amount } });
    };
    const unconfirmed = { ...orderStates().unconfirmed, evidence: [debit(100)] };
    expect(isNews(unconfirmed, seen('unknown', { evidence: [debit(100)] }))).toBe(false);
    expect(isNews(unconfirmed, seen('unknown', { evidence: [debit(200)] }))).toBe(true);
  });
});
