import { distance } from 'fastest-levenshtein';
import { countryName, parseCountry } from '../country.ts';
import { fold } from '../fold.ts';
import { cleanTerm } from '../typed-clean.ts';
import { parseRegion } from './region.ts';

/** The words of a search: a place, and digits that the number should contain. Empty where nothing was said. */
export type Place = { country: string; region: string; digits: string };

/** Countries whose states and cities are known without the country being named, in this order. */
const WITHOUT_COUNTRY = ['IN', 'US', 'GB', 'AE', 'CA', 'AU', 'DE'];

/**
 * Splits what follows `search`: `in mh`, `Hong Kong 99`, `mumbai`, `Maharashtra, India`, `United States of America`. What
 * names no place comes back as `country`, for people to be told that it is unknown.
 */
export function splitPlace(words: readonly string[]): Place {
  const said = cleanTerm(words.join(' ').replaceAll(',', ' ')).split(' ').filter(Boolean);
  const digits: string[] = [];
  while (said.length > 1 && /^[\d().+-]+$/.test(said.at(-1) ?? ''))
    digits.unshift(said.pop() ?? '');
  return { ...placeIn(said), digits: digits.join(' ') };
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

/**
 * The country that was most likely meant; or the state, by a word that the country's field takes, where its name is nearer:
 * `Kerela` is no Korea.
 */
export function nearestPlace(typed: string): { code: string; name: string } | undefined {
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

/** A code of two or three letters says too little without its country; a name as short as Goa does not. */
function isRegionOf(country: string, place: string): boolean {
  const region = parseRegion(country, place);
  return region.ok && fold(region.code) !== fold(place);
}
