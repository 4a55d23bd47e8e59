import { z } from 'zod';
import { priceSchema, yearlyCost } from '../money.ts';
import { SHOWN } from '../page-sizes.ts';
import { e164Schema } from '../phone.ts';

/**
 * One number that Vobiz offers for sale right now. Nothing holds it: it can be sold, or its price can change, at any
 * moment. `region` is Vobiz's own opaque text (`MH`, `Karnataka`); empty when Vobiz did not say.
 */
export const availableNumberSchema = z.object({
  e164: e164Schema,
  country: z.string().regex(/^[A-Z]{2}$/),
  region: z.string().max(100),
  price: priceSchema,
});
export type AvailableNumber = z.infer<typeof availableNumberSchema>;

/** What is for sale now. `skipped` counts the items that could not be read; identical duplicates are merged, differing ones kept. */
export type Offer = { numbers: AvailableNumber[]; skipped: number };

/** One page of a list. */
export type Page<T> = {
  items: readonly T[];
  /** 0-based, clamped to what exists. */
  page: number;
  /** At least 1, also of an empty list. */
  pages: number;
  total: number;
};

/** Cuts one page out of a list. A page that is not there is the nearest one that is. */
export function cutPage<T>(items: readonly T[], page: number, size: number): Page<T> {
  const pages = Math.max(1, Math.ceil(items.length / size));
  const current = Math.min(Math.max(0, page), pages - 1);
  const shown = items.slice(current * size, (current + 1) * size);
  return { items: shown, page: current, pages, total: items.length };
}

export const SORTS = ['price', 'number'] as const;
export type Sort = (typeof SORTS)[number];
export const REGION_MAX = 60;
export const DIGITS_MAX = 15;

/** What the search form asks for. `country` is ISO 3166 alpha-2, `region` Vobiz's own text, `digits` may be empty. */
export type NumberQuery = { country: string; region: string; digits: string; sort: Sort };

/** The place that was most likely meant. */
export type Nearest = { code: string; name: string } | undefined;
/** What of a search cannot be used, with the place that was most likely meant. */
export type Unusable =
  | { what: 'country'; typed: string; nearest: Nearest }
  | { what: 'digits'; typed: string };

export type NumberPage = Omit<Page<AvailableNumber>, 'items'> & {
  numbers: readonly AvailableNumber[];
};

/** Filters, sorts (cheapest first year, or by number) and cuts one page out of what Vobiz offers. */
export function searchPage(
  offered: readonly AvailableNumber[],
  query: Pick<NumberQuery, 'digits' | 'sort'>,
  page: number,
): NumberPage {
  const found = offered
    .filter((number) => number.e164.includes(query.digits))
    .sort((a, b) => (query.sort === 'price' ? byPrice(a, b) : 0) || byNumber(a, b));
  const { items, ...place } = cutPage(found, page, SHOWN.found);
  return { numbers: items, ...place };
}

/** Amounts of different currencies are not compared: they are kept apart, by currency code. */
function byPrice(a: AvailableNumber, b: AvailableNumber): number {
  const [left, right] = [yearlyCost(a.price), yearlyCost(b.price)];
  return left.currency === right.currency
    ? left.minor - right.minor
    : left.currency.localeCompare(right.currency);
}

function byNumber(a: AvailableNumber, b: AvailableNumber): number {
  return a.e164.localeCompare(b.e164);
}
