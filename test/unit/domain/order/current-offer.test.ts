import { describe, expect, it } from 'vitest';
import type { AvailableNumber } from '../../../../src/domain/numbers/number-search.ts';
import { differenceTo, nearestTo, quotesOf } from '../../../../src/domain/order/current-offer.ts';
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
