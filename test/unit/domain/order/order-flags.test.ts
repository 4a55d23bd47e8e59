import { describe, expect, it } from 'vitest';
import type { AvailableNumber } from '../../../../src/domain/numbers/number-search.ts';
import type { Order } from '../../../../src/domain/order/order.ts';
import {
  differenceTo,
  isFlagged,
  nearestTo,
  otherNumber,
  otherPrice,
  purchaseOf,
  quotesOf,
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

describe('what differs from what was pinned', () => {
  it.each<[string, AvailableNumber[], unknown]>([
    ['nothing', [pinned], undefined],
    ['the number is gone', [aNumber({ e164: '+919876500000' })], { kind: 'gone' }],
    ['the price', [{ ...pinned, price: dearer }], { kind: 'price_changed', now: dearer }],
    ['the currency', [{ ...pinned, price: usd }], { kind: 'price_changed', now: usd }],
    ['the region', [{ ...pinned, region: 'KA' }], { kind: 'region_changed', now: 'KA' }],
    ['nothing in the pinned currency', [{ ...pinned, price: usd }, pinned], undefined],
    ['nothing beside another price', [{ ...pinned, price: dearer }, pinned], undefined],
    ['nothing beside another region', [{ ...pinned, region: 'KA' }, pinned], undefined],
    [
      'every price of the number',
      [
        { ...pinned, price: usd },
        { ...pinned, price: dearer },
      ],
      { kind: 'price_changed', now: dearer },
    ],
  ])('%s', (_what, offered, difference) => {
    expect(differenceTo(pinned, offered)).toEqual(difference);
  });
});

describe('what an order form offers', () => {
  it('is the chosen price, and one of each other currency', () => {
    const at = (price: AvailableNumber['price']) => ({ ...pinned, price });
    const eur = { setup: { minor: 1, currency: 'EUR' }, monthly: { minor: 1, currency: 'EUR' } };
    const another = { ...at(eur), e164: '+919000000000' };
    const offered = [at(usd), at(dearer), pinned, at(usd), another];
    expect(quotesOf(pinned, offered)).toEqual([pinned, at(usd)]);
    expect(quotesOf(at(dearer), offered)).toEqual([at(dearer), at(usd)]);
  });

  it('is nothing when the number is not offered in any region', () => {
    expect(quotesOf(pinned, [{ ...pinned, region: '' }])).toBeUndefined();
  });
});

describe('near numbers', () => {
  it('cost no more, are of the same country and currency, and the nearest come first', () => {
    const offered = [
      aNumber({ e164: '+919999999999' }),
      aNumber({ e164: '+919876540000' }),
      aNumber({ e164: '+919876543211', price: dearer }),
      aNumber({ e164: '+919876543212', price: usd }),
      aNumber({ e164: '+919876543213', region: 'KA' }),
      aNumber({ e164: '+919876543214', country: 'US' }),
      aNumber({ e164: '+919876543215', region: '' }),
      aNumber({ e164: '+919000000000' }),
      pinned,
      aNumber({ e164: '+919876540000' }),
    ];
    expect(nearestTo(pinned, offered).map(({ e164 }) => e164)).toEqual([
      '+919876540000',
      '+919000000000',
      '+919999999999',
    ]);
  });

  it.each<[string, Partial<AvailableNumber>]>([
    ['without a region', { region: '' }],
    ['of another country', { country: 'US' }],
    ['in another currency', { price: usd }],
    ['dearer at first', { price: { setup: inr(75_001), monthly: inr(0) } }],
    ['dearer in a year', { price: { setup: inr(0), monthly: inr(75_000) } }],
    ['that is the same', { e164: pinned.e164 }],
  ])('are none %s', (_which, more) => {
    const near = aNumber({ e164: '+919876543211' });
    expect(nearestTo(pinned, [near])).toEqual([near]);
    expect(nearestTo(pinned, [{ ...near, ...more }])).toEqual([]);
  });

  it('are of the same region first, then alike, and of one at several prices the cheapest', () => {
    const at = (e164: string, region: string, setup = 50_000) =>
      aNumber({ e164, region, price: { setup: inr(setup), monthly: inr(25_000) } });
    const alike = at('+919876543211', 'KA');
    const same = at('+919000000000', 'MH');
    const cheap = at('+919000000000', 'MH', 40_000);
    const cheapest = at('+919000000000', 'MH', 30_000);
    expect(nearestTo(pinned, [alike, same, cheapest, cheap])).toEqual([cheapest, alike]);
  });
});

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
