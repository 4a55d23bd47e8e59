import { describe, expect, it } from 'vitest';
import type { AvailableNumber } from '../../src/domain/available-number.ts';
import { differenceTo, nearestTo } from '../../src/domain/difference.ts';
import { aNumber, inr } from './views-support.ts';

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
  ])('%s', (_what, offered, difference) => {
    expect(differenceTo(pinned, offered)).toEqual(difference);
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
