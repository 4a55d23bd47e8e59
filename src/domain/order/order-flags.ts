import { type Price, samePrice } from '../money.ts';
import type { Order } from './order.ts';
import type { PurchaseAnswered } from './order-events.ts';
import type { Purchase, UnreadPrice } from './order-purchase.ts';
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
