import { distance } from 'fastest-levenshtein';
import { iso31662 } from 'iso-3166';
import { countryName, type Nearest, type ParsedPlace, parseCountry } from '../country.ts';
import { cleanTerm, fold } from '../typed.ts';
import { namesIn, REGION_ALIASES } from './place-names.ts';

type Regions = { names: ReadonlyMap<string, string>; byFolded: ReadonlyMap<string, string> };
const known = new Map<string, Regions>();

/** Regions of a country by code, and by every name. */
export function regionsOf(country: string): Regions {
  const before = known.get(country);
  if (before) return before;
  const listed = iso31662.filter(({ code }) => code.startsWith(`${country}-`));
  const names = new Map(
    listed.map(({ code, name }) => [code.slice(country.length + 1), plainName(name)]),
  );
  const byFolded = new Map(namesIn(REGION_ALIASES[country]));
  for (const [code, name] of names) byFolded.set(fold(name), code);
  for (const code of names.keys()) byFolded.set(fold(code), code);
  const regions = { names, byFolded };
  known.set(country, regions);
  return regions;
}

/** ISO writes `Mahārāshtra` and `Puducherry (Pondicherry)`. */
function plainName(name: string): string {
  return name.normalize('NFD').replace(/\p{M}/gu, '').replace(/ \(.*/, '');
}

/** Reads `MH`, `Maharashtra` or `Bombay` in India as ISO 3166-2 `MH`. Takes any text where ISO lists no regions. */
export function parseRegion(country: string, typed: string): ParsedPlace {
  const code = findRegion(country, typed);
  if (code !== undefined) return { ok: true, code };
  const text = fold(typed);
  const [best] = [...regionsOf(country).byFolded]
    .filter(([folded]) => folded.length > 3)
    .map(([folded, region]) => ({ code: region, away: distance(text, folded) }))
    .sort((a, b) => a.away - b.away);
  if (!best || best.away > Math.max(1, text.length / 4)) return { ok: false, nearest: undefined };
  return { ok: false, nearest: { code: best.code, name: regionName(country, best.code) } };
}

/** The code of a region that is named without a mistake; any text where ISO lists no regions. */
function findRegion(country: string, typed: string): string | undefined {
  const { names, byFolded } = regionsOf(country);
  if (names.size === 0) return typed;
  const text = fold(typed);
  return byFolded.get(text) ?? regionOfBoth(byFolded, text.split(' '));
}

/** No region or city that we know has a name of more words. */
const WORDS_MAX = 8;

/** A city and its state: `Mumbai, Maharashtra`, `Atlanta GA`. */
function regionOfBoth(byFolded: Regions['byFolded'], words: string[]): string | undefined {
  if (words.length > 2 * WORDS_MAX) return undefined;
  const called = (from: number, to?: number) => byFolded.get(words.slice(from, to).join(' '));
  const at = words.findIndex((_, split) => {
    const city = called(0, split);
    return city !== undefined && city === called(split);
  });
  return at < 0 ? undefined : called(at);
}

function regionName(country: string, code: string): string {
  return regionsOf(country).names.get(code) ?? code;
}

/** `Maharashtra` for `MH`, `Bombay` or `Maharashtra`; Vobiz's own text where we know no such region. */
export function regionCalled(country: string, region: string): string {
  const code = findRegion(country, region);
  return code === undefined ? region : regionName(country, code);
}

/** Whether two texts name the same region: Vobiz mixes codes, names and cities. */
export function sameRegion(country: string, one: string, other: string): boolean {
  if (fold(one) === fold(other)) return true;
  const code = findRegion(country, one);
  return code !== undefined && code === findRegion(country, other);
}

/** Where to search, and digits the number should contain. Empty if not given. */
export type Place = { country: string; region: string; digits: string };

/** Countries whose states and cities are recognised without the country, in this order. */
export const WITHOUT_COUNTRY = ['IN', 'US', 'GB', 'AE', 'CA', 'AU', 'DE'];

/** Splits `in mh`, `Hong Kong 99`, `mumbai`, `Maharashtra, India`. An unknown place comes back as `country`. */
export function splitPlace(words: readonly string[]): Place {
  const said = cleanTerm(words.join(' ').replaceAll(',', ' ')).split(' ');
  const end = 1 + said.findLastIndex((word, at) => at === 0 || !/^[\d().+-]+$/.test(word));
  return { ...placeIn(said.slice(0, end)), digits: said.slice(end).join(' ') };
}

function placeIn(said: readonly string[]): { country: string; region: string } {
  const place = said.join(' ');
  for (let size = said.length; size > 0; size -= 1) {
    const first = parseCountry(said.slice(0, size).join(' '));
    if (first.ok) return { country: first.code, region: said.slice(size).join(' ') };
  }
  const country = WITHOUT_COUNTRY.find((code) => isRegionOf(code, place));
  if (country) return { country, region: place };
  for (let at = 1; at < said.length; at += 1) {
    const last = parseCountry(said.slice(at).join(' '));
    if (last.ok && parseRegion(last.code, said.slice(0, at).join(' ')).ok)
      return { country: last.code, region: said.slice(0, at).join(' ') };
  }
  return { country: place, region: '' };
}

/** The nearest country, or a nearer state (`Kerela` is not Korea). `code` fits the form's country field. */
export function nearestPlace(typed: string): Nearest {
  const country = parseCountry(typed);
  if (country.ok) return undefined;
  const text = fold(typed);
  const away = ({ name }: { name: string }) => distance(text, fold(name));
  const states = WITHOUT_COUNTRY.flatMap((code) => {
    const region = parseRegion(code, typed);
    return region.ok || !region.nearest ? [] : [{ in: code, name: region.nearest.name }];
  });
  const [state] = states.sort((a, b) => away(a) - away(b));
  if (!state || (country.nearest && away(country.nearest) <= away(state))) return country.nearest;
  return { code: state.name, name: `${state.name}, ${countryName(state.in)}` };
}

/** A two or three letter code is ambiguous without its country; a short name like Goa is not. */
function isRegionOf(country: string, place: string): boolean {
  const region = parseRegion(country, place);
  return region.ok && fold(region.code) !== fold(place);
}
