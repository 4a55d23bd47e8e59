import { distance } from 'fastest-levenshtein';
import { getCountries } from 'libphonenumber-js';

const names = new Intl.DisplayNames('en', { type: 'region' });

/** ISO 3166 alpha-2 code -> English name, for every country that has phone numbers. */
const COUNTRIES: ReadonlyMap<string, string> = new Map(
  getCountries().map((code) => [code, names.of(code) ?? code] as const),
);

/** What people say besides the code and the official name. */
const ALSO: Readonly<Record<string, string>> = {
  usa: 'US',
  america: 'US',
  bharat: 'IN',
  uk: 'GB',
  britain: 'GB',
  england: 'GB',
  uae: 'AE',
};

export type ParsedCountry =
  | { ok: true; code: string }
  | { ok: false; nearest: { code: string; name: string } | undefined };

export function countryName(code: string): string {
  return COUNTRIES.get(code) ?? code;
}

/** Reads `IN`, `in`, `India` or `usa`; otherwise offers the country that was most likely meant. */
export function parseCountry(typed: string): ParsedCountry {
  const text = typed.normalize('NFKC').trim().toLowerCase();
  const upper = text.toUpperCase();
  if (COUNTRIES.has(upper)) return { ok: true, code: upper };
  const byName = [...COUNTRIES].find(([, name]) => name.toLowerCase() === text)?.[0] ?? ALSO[text];
  return byName ? { ok: true, code: byName } : { ok: false, nearest: nearestCountry(text) };
}

function nearestCountry(text: string): { code: string; name: string } | undefined {
  if (text.length < 3 || text.length > 60) return undefined;
  const ranked = [...COUNTRIES]
    .map(([code, name]) => ({ code, name, away: distance(text, name.toLowerCase()) }))
    .sort((a, b) => a.away - b.away);
  const best = ranked[0];
  return best && best.away <= Math.max(2, text.length / 3)
    ? { code: best.code, name: best.name }
    : undefined;
}

/** Splits `search` words into a country and a region: `in mh`, `united states CA`, `India`. */
export function splitPlace(words: readonly string[]): { country: string; region: string } {
  for (let size = words.length; size > 0; size -= 1) {
    const parsed = parseCountry(words.slice(0, size).join(' '));
    if (parsed.ok) return { country: parsed.code, region: words.slice(size).join(' ') };
  }
  return { country: words.join(' '), region: '' };
}
