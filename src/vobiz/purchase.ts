import type { Fields } from '../domain/json.ts';
import type { PurchaseAnswered } from '../domain/order/order-events.ts';
import type { Unread, Verdict } from '../domain/order/order-purchase.ts';
import type { Exchange } from './transport.ts';
import { wireOrderSchema, wireTermsSchema } from './vobiz-fields.ts';
import {
  asSent,
  isGiven,
  oneLine,
  readCandidates,
  readE164,
  readId,
  readJson,
  readNamedPrice,
  saysNo,
  saysYes,
} from './wire.ts';

/** Never loses a paid order: anything with an id counts, in any envelope, even at the start of a truncated body. */
export function readPurchase(body: string): PurchaseAnswered | undefined {
  const json = readJson(body);
  if (json === undefined) return fromBrokenBody(body);
  const candidates = readCandidates(json);
  const orders = candidates.flatMap((fields) => {
    const wire = wireOrderSchema.parse(fields);
    const orderId = readId(wire.id);
    return orderId === undefined ? [] : [{ ...wire, orderId, fields }];
  });
  // An envelope may have an id and a status of its own.
  const order =
    orders.find(({ fields }) => hasOrderFields(fields)) ??
    orders.find(({ status }) => status !== undefined) ??
    orders[0];
  if (!order) return undefined;
  const status = readStatus(order.status);
  const { price, unread } = readTerms(order.fields);
  return {
    orderId: order.orderId,
    status: status === 'completed' && candidates.some(deniesCompletion) ? 'unknown' : status,
    rawStatus: oneLine(order.status ?? '', 60),
    e164: readE164(order.selected_phone_number),
    price,
    ...(unread && { unread }),
    failureReason: oneLine(order.failure_reason ?? '', 200) || undefined,
  };
}

/** Whether part of an answer contradicts a completed order. */
function deniesCompletion(fields: Fields): boolean {
  const terms = wireTermsSchema.parse(fields);
  const status = readStatus(asSent(terms.status));
  const isOther = status === 'pending' || status === 'failed' || status === 'cancelled';
  return isOther || isGiven(terms.failure_reason) || saysNo(fields);
}

/**
 * An order in an answer whose HTTP status says otherwise. Fields only an order has, or words that say it was taken,
 * tell it from an error with an id. It never counts as completed; after a server error its outcome is unknown.
 */
export function readMisplacedPurchase(exchange: Exchange): PurchaseAnswered | undefined {
  if (exchange.kind === 'fault' || exchange.status < 300) return undefined;
  const { body, status } = exchange;
  const json = readJson(body);
  const candidates = readCandidates(json);
  const isTaken = candidates.some(isTakenOrder) && !candidates.some(saysNo);
  const answer = isTaken || candidates.some(hasOrderFields) ? readPurchase(body) : undefined;
  if (!answer) return undefined;
  const isRefused = status >= 400 && status < 500;
  const ended = answer.status === 'failed' || answer.status === 'cancelled';
  return isRefused && ended ? answer : { ...answer, status: 'unknown' };
}

function hasOrderFields(fields: Fields): boolean {
  const { selected_phone_number, provider_order_id, number_type, status } =
    wireTermsSchema.parse(fields);
  return (
    [selected_phone_number, provider_order_id, number_type].some(isGiven) &&
    readStatus(asSent(status)) !== 'unknown'
  );
}

function isTakenOrder(fields: Fields): boolean {
  const { status } = wireTermsSchema.parse(fields);
  return saysYes(fields) || readStatus(asSent(status)) === 'completed';
}

/** The order's price, and its price or number as sent when unreadable. */
function readTerms(fields: Fields) {
  const { setup, monthly, currency, selected_phone_number } = wireTermsSchema.parse(fields);
  const named = readNamedPrice(setup, monthly, currency);
  const number = asSent(selected_phone_number);
  const unread: Unread = {
    ...(number !== undefined && readE164(number) === undefined && { number }),
    ...(named.unread && { price: named.unread }),
  };
  return { price: named.price, unread: Object.keys(unread).length > 0 ? unread : undefined };
}

function fromBrokenBody(body: string): PurchaseAnswered | undefined {
  const [, text, digits] = /^\s*\{\s*"id"\s*:\s*(?:"([^"\\]+)"|(\d+)[,\s])/.exec(body) ?? [];
  const orderId = readId(text ?? digits);
  if (orderId === undefined) return undefined;
  return {
    orderId,
    status: 'unknown',
    rawStatus: '',
    e164: undefined,
    price: undefined,
    failureReason: undefined,
  };
}

const ORDER_STATUSES = ['pending', 'completed', 'failed', 'cancelled'] as const;

/** `unknown` is any status Vobiz does not publish, and never counts as finished. */
function readStatus(raw: string | undefined): Verdict {
  const status = raw?.trim().toLowerCase();
  if (status === 'canceled') return 'cancelled';
  return ORDER_STATUSES.find((known) => known === status) ?? 'unknown';
}
