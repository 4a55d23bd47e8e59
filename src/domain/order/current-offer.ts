import { firstCharge, samePrice, yearlyCost } from '../money.ts';
import type { AvailableNumber } from '../numbers/number-search.ts';
import { sameRegion } from '../numbers/place.ts';
import { SHOWN } from '../page-sizes.ts';
import type { StopReason } from './order-purchase.ts';

/** How the current offer differs from the pinned number, if it does. */
export function differenceTo(
  pinned: AvailableNumber,
  offered: readonly AvailableNumber[],
): StopReason | undefined {
  const now = quoteOf(pinned, offered);
  if (!now) return { kind: 'gone' };
  if (!samePrice(now.price, pinned.price)) return { kind: 'price_changed', now: now.price };
  return sameRegion(pinned.country, now.region, pinned.region)
    ? undefined
    : { kind: 'region_changed', now: now.region };
}

/** A number at a price: Vobiz may list one number at several. */
export type Offer = Pick<AvailableNumber, 'e164' | 'price'> & { region?: string };

/** The same price (preferably region too) if still quoted, else the same currency, else any quote. */
export function quoteOf(
  wanted: Offer,
  offered: readonly AvailableNumber[],
): AvailableNumber | undefined {
  const quotes = offered.filter((number) => number.e164 === wanted.e164);
  const same = quotes.filter(({ price }) => samePrice(price, wanted.price));
  return (
    same.find(({ region }) => region === wanted.region) ??
    same[0] ??
    quotes.find(({ price }) => currencyOf({ price }) === currencyOf(wanted)) ??
    quotes[0]
  );
}

/** The current offer, then one quote per other currency. Ordering requires a region. */
export function quotesOf(
  wanted: Offer,
  offered: readonly AvailableNumber[],
): readonly [AvailableNumber, ...AvailableNumber[]] | undefined {
  const orderable = offered.filter(({ e164, region }) => e164 === wanted.e164 && region !== '');
  const first = quoteOf(wanted, orderable);
  if (!first) return undefined;
  const byCurrency = new Map(orderable.toReversed().map((quote) => [currencyOf(quote), quote]));
  byCurrency.delete(currencyOf(first));
  return [first, ...byCurrency.values()];
}

function currencyOf({ price }: Pick<Offer, 'price'>): string {
  return price.setup.currency;
}

/** Same country and currency, at no higher cost; same region first, then most shared leading digits. */
export function nearestTo(
  gone: AvailableNumber,
  offered: readonly AvailableNumber[],
): AvailableNumber[] {
  const charge = firstCharge(gone.price);
  const yearly = yearlyCost(gone.price);
  const elsewhere = (number: AvailableNumber) => (number.region === gone.region ? 0 : 1);
  const near = offered
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
        a.e164.localeCompare(b.e164) ||
        firstCharge(a.price).minor - firstCharge(b.price).minor,
    );
  // Keeps the first of several offers of a number.
  const kept = new Map<string, AvailableNumber>();
  for (const number of near) if (!kept.has(number.e164)) kept.set(number.e164, number);
  return [...kept.values()].slice(0, SHOWN.instead);
}

function sharedDigits(a: string, b: string): number {
  let shared = 0;
  while (shared < a.length && a[shared] === b[shared]) shared += 1;
  return shared;
}
