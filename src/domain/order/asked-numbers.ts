import { z } from 'zod';
import { keysOf } from '../fields.ts';
import { type Price, sumOf } from '../money.ts';
import type { AvailableNumber } from '../numbers/number-search.ts';

/** How many numbers one request may ask for. */
export const NUMBERS_MAX = 20;

/** `number` is the first of them; `more` are the others, if there are any. */
export type Asked = { number: AvailableNumber; more?: readonly AvailableNumber[] | undefined };

/** Numbers of which only the price matters. */
export type Priced = {
  number: Pick<AvailableNumber, 'price'>;
  more?: readonly Pick<AvailableNumber, 'price'>[] | undefined;
};

/** All that a request asks for. */
export function numbersOf({
  number,
  more = [],
}: Asked): readonly [AvailableNumber, ...AvailableNumber[]] {
  return [number, ...more];
}

/** The price of the first, and those of the others. */
export function pricesOf({ number, more = [] }: Priced): { price: Price; more: Price[] } {
  return { price: number.price, more: more.map(({ price }) => price) };
}

/** What all of them cost together. */
export function priceOfAll(asked: Priced): Price {
  const { price, more } = pricesOf(asked);
  return sumOf([price, ...more]);
}

/** Why numbers cannot be asked for in one request. */
export type NotTogether = 'too_many' | 'twice' | 'countries' | 'currencies';

export function whyNotTogether(asked: Asked): NotTogether | undefined {
  const numbers = numbersOf(asked);
  const kinds = (of: (number: AvailableNumber) => string) => new Set(numbers.map(of)).size;
  if (numbers.length > NUMBERS_MAX) return 'too_many';
  if (kinds(({ e164 }) => e164) < numbers.length) return 'twice';
  if (kinds(({ country }) => country) > 1) return 'countries';
  return kinds(({ price }) => price.setup.currency) > 1 ? 'currencies' : undefined;
}

/** How the purchase of one of several numbers stands. What is over has a reason why it was not bought, or was. */
const STANDS = {
  open: 'open',
  unconfirmed: 'open',
  bought: 'bought',
  not_as_approved: 'bought',
  failed: 'not_bought',
  cancelled: 'not_bought',
  gone: 'not_bought',
  price_changed: 'not_bought',
  region_changed: 'not_bought',
  balance_low: 'not_bought',
  not_checkable: 'not_bought',
  not_replicated: 'not_bought',
  owned: 'not_bought',
} as const;
export const standSchema = z.enum(keysOf(STANDS));
export type Stand = z.infer<typeof standSchema>;

export function isBought(stand: Stand): boolean {
  return STANDS[stand] === 'bought';
}

export function isStillOpen(stand: Stand): boolean {
  return STANDS[stand] === 'open';
}
