import { distance } from 'fastest-levenshtein';
import { iso31661 } from 'iso-3166';
import { getCountries } from 'libphonenumber-js';
import metadata from 'libphonenumber-js/min/metadata';
import { COUNTRY_ALIASES, namesIn } from './numbers/place-names.ts';
import { fold } from './typed.ts';

const long = new Intl.DisplayNames('en', { type: 'region' });
const short = new Intl.DisplayNames('en', { type: 'region', style: 'short' });

/** ISO 3166 alpha-2 code -> English name, for countries with phone numbers. */
const COUNTRIES: ReadonlyMap<string, string> = new Map(
  getCountries().map((code) => [code, long.of(code) ?? code] as const),
);

/** Every folded name -> code. Aliases override official names; codes override both. */
const CALLED = new Map<string, string>();
for (const country of getCountries()) {
  const iso = iso31661.find(({ alpha2 }) => alpha2 === country);
  const names = [long.of(country), short.of(country), iso?.name, iso && inOrder(iso.name)];
  for (const name of names) if (name) CALLED.set(fold(name), country);
  if (iso) CALLED.set(fold(iso.alpha3), country);
}
for (const [name, code] of namesIn(COUNTRY_ALIASES)) CALLED.set(name, code);
for (const code of COUNTRIES.keys()) CALLED.set(fold(code), code);

/** Dialling code -> its countries, main one first: `1` is the United States. */
const DIALLED = new Map(Object.entries(metadata.country_calling_codes));

/** ISO writes `Korea, Republic of`. */
function inOrder(name: string): string {
  return name.split(', ').reverse().join(' ');
}

/** Few name lists have the form of government: `Republic of India`. */
const RULED =
  /^((federal|islamic|peoples|arab) )?(republic|kingdom|state|federation|union|sultanate) of (the )?/;

/** `nearest`: what was most likely meant. */
export type ParsedPlace = { ok: true; code: string } | { ok: false; nearest: Nearest };
export type Nearest = { code: string; name: string } | undefined;

/** Every folded name, alias and code, with the country it stands for. */
export function countryNames(): Iterable<readonly [name: string, code: string]> {
  return CALLED;
}

export function countryName(code: string): string {
  return COUNTRIES.get(code) ?? code;
}

/** Reads `IN`, `IND`, `India`, `U.S.A.`, `+91` or a flag; otherwise suggests the nearest country. */
export function parseCountry(typed: string): ParsedPlace {
  const text = fold(flagAsCode(typed)).replace(/^00(?=\d)/, '+');
  const code = text.startsWith('+')
    ? DIALLED.get(text.slice(1))?.[0]
    : (CALLED.get(text) ?? CALLED.get(text.replace(RULED, '')));
  return code ? { ok: true, code } : { ok: false, nearest: nearestCountry(text) };
}

/** 🇮🇳 is two regional indicator letters; Slack passes it to commands as `:flag-in:`. */
function flagAsCode(typed: string): string {
  return typed
    .trim()
    .replace(/^:(?:flag-)?([a-z]{2}):$/i, '$1')
    .replace(/[\u{1F1E6}-\u{1F1FF}]/gu, (letter) =>
      String.fromCharCode((letter.codePointAt(0) ?? 0) - 0x1f1e6 + 65),
    );
}

function nearestCountry(text: string): Nearest {
  if (text.length < 3 || text.length > 60) return undefined;
  const [best] = [...CALLED]
    .filter(([name]) => name.length > 3)
    .map(([name, code]) => ({ code, away: distance(text, name) }))
    .sort((a, b) => a.away - b.away);
  return best && best.away <= Math.max(2, text.length / 3)
    ? { code: best.code, name: countryName(best.code) }
    : undefined;
}
