import { z } from 'zod';

/** Integer minor units (paise, cents) of an ISO 4217 currency; never a float in major units. */
export const moneySchema = z.object({
  minor: z.number().int().nonnegative(),
  currency: z.string().regex(/^[A-Z]{3}$/),
});
export type Money = z.infer<typeof moneySchema>;

/** `digits` of a minor unit, from the platform's Intl data: INR 2, USD 2, JPY 0. */
type Formatting = { format: Intl.NumberFormat; digits: number };

/** Kept, as making one takes longer than all else about an order's card. */
const formattings = new Map<string, Formatting>();

function formattingOf(currency: string): Formatting {
  const known = formattings.get(currency);
  if (known) return known;
  const format = new Intl.NumberFormat(currency === 'INR' ? 'en-IN' : 'en-US', {
    style: 'currency',
    currency,
    trailingZeroDisplay: 'stripIfInteger',
  });
  const formatting = { format, digits: format.resolvedOptions().maximumFractionDigits ?? 2 };
  formattings.set(currency, formatting);
  return formatting;
}

/** How many decimals amounts in a currency have. */
export function decimalsOf(currency: string): number {
  return formattingOf(currency).digits;
}

/** By what people name a currency beside an amount, in capitals, the longest first: `USD`, `US$`, `$`. */
export function signsOf(currency: string): string[] {
  if (!/^[A-Z]{3}$/.test(currency)) return [];
  const signs = (['code', 'symbol', 'narrowSymbol'] as const).map((currencyDisplay) => {
    const format = new Intl.NumberFormat('en', { style: 'currency', currency, currencyDisplay });
    return format.formatToParts(0).find(({ type }) => type === 'currency')?.value ?? currency;
  });
  return [...new Set(signs.map((sign) => sign.toUpperCase()))].sort((a, b) => b.length - a.length);
}

const DECIMAL = /^(\d+)(?:\.(\d+))?$/;

/** From Vobiz's major units (`0.08`, `"250.00"`). Undefined if negative, exponential, too precise or unsafe. */
export function parseMajorUnits(amount: number | string, currency: string): Money | undefined {
  if (!/^[A-Z]{3}$/.test(currency)) return undefined;
  const match = DECIMAL.exec(String(amount).trim());
  if (!match) return undefined;
  const { digits } = formattingOf(currency);
  const fraction = (match[2] ?? '').replace(/0+$/, '');
  if (fraction.length > digits) return undefined;
  const minor = Number(`${match[1]}${fraction.padEnd(digits, '0')}`);
  return Number.isSafeInteger(minor) ? { minor, currency } : undefined;
}

/** `₹500`, `₹500.50`, `$3.00`: local grouping; decimals only if not whole. */
export function formatMoney(money: Money): string {
  const { format, digits } = formattingOf(money.currency);
  return format.format(money.minor / 10 ** digits);
}

export function sameMoney(a: Money, b: Money): boolean {
  return a.minor === b.minor && a.currency === b.currency;
}

/** `setup` once, `monthly` each month; one currency. */
export const priceSchema = z
  .object({ setup: moneySchema, monthly: moneySchema })
  .refine(
    (price) => price.setup.currency === price.monthly.currency,
    'setup and monthly differ in currency',
  );
export type Price = z.infer<typeof priceSchema>;

/** Setup plus the first month: what Vobiz charges on purchase. */
export function firstCharge(price: Price): Money {
  return { minor: price.setup.minor + price.monthly.minor, currency: price.setup.currency };
}

/** Of prices in one currency. */
export function sumOf(prices: readonly [Price, ...Price[]]): Price {
  const { currency } = prices[0].setup;
  const all = (part: (price: Price) => Money) => ({
    minor: prices.reduce((sum, price) => sum + part(price).minor, 0),
    currency,
  });
  return { setup: all(({ setup }) => setup), monthly: all(({ monthly }) => monthly) };
}

export function yearlyCost(price: Price): Money {
  return { minor: price.setup.minor + 12 * price.monthly.minor, currency: price.setup.currency };
}

export function samePrice(a: Price, b: Price): boolean {
  return sameMoney(a.setup, b.setup) && sameMoney(a.monthly, b.monthly);
}

/** `500.00`, `0.08`, `1200` (JPY): all decimals, no grouping, for machines and spreadsheets. */
export function majorUnits({ minor, currency }: Money): string {
  const { digits } = formattingOf(currency);
  const text = String(minor).padStart(digits + 1, '0');
  return digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

/** One sum for each currency, in the order in which these come. */
export function sumsOf(amounts: readonly Money[]): Money[] {
  const sums = new Map<string, number>();
  for (const { minor, currency } of amounts) sums.set(currency, (sums.get(currency) ?? 0) + minor);
  return [...sums].map(([currency, minor]) => ({ minor, currency }));
}
