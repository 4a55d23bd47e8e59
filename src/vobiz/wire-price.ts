import { type Money, type Price, parseMajorUnits } from '../domain/money.ts';
import { AS_SENT_MAX, type NamedPrice } from '../domain/order/order-purchase.ts';
import { isGiven, oneLine } from './wire.ts';

/** More than any number costs; below it, sums and twelve months stay exact. In minor units. */
const LARGEST_MINOR = 10 ** 12;

/**
 * A price from two amounts in major units; undefined unless both can be read exactly. Two zeros are what an unset price looks
 * like: no number is free, and a request at no price would pass any limit.
 */
export function readPrice(setup: unknown, monthly: unknown, currency: unknown): Price | undefined {
  const code = typeof currency === 'string' ? currency.trim().toUpperCase() : '';
  const read = (amount: unknown): Money | undefined => {
    if (typeof amount !== 'string' && typeof amount !== 'number') return undefined;
    const money = parseMajorUnits(amount, code);
    return money && money.minor <= LARGEST_MINOR ? money : undefined;
  };
  const price = { setup: read(setup), monthly: read(monthly) };
  if (!price.setup || !price.monthly || price.setup.minor + price.monthly.minor === 0)
    return undefined;
  return { setup: price.setup, monthly: price.monthly };
}

/** The price that an answer names: read, or as it was sent where it cannot be. Empty when it names none. */
export function readNamedPrice(setup: unknown, monthly: unknown, currency: unknown): NamedPrice {
  const price = readPrice(setup, monthly, currency);
  if (price) return { price };
  const sent = { setup: asSent(setup), monthly: asSent(monthly), currency: asSent(currency) };
  if (Object.values(sent).every((part) => part === undefined)) return {};
  return {
    unread: {
      ...(sent.setup && { setup: sent.setup }),
      ...(sent.monthly && { monthly: sent.monthly }),
      ...(sent.currency && { currency: sent.currency }),
    },
  };
}

/** A field as it was sent, on one line; undefined where there is none. */
export function asSent(value: unknown): string | undefined {
  if (value !== 0 && !isGiven(value)) return undefined;
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  return oneLine(text, AS_SENT_MAX) || undefined;
}
