import { describe, expect, it } from 'vitest';
import type { Order } from '../../../../src/domain/order/order.ts';
import {
  isFlagged,
  otherNumber,
  otherPrice,
  purchaseOf,
  unreadNumber,
  unreadPrice,
} from '../../../../src/domain/order/order-flags.ts';
import { aNumber, inr, orderStates } from '../../views/views-support.ts';
import { answer, NOW } from './order-support.ts';

const pinned = aNumber();
const dearer = { setup: inr(50_000), monthly: inr(25_001) };
const usd = {
  setup: { minor: 600, currency: 'USD' },
  monthly: { minor: 300, currency: 'USD' },
};

describe('what Vobiz answered', () => {
  const from = (more: Parameters<typeof answer>[0]) =>
    purchaseOf(answer({ e164: undefined, ...more }), { number: pinned }, NOW);
  const plain = { orderId: '3f8a-41', rawStatus: 'pending', at: NOW };
  const ordered = { ...plain, e164: pinned.e164 };

  it.each<[string, Parameters<typeof answer>[0], object]>([
    ['nothing', {}, plain],
    ['a number', { e164: '+919876500000' }, { ...plain, e164: '+919876500000' }],
    ['a price', { price: usd }, { ...plain, price: usd }],
    ['the ordered number without its plus', { unread: { number: '(91) 98765-432.10' } }, ordered],
    ['another number', { unread: { number: '98' } }, { ...plain, unread: { number: '98' } }],
    ['the approved currency alone', { unread: { price: { currency: ' inr ' } } }, plain],
    [
      'another currency alone',
      { unread: { price: { currency: 'USD' } } },
      { ...plain, unread: { price: { currency: 'USD' } } },
    ],
    [
      'a price it cannot be',
      { unread: { price: { setup: 'x', currency: 'INR' } } },
      { ...plain, unread: { price: { setup: 'x', currency: 'INR' } } },
    ],
    [
      'a month it cannot be',
      { unread: { price: { monthly: 'x', currency: 'INR' } } },
      { ...plain, unread: { price: { monthly: 'x', currency: 'INR' } } },
    ],
    ['a price without a currency', { unread: { price: {} } }, { ...plain, unread: { price: {} } }],
    [
      'both, unreadable',
      { unread: { number: '98', price: { setup: 'x' } } },
      { ...plain, unread: { number: '98', price: { setup: 'x' } } },
    ],
  ])('about %s is kept', (_what, more, kept) => {
    expect(from(more)).toEqual(kept);
  });
});

describe('a purchase that is not what was approved', () => {
  const { approved, pending, completed } = orderStates();
  const { purchase: _none, ...proven } = completed;
  const bought = (more: object) => ({ ...pending, purchase: { ...pending.purchase, ...more } });
  const e164 = '+919876500000';
  const approvedPrice = pending.number.price;

  it('is of another number', () => {
    expect(otherNumber(pending)).toBeUndefined();
    expect(otherNumber(bought({ e164 }))).toBe(e164);
    expect(otherNumber(bought({ e164: undefined }))).toBeUndefined();
    expect(otherNumber({ ...completed, allocated: e164 })).toBe(e164);
    expect(otherNumber({ ...bought({ e164 }), ...completed })).toBeUndefined();
  });

  it('is at another price, answered or found', () => {
    expect(otherPrice(pending)).toBeUndefined();
    expect(otherPrice(bought({ price: approvedPrice }))).toBeUndefined();
    expect(otherPrice(bought({ price: dearer }))).toEqual(dearer);
    expect(otherPrice({ ...proven, named: { price: dearer } })).toEqual(dearer);
    expect(otherPrice({ ...completed, named: { price: approvedPrice } })).toBeUndefined();
  });

  it('is of a number or price that cannot be read', () => {
    const unread = { number: '98', price: { setup: 'x' } };
    expect([unreadNumber(proven), unreadPrice(proven)]).toEqual([undefined, undefined]);
    expect([unreadNumber(pending), unreadPrice(pending)]).toEqual([undefined, undefined]);
    expect(unreadNumber(bought({ unread }))).toBe('98');
    expect(unreadPrice(bought({ unread }))).toEqual({ setup: 'x' });
    expect(unreadPrice({ ...proven, named: { unread: { monthly: 'y' } } })).toEqual({
      monthly: 'y',
    });
  });

  it.each<[Order, boolean]>([
    [approved, false],
    [pending, false],
    [completed, false],
    [bought({ e164 }), true],
    [bought({ price: dearer }), true],
    [bought({ unread: { number: '98' } }), true],
    [bought({ unread: { price: {} } }), true],
    [{ ...proven, named: { price: dearer } }, true],
  ])('is flagged: $state, %#', (order, flagged) => {
    expect(isFlagged(order)).toBe(flagged);
  });
});
