import type { AvailableNumber } from './available-number.ts';
import { firstCharge, samePrice, yearlyCost } from './money.ts';
import type { StopReason } from './order-purchase.ts';

/** What differs from the pinned number in what Vobiz offers now; undefined when nothing does. */
export function differenceTo(
  pinned: AvailableNumber,
  offered: readonly AvailableNumber[],
): StopReason | undefined {
  const now = quoteOf(pinned, offered);
  if (!now) return { kind: 'gone' };
  if (!samePrice(now.price, pinned.price)) return { kind: 'price_changed', now: now.price };
  return now.region === pinned.region ? undefined : { kind: 'region_changed', now: now.region };
}

/** The same number as it is offered now, in the same currency if it is quoted in it. */
export function quoteOf(
  pinned: AvailableNumber,
  offered: readonly AvailableNumber[],
): AvailableNumber | undefined {
  const quotes = offered.filter((number) => number.e164 === pinned.e164);
  const { currency } = pinned.price.setup;
  return quotes.find(({ price }) => price.setup.currency === currency) ?? quotes[0];
}

const INSTEAD = 3;

/**
 * Up to three numbers to offer instead of one that is gone: same country and currency, neither first charge nor yearly
 * cost higher, same region first, then those that share the most leading digits.
 */
export function nearestTo(
  gone: AvailableNumber,
  offered: readonly AvailableNumber[],
): AvailableNumber[] {
  const charge = firstCharge(gone.price);
  const yearly = yearlyCost(gone.price);
  const byNumber = new Map(offered.map((number) => [number.e164, number]));
  const elsewhere = (number: AvailableNumber) => (number.region === gone.region ? 0 : 1);
  return [...byNumber.values()]
    .filter(
      ({ e164, country, region, price }) =>
        e164 !== gone.e164 &&
        country === gone.country &&
        region !== '' &&
        price.setup.currency === charge.currency &&
        firstCharge(price).minor <= charge.minor &&
        yearlyCost(price).minor <= yearly.minor,
    )
    .sort(
      (a, b) =>
        elsewhere(a) - elsewhere(b) ||
        sharedDigits(b.e164, gone.e164) - sharedDigits(a.e164, gone.e164) ||
        a.e164.localeCompare(b.e164),
    )
    .slice(0, INSTEAD);
}

function sharedDigits(a: string, b: string): number {
  let shared = 0;
  while (shared < a.length && a[shared] === b[shared]) shared += 1;
  return shared;
}
