import { cleanTerm } from '../typed-clean.ts';
import { displayNameOf, type NumberEntry, type NumberState } from './owned-number-list.ts';
import { sameRegion } from './region.ts';

/** What the list is narrowed to; an empty string or no state means all. `country` is ISO 3166 alpha-2. */
export type NumberFilter = { country: string; state: NumberState | ''; text: string };

export const ALL_NUMBERS: NumberFilter = { country: '', state: '', text: '' };

export function filterNumbers(
  entries: readonly NumberEntry[],
  { country, state, text }: NumberFilter,
): NumberEntry[] {
  const words = cleanTerm(text).toLowerCase();
  return entries.filter(
    (entry) =>
      (country === '' || entry.country === country) &&
      (state === '' || entry.state === state) &&
      (words === '' || hasText(entry, words)),
  );
}

/** The countries there are numbers of, each once. */
export function countriesOf(entries: readonly NumberEntry[]): string[] {
  const codes = entries.flatMap(({ country }) => country ?? []);
  return [...new Set(codes)].sort();
}

/** Digits, however they are spaced, are looked for in the number; words in everything else that is written of it. */
function hasText(entry: NumberEntry, words: string): boolean {
  const digits = words.replace(/[\s().+-]/g, '');
  if (/^\d+$/.test(digits) && entry.e164.includes(digits)) return true;
  const { record, channel } = entry;
  const own =
    record?.state === 'completed'
      ? [record.purpose, record.number.region, record.purchase?.orderId]
      : [];
  const region = record?.state === 'completed' ? record.number.region : '';
  if (region && entry.country && sameRegion(entry.country, region, words)) return true;
  return [displayNameOf(entry), record?.id, channel?.id, ...own].some(
    (said) => said && cleanTerm(said).toLowerCase().includes(words),
  );
}
