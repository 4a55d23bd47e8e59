import type { z } from 'zod';
import { firstCharge, type Money, samePrice } from '../money.ts';
import { type Amounts, tooDear } from '../policy/rulebook.ts';
import {
  type AvailableNumber,
  availableNumberSchema,
  DEFAULT_SORT,
  foundIn,
  type NumberQuery,
  type Sort,
} from './number-search.ts';

/** A number at the price at which it was shown. */
export const pickedSchema = availableNumberSchema.pick({ e164: true, price: true });
export type Picked = z.infer<typeof pickedSchema>;

/** Numbers that somebody wants together. `upTo`: the most that each may cost now; its currency is that of them all. */
export type SeveralWish = {
  count: number;
  currency: string;
  upTo: Money | undefined;
  /** At most `count`; the cheapest fill the rest. */
  picked: readonly Picked[];
};

/** Fewer than wanted. `next`: what the cheapest of the dearer ones costs now. */
type TooFew = { why: 'too_few'; there: number; next: Money | undefined };
export type NotChosen = TooFew | { why: 'not_offered'; gone: readonly Picked[] };
export type Several = readonly [AvailableNumber, ...AvailableNumber[]];

/** The order in which the cheapest come first: as shown, unless that was by number. */
export function cheapestBy(sort: Sort): Exclude<Sort, 'number'> {
  return sort === 'number' ? DEFAULT_SORT : sort;
}

/** What a search found and people may order together, each number once per currency, as the window shows them. */
export function orderableOf(
  offered: readonly AvailableNumber[],
  query: Pick<NumberQuery, 'digits' | 'sort'>,
  maxPrice: Amounts,
): AvailableNumber[] {
  const kept = new Map<string, AvailableNumber>();
  for (const number of foundIn(offered, query)) {
    if (number.region === '' || tooDear(maxPrice, number.price)) continue;
    const key = `${number.e164} ${number.price.setup.currency}`;
    if (!kept.has(key)) kept.set(key, number);
  }
  return [...kept.values()];
}

/** Which numbers fit: all in one currency, within the price each, the cheapest first. */
export function cheapestOf(
  orderable: readonly AvailableNumber[],
  sort: Sort,
  { currency, upTo }: Pick<SeveralWish, 'currency' | 'upTo'>,
): { within: AvailableNumber[]; next: Money | undefined } {
  const quoted = foundIn(
    orderable.filter(({ price }) => price.setup.currency === currency),
    { digits: '', sort: cheapestBy(sort) },
  );
  const isWithin = ({ price }: AvailableNumber) =>
    upTo === undefined || firstCharge(price).minor <= upTo.minor;
  const dearer = quoted
    .filter((number) => !isWithin(number))
    .map((number) => firstCharge(number.price));
  const [next] = dearer.sort((a, b) => a.minor - b.minor);
  return { within: quoted.filter(isWithin), next };
}

/**
 * The picked ones, and the cheapest of `free` besides, in this order. Never another number than picked, and never fewer
 * than wanted.
 */
export function chooseSeveral(
  { count, picked }: Pick<SeveralWish, 'count' | 'picked'>,
  orderable: readonly AvailableNumber[],
  { free, next }: { free: readonly AvailableNumber[]; next: Money | undefined },
): { ok: true; numbers: Several } | ({ ok: false } & NotChosen) {
  const offered = (want: Picked) =>
    orderable.find(({ e164, price }) => e164 === want.e164 && samePrice(price, want.price));
  const gone = picked.filter((want) => !offered(want));
  if (gone.length > 0) return { ok: false, why: 'not_offered', gone };
  const named = new Set(picked.map(({ e164 }) => e164));
  const rest = free.filter(({ e164 }) => !named.has(e164));
  const chosen = [...picked.flatMap((want) => offered(want) ?? []), ...rest].slice(0, count);
  const [first, ...others] = chosen;
  return chosen.length < count || !first
    ? { ok: false, why: 'too_few', there: chosen.length, next }
    : { ok: true, numbers: [first, ...others] };
}
