import type { Person } from '../actor.ts';
import { firstCharge, type Money, type Price, sumsOf } from '../money.ts';
import { SHOWN } from '../page-sizes.ts';
import type { Order } from './order.ts';
import { mayHelp } from './order-filter.ts';

/** A request as somebody saw it. Its number, price and purpose belong to the revision. */
export type Seen = { order: string; revision: number };

/** Requests that one person may approve together. `more`: how many of these are left out. `apart`: how many are not of these. */
export type SeveralWaiting = { orders: readonly Order[]; more: number; apart: number };

/** Of `asked`, longest wait first, those that this person's approval would advance now. */
export function severalWaiting(asked: readonly Order[], who: Person, now: number): SeveralWaiting {
  const waiting = asked.filter((order) => mayHelp(order, who, now));
  const together = waiting.filter(mayBeApprovedTogether);
  const orders = together.slice(0, SHOWN.approvedTogether);
  return {
    orders,
    more: together.length - orders.length,
    apart: waiting.length - together.length,
  };
}

/** Not where the policy asks for digits of the number, and not a test, which adds to no sum. */
export function mayBeApprovedTogether({ policy, test }: Order): boolean {
  return !policy.confirmDigits && !test;
}

/** What all these cost, an amount for each currency. */
export function costOfAll(prices: readonly Price[]): { now: Money[]; monthly: Money[] } {
  return {
    now: sumsOf(prices.map(firstCharge)),
    monthly: sumsOf(prices.map(({ monthly }) => monthly)),
  };
}
