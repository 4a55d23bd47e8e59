import { z } from 'zod';
import { countryName, countryNames, parseCountry } from '../country.ts';
import { fold } from '../typed.ts';
import type { AvailableNumber } from './number-search.ts';
import {
  nearestPlace,
  parseRegion,
  regionCalled,
  regionsOf,
  sameRegion,
  splitPlace,
  WITHOUT_COUNTRY,
} from './place.ts';

/** In Vobiz's own samples, so offered first where the policy allows every country. */
export const SOLD_BY_VOBIZ = ['IN', 'US'] as const;

/** A country, or a region of it where somebody typed a state or city. `region` is '' for the whole country. */
export type PlaceChoice = { country: string; region: string };

/** How well a name fits what was typed: all of it, its beginning, a later word. Undefined if not at all. */
function rankOf(name: string, typed: string): number | undefined {
  if (name === typed) return 0;
  if (name.startsWith(typed)) return 1;
  return name.includes(` ${typed}`) ? 2 : undefined;
}

/**
 * The places people may mean by what they have typed so far: names, aliases, codes, `+91`, a flag, states and big cities.
 * Best first; among equals those of `first`, then by name. Nothing typed: `first`, then every other country.
 */
export function placesCalled(typed: string, first: readonly string[]): PlaceChoice[] {
  const text = fold(typed);
  const best = new Map<string, number>();
  const add = (country: string, region: string, fits: number | undefined) => {
    const key = `${country} ${region}`;
    if (fits !== undefined) best.set(key, Math.min(fits, best.get(key) ?? fits));
  };
  const read = parseCountry(typed);
  if (read.ok) add(read.code, '', 0);
  for (const [name, code] of countryNames()) add(code, '', rankOf(name, text));
  for (const { country, name, region } of text.length < SHORTEST_REGION ? [] : NAMED_REGIONS)
    add(country, region, rankOf(name, text));
  const nearest = best.size === 0 ? nearestPlace(typed) : undefined;
  if (nearest) {
    const { country, region } = splitPlace([nearest.code]);
    const parsed = parseRegion(country, region);
    add(country, region && parsed.ok ? parsed.code : '', 0);
  }
  const rank = (country: string) =>
    first.includes(country) ? first.indexOf(country) : first.length;
  return [...best]
    .map(([key, fits]) => {
      const [country = '', region = ''] = key.split(' ');
      return { country, region, fits, isRegion: region !== '' };
    })
    .sort(
      (a, b) =>
        a.fits - b.fits ||
        Number(a.isRegion) - Number(b.isRegion) ||
        rank(a.country) - rank(b.country) ||
        placeName(a).localeCompare(placeName(b)),
    )
    .map(({ country, region }) => ({ country, region }));
}

/** Two letters are a code, and codes of regions are ambiguous without their country. */
const SHORTEST_REGION = 3;
const NAMED_REGIONS = WITHOUT_COUNTRY.flatMap((country) =>
  [...regionsOf(country).byFolded]
    .filter(([name]) => name.length >= SHORTEST_REGION)
    .map(([name, region]) => ({ country, name, region })),
);

/** `India`; `Maharashtra, India` */
export function placeName({ country, region }: PlaceChoice): string {
  return region === ''
    ? countryName(country)
    : `${regionCalled(country, region)}, ${countryName(country)}`;
}

/** A region with numbers on offer. `region`: its code, or Vobiz's own text where we know none. */
export const regionOfferedSchema = z.object({
  region: z.string(),
  name: z.string(),
  count: z.number().int(),
});
export type RegionOffered = z.infer<typeof regionOfferedSchema>;

/** Every region there are numbers of, by name. Vobiz may write one region in several ways. */
export function regionsOffered(
  country: string,
  numbers: readonly AvailableNumber[],
): RegionOffered[] {
  const counts = new Map<string, number>();
  for (const [written, count] of countBy(numbers)) {
    const parsed = parseRegion(country, written);
    const region = parsed.ok ? parsed.code : written;
    counts.set(region, count + (counts.get(region) ?? 0));
  }
  return [...counts]
    .map(([region, count]) => ({ region, count, name: regionCalled(country, region) }))
    .sort((a, b) => a.name.localeCompare(b.name));
}

/** Reading a region takes a while, and thousands of numbers share a few. */
function countBy(numbers: readonly AvailableNumber[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { region } of numbers) {
    if (region !== '') counts.set(region, 1 + (counts.get(region) ?? 0));
  }
  return counts;
}

/** Those that what was typed may mean: by name, code, former name or a city in them. */
export function regionsCalled(
  country: string,
  typed: string,
  offered: readonly RegionOffered[],
): RegionOffered[] {
  const text = fold(typed);
  if (text === '') return [...offered];
  const names = [...regionsOf(country).byFolded];
  return offered.filter(
    ({ region, name }) =>
      rankOf(fold(name), text) !== undefined ||
      names.some(([called, code]) => code === region && rankOf(called, text) !== undefined),
  );
}

/** The numbers of a region, however Vobiz writes it. */
export function numbersIn(
  country: string,
  region: string,
  numbers: readonly AvailableNumber[],
): AvailableNumber[] {
  const written = new Set(
    [...countBy(numbers).keys()].filter((each) => sameRegion(country, each, region)),
  );
  return numbers.filter((number) => written.has(number.region));
}
