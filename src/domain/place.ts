import { parseCountry } from './country.ts';
import { parseRegion } from './region.ts';
import { cleanTerm } from './typed-clean.ts';

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
  const isDigits = said.length > 1 && /^\d+$/.test(said.at(-1) ?? '');
  const digits = isDigits ? (said.pop() ?? '') : '';
  return { ...placeIn(said), digits };
}

function placeIn(said: readonly string[]): { country: string; region: string } {
  const place = said.join(' ');
  for (let size = said.length; size > 0; size -= 1) {
    const first = parseCountry(said.slice(0, size).join(' '));
    if (first.ok) return { country: first.code, region: said.slice(size).join(' ') };
  }
  for (let at = 1; at < said.length; at += 1) {
    const last = parseCountry(said.slice(at).join(' '));
    if (last.ok && parseRegion(last.code, said.slice(0, at).join(' ')).ok)
      return { country: last.code, region: said.slice(0, at).join(' ') };
  }
  const country = WITHOUT_COUNTRY.find((code) => place.length > 3 && parseRegion(code, place).ok);
  return country ? { country, region: place } : { country: place, region: '' };
}
