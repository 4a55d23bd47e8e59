import { ownersOf } from '../connection/connectable.ts';
import { e164Schema } from '../phone.ts';
import { cleanTerm } from '../typed.ts';
import {
  canonical,
  displayNameOf,
  type NumberEntry,
  type NumberState,
} from './owned-number-list.ts';
import { sameRegion } from './place.ts';
import { UNUSED_STATES } from './unused.ts';

/** Empty values match everything. `elsewhere`: bought by another way than here. `country` is ISO 3166 alpha-2. */
export type NumberFilter = {
  country: string;
  state: NumberState | 'unused' | 'elsewhere' | '';
  text: string;
  /** User ids, any of whom may own the number. */
  owners: readonly string[];
  label: { name: string; value: string } | undefined;
};

export const ALL_NUMBERS: NumberFilter = {
  country: '',
  state: '',
  text: '',
  owners: [],
  label: undefined,
};

export function isAnyNumber({ country, state, text, owners, label }: NumberFilter): boolean {
  return country === '' && state === '' && cleanTerm(text) === '' && owners.length === 0 && !label;
}

/** The number, if the text is one in full: at least seven digits, however spaced. */
export function wholeNumber(text: string): string | undefined {
  return e164Schema.safeParse(canonical(cleanTerm(text))).data;
}

export function filterNumbers(
  entries: readonly NumberEntry[],
  { country, state, text, owners, label }: NumberFilter,
): NumberEntry[] {
  const words = cleanTerm(text).toLowerCase();
  return entries.filter(
    (entry) =>
      (country === '' || entry.country === country) &&
      (state === '' || inState(entry, state)) &&
      (owners.length === 0 || ownersIn(entry).some((owner) => owners.includes(owner))) &&
      (!label || entry.record?.holding?.labels?.[label.name] === label.value) &&
      (words === '' || hasText(entry, words)),
  );
}

function inState(entry: NumberEntry, state: Exclude<NumberFilter['state'], ''>): boolean {
  if (state === 'elsewhere') return entry.record === undefined;
  return state === 'unused' ? UNUSED_STATES.includes(entry.state) : entry.state === state;
}

function ownersIn({ record }: NumberEntry): readonly string[] {
  return record ? ownersOf(record) : [];
}

/** Matches digits, however spaced, in the number; words in every other text of the entry. */
function hasText(entry: NumberEntry, words: string): boolean {
  const digits = words.replace(/[\s().+-]/g, '');
  if (/^\d+$/.test(digits) && entry.e164.includes(digits)) return true;
  const { record, channel } = entry;
  const own =
    record?.kind === 'order'
      ? [record.purpose, record.number.region, record.purchase?.orderId]
      : [];
  const region = record?.kind === 'order' ? record.number.region : '';
  if (region && entry.country && sameRegion(entry.country, region, words)) return true;
  const { note, labels = {} } = record?.holding ?? {};
  const held = [note, ...Object.values(labels)];
  return [displayNameOf(entry), record?.id, channel?.id, ...held, ...own].some(
    (said) => said && cleanTerm(said).toLowerCase().includes(words),
  );
}
