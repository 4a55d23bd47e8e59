import { z } from 'zod';
import type { Nearest } from '../country.ts';
import { firstCharge, type Money, type Price, priceSchema, yearlyCost } from '../money.ts';
import { SHOWN } from '../page-sizes.ts';
import { couldMean, e164Schema } from '../phone.ts';

/** On offer, but not held: may be sold or repriced any time. `region`: Vobiz's text (`MH`, `Karnataka`) or empty. */
export const availableNumberSchema = z.object({
  e164: e164Schema,
  country: z.string().regex(/^[A-Z]{2}$/),
  region: z.string().max(100),
  price: priceSchema,
});
export type AvailableNumber = z.infer<typeof availableNumberSchema>;

/**
 * `skipped`: unreadable items; `unread`: the number of each as sent, '' where it named none. `isPart`: Vobiz says that there are
 * more. Identical duplicates are merged; differing ones are kept.
 */
export const offerSchema = z.object({
  numbers: z.array(availableNumberSchema),
  skipped: z.number().int(),
  unread: z.array(z.string()).optional(),
  isPart: z.boolean().optional(),
});
export type Offer = z.infer<typeof offerSchema>;

/** Whether a number may be on offer that is not among those read. */
export function mayBeOffered({ unread = [], isPart = false }: Offer, e164: string): boolean {
  return isPart || unread.some((sent) => couldMean(sent, e164));
}

export type Page<T> = {
  items: readonly T[];
  /** 0-based, within range. */
  page: number;
  /** At least 1, even for an empty list. */
  pages: number;
  total: number;
};

/** Where a page begins among `total` items. A page out of range becomes the nearest one. */
export function placeOf(total: number, page: number, size: number) {
  const pages = Math.max(1, Math.ceil(total / size));
  const current = Math.min(Math.max(0, page), pages - 1);
  return { page: current, pages, total, offset: current * size };
}

export function cutPage<T>(items: readonly T[], page: number, size: number): Page<T> {
  const { offset, ...place } = placeOf(items.length, page, size);
  return { items: items.slice(offset, offset + size), ...place };
}

/** By the first charge, by the cost of the first year, or by the number. */
export const SORTS = ['today', 'year', 'number'] as const;
export type Sort = (typeof SORTS)[number];
export const DEFAULT_SORT = 'year' satisfies Sort;
export const REGION_MAX = 60;
export const DIGITS_MAX = 15;

/** `country`: ISO 3166 alpha-2. `region`: Vobiz's own text. `digits` may be empty. */
export type NumberQuery = { country: string; region: string; digits: string; sort: Sort };

/** What cannot be used in a search, with the place most likely meant. */
export type Unusable =
  | { what: 'country'; typed: string; nearest: Nearest }
  | { what: 'digits'; typed: string };

export type NumberPage = Omit<Page<AvailableNumber>, 'items'> & {
  numbers: readonly AvailableNumber[];
};

/** Filters and sorts. */
export function foundIn(
  offered: readonly AvailableNumber[],
  { digits, sort }: Pick<NumberQuery, 'digits' | 'sort'>,
): AvailableNumber[] {
  const cheaper = COST[sort];
  return offered
    .filter((number) => number.e164.includes(digits))
    .sort(
      (a, b) => (cheaper ? compareMoney(cheaper(a.price), cheaper(b.price)) : 0) || byNumber(a, b),
    );
}

/** Filters, sorts and cuts a page. */
export function searchPage(
  offered: readonly AvailableNumber[],
  query: Pick<NumberQuery, 'digits' | 'sort'>,
  page: number,
): NumberPage {
  const { items, ...place } = cutPage(foundIn(offered, query), page, SHOWN.found);
  return { numbers: items, ...place };
}

const COST: Readonly<Record<Sort, ((price: Price) => Money) | undefined>> = {
  today: firstCharge,
  year: yearlyCost,
  number: undefined,
};

/** Amounts in different currencies are not comparable, so they are grouped by currency code. */
function compareMoney(a: Money, b: Money): number {
  return a.currency === b.currency ? a.minor - b.minor : a.currency.localeCompare(b.currency);
}

function byNumber(a: AvailableNumber, b: AvailableNumber): number {
  return a.e164.localeCompare(b.e164);
}
