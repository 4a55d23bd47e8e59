import {
  type AvailableNumber,
  availableNumberSchema,
  type Offer,
} from '../domain/numbers/number-search.ts';
import { countryOf } from '../domain/phone.ts';
import { hasMore } from './more-pages.ts';
import { wireNumberSchema } from './vobiz-fields.ts';
import { readE164, readItems, readPrice } from './wire.ts';

type Searched = Pick<AvailableNumber, 'country' | 'region'>;

/** Keeps the numbers of items it cannot read. A number at two prices stays twice: we cannot know which one holds. */
export function readAvailability(body: string, searched: Searched): Offer | undefined {
  const items = readItems(body);
  if (!items) return undefined;
  const numbers = new Map<string, AvailableNumber>();
  const unread: string[] = [];
  for (const item of items) {
    const number = readNumber(item, searched);
    if (number) numbers.set(JSON.stringify(number), number);
    else unread.push(wireNumberSchema.safeParse(item).data?.e164 ?? '');
  }
  return {
    numbers: [...numbers.values()],
    skipped: unread.length,
    ...(unread.length > 0 && { unread }),
    ...(hasMore(body, items.length) && { isPart: true }),
  };
}

function readNumber(item: unknown, searched: Searched): AvailableNumber | undefined {
  const wire = wireNumberSchema.safeParse(item);
  if (!wire.success) return undefined;
  const { e164, country, region, setup_fee, monthly_fee, currency } = wire.data;
  const read = readE164(e164);
  const code = country?.trim().toUpperCase() ?? '';
  // `India` or `IND` is no code; the number knows its country.
  const isCode = /^[A-Z]{2}$/.test(code);
  const number = availableNumberSchema.safeParse({
    e164: read,
    country: isCode ? code : ((code && read && countryOf(read)) ?? '') || searched.country,
    region: region?.trim() || searched.region,
    price: readPrice(setup_fee, monthly_fee, currency),
  });
  return number.success ? number.data : undefined;
}
