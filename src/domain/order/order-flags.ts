import { firstCharge, type Price, samePrice, yearlyCost } from '../money.ts';
import type { AvailableNumber } from '../numbers/number-search.ts';
import type { OwnedSeen } from '../numbers/owned-number-list.ts';
import { sameRegion } from '../numbers/place.ts';
import { SHOWN } from '../page-sizes.ts';
import type { Order } from './order.ts';
import type { PurchaseAnswered } from './order-events.ts';
import type { Purchase, StopReason, UnreadPrice } from './order-purchase.ts';
import { type OrderThat, stateIs } from './order-state-facts.ts';

type Bought = OrderThat<'bought'>;

/** The number Vobiz gave, if not the approved one. */
export function otherNumber(order: Bought): string | undefined {
  const given = order.state === 'completed' ? order.allocated : order.purchase.e164;
  return given && given !== order.number.e164 ? given : undefined;
}

/** A price from the answer or from where the purchase was found, if not the approved one. */
export function otherPrice(order: Bought): Price | undefined {
  return [order.purchase?.price, namedOf(order)?.price].find(
    (price) => price !== undefined && !samePrice(price, order.number.price),
  );
}

/** A number from Vobiz that we cannot read, as sent. */
export function unreadNumber({ purchase }: Bought): string | undefined {
  return purchase?.unread?.number;
}

/** A price from Vobiz that we cannot read, as sent. */
export function unreadPrice(order: Bought): UnreadPrice | undefined {
  return order.purchase?.unread?.price ?? namedOf(order)?.unread;
}

function namedOf(order: Bought) {
  return order.state === 'completed' ? order.named : undefined;
}

/** Whether all that Vobiz named was approved. What it did not name is no difference. */
export function asApproved(order: Bought): boolean {
  return [otherNumber, otherPrice, unreadNumber, unreadPrice].every(
    (differs) => differs(order) === undefined,
  );
}

/** Whether Vobiz named a number or price that differs or cannot be read. */
export function isFlagged(order: Order): boolean {
  return stateIs(order, 'bought') && !asApproved(order);
}

/** Ignores an ordered number without its `+`, and the approved currency without a price. */
export function purchaseOf(
  { orderId, rawStatus, e164, price, unread }: PurchaseAnswered,
  { number }: Pick<Order, 'number'>,
  now: number,
): Purchase {
  const isOrdered = unread?.number?.replace(/[\s().-]/g, '') === number.e164.slice(1);
  const given = e164 ?? (isOrdered ? number.e164 : undefined);
  const left = {
    ...(unread?.number && !isOrdered && { number: unread.number }),
    ...(unread?.price &&
      !isApprovedCurrency(unread.price, number.price) && { price: unread.price }),
  };
  return {
    orderId,
    rawStatus,
    at: now,
    ...(given && { e164: given }),
    ...(price && { price }),
    ...(Object.keys(left).length > 0 && { unread: left }),
  };
}

function isApprovedCurrency({ setup, monthly, currency }: UnreadPrice, approved: Price): boolean {
  const none = setup === undefined && monthly === undefined;
  return none && currency?.trim().toUpperCase() === approved.setup.currency;
}

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

/** Clocks differ: a purchase this long before the request was not made for it. */
const CLOCK_TOLERANCE_MS = 5 * 60_000;

/** What the account's own list says about an order's number before sending. */
export type OwnedAlready =
  | { kind: 'no' }
  /** There before the request. `since` is epoch ms. */
  | { kind: 'before'; since: number }
  /** Came after the request or at an unknown time: perhaps bought for it by a lost claim. */
  | { kind: 'perhaps_ours' };

/** Only a number bought before the request and released since may be bought again, whatever the (sub-)account. */
export function ownedAlready(
  { createdAt, number }: Pick<Order, 'createdAt' | 'number'>,
  listed: readonly OwnedSeen[],
): OwnedAlready {
  const isBefore = ({ purchasedAt }: OwnedSeen) =>
    purchasedAt !== undefined && purchasedAt < createdAt - CLOCK_TOLERANCE_MS;
  const rows = listed.filter(({ e164 }) => e164 === number.e164);
  const held = rows.filter((row) => row.status !== 'released' || !isBefore(row));
  if (held.length === 0) return { kind: 'no' };
  if (!held.every(isBefore)) return { kind: 'perhaps_ours' };
  return { kind: 'before', since: Math.max(...held.map(({ purchasedAt }) => purchasedAt ?? 0)) };
}
