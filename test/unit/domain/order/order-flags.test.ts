import { describe, expect, it } from 'vitest';
import type { AvailableNumber } from '../../../../src/domain/numbers/number-search.ts';
import { differenceTo, nearestTo, quotesOf } from '../../../../src/domain/order/order-flags.ts';
import { aNumber, inr } from '../../views/views-support.ts';

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
    const offered = [at(usd), at(dearer), pinned, at(usd), aNumber({ e164: '+919000000000' })];
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
});
