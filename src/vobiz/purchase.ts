import { type Money, type Price, parseMajorUnits } from '../domain/money.ts';
import type { OrderStatus, PurchaseAnswer } from './answers.ts';
import { wireOrderSchema } from './schemas.ts';
import { readJson } from './wire-json.ts';
import { readCandidates } from './wire-list.ts';
import { oneLine, readE164, readId } from './wire-text.ts';

type Amount = string | number | undefined;

/** A price from two amounts in major units; undefined unless both can be read exactly. */
export function readPrice(
  setup: Amount,
  monthly: Amount,
  currency: string | undefined,
): Price | undefined {
  const code = currency?.trim().toUpperCase() ?? '';
  const read = (amount: Amount): Money | undefined =>
    amount === undefined ? undefined : parseMajorUnits(amount, code);
  const price = { setup: read(setup), monthly: read(monthly) };
  return price.setup && price.monthly ? { setup: price.setup, monthly: price.monthly } : undefined;
}

/**
 * Reads an order from a 2xx body so that a paid answer is never lost: whatever holds an id counts, in any envelope, and an
 * id at the start of a body that broke off too. Undefined when there is no id.
 */
export function readPurchase(body: string): PurchaseAnswer | undefined {
  const json = readJson(body);
  if (json === undefined) return fromBrokenBody(body);
  const orders = readCandidates(json)
    .map((candidate) => wireOrderSchema.parse(candidate))
    .flatMap(({ id, ...order }) => {
      const orderId = readId(id);
      return orderId === undefined ? [] : [{ ...order, orderId }];
    });
  const order = orders.find(({ status }) => status !== undefined) ?? orders[0];
  if (!order) return undefined;
  return {
    orderId: order.orderId,
    status: readStatus(order.status),
    rawStatus: oneLine(order.status ?? '', 60),
    e164: readE164(order.selected_phone_number),
    price: readPrice(order.setup_cost, order.monthly_cost, order.currency),
    failureReason: oneLine(order.failure_reason ?? '', 200) || undefined,
    providerOrderId: oneLine(order.provider_order_id ?? '', 200) || undefined,
  };
}

function fromBrokenBody(body: string): PurchaseAnswer | undefined {
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
    providerOrderId: undefined,
  };
}

function readStatus(raw: string | undefined): OrderStatus {
  const status = raw?.trim().toLowerCase();
  switch (status) {
    case 'pending':
    case 'completed':
    case 'failed':
    case 'cancelled':
      return status;
    case 'canceled':
      return 'cancelled';
    default:
      return 'unknown';
  }
}
