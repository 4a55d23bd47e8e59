import { type Price, samePrice } from '../money.ts';
import type { Order, OrderIn } from './order.ts';
import type { PurchaseAnswered } from './order-events.ts';
import type { Purchase, UnreadPrice } from './order-purchase.ts';

type Bought = OrderIn<'completed' | 'pending'>;

/** Another number than the approved one that Vobiz gave. */
export function otherNumber(order: Bought): string | undefined {
  const given = order.state === 'completed' ? order.allocated : order.purchase.e164;
  return given && given !== order.number.e164 ? given : undefined;
}

/** Another price than the approved one, in the purchase answer or where the purchase was found. */
export function otherPrice(order: Bought): Price | undefined {
  return [order.purchase?.price, namedOf(order)?.price].find(
    (price) => price !== undefined && !samePrice(price, order.number.price),
  );
}

/** A number that Vobiz gave and that cannot be read, as it was sent. */
export function unreadNumber({ purchase }: Bought): string | undefined {
  return purchase?.unread?.number;
}

/** A price that Vobiz named and that cannot be read, as it was sent. */
export function unreadPrice(order: Bought): UnreadPrice | undefined {
  return order.purchase?.unread?.price ?? namedOf(order)?.unread;
}

function namedOf(order: Bought) {
  return order.state === 'completed' ? order.named : undefined;
}

/** Whether everything Vobiz named is what was approved. What it did not name is no difference. */
export function asApproved(order: Bought): boolean {
  return [otherNumber, otherPrice, unreadNumber, unreadPrice].every(
    (differs) => differs(order) === undefined,
  );
}

/** Whether Vobiz named a number or a price other than the approved ones, or one that cannot be read. */
export function isFlagged(order: Order): boolean {
  return (order.state === 'completed' || order.state === 'pending') && !asApproved(order);
}

/**
 * What could not be read of a purchase answer, as far as it matters: the ordered number without its `+` is the ordered
 * number, and the approved currency beside no price says nothing new.
 */
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
