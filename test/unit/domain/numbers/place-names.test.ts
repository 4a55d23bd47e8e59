import { expect, it } from 'vitest';
import { countryName, parseCountry } from '../../../../src/domain/country.ts';
import { parseRegion } from '../../../../src/domain/numbers/place.ts';
import {
  COUNTRY_ALIASES,
  namesIn,
  REGION_ALIASES,
} from '../../../../src/domain/numbers/place-names.ts';
import { fold } from '../../../../src/domain/typed.ts';

const regions = Object.entries(REGION_ALIASES).flatMap(([country, table]) =>
  namesIn(table).map(([name, code]) => [country, name, code] as const),
);

it('has each name as it is compared, of a place that there is', () => {
  expect(namesIn(undefined)).toEqual([]);
  for (const [name, code] of namesIn(COUNTRY_ALIASES)) {
    expect(fold(name)).toBe(name);
    expect(name, code).not.toBe('');
    expect(countryName(code), name).not.toBe(code);
    expect(parseCountry(name)).toEqual({ ok: true, code });
  }
  for (const [country, name, code] of regions) {
    expect(fold(name)).toBe(name);
    expect(name, `${country}-${code}`).not.toBe('');
    expect(parseRegion(country, code), name).toEqual({ ok: true, code });
    expect(parseRegion(country, name)).toEqual({ ok: true, code });
  }
});

it.each([
  ['IN', 'Bombay', 'Maharashtra'],
  ['IN', 'Bengaluru', 'Karnataka'],
  ['IN', 'Orissa', 'Odisha'],
  ['US', 'NYC', 'New York'],
  ['CA', 'Toronto', 'Ontario'],
  ['AU', 'Sydney', 'New South Wales'],
  ['DE', 'Munich', 'Bayern'],
])('knows cities and former names: %s, %s', (country, typed, region) => {
  expect(parseRegion(country, typed)).toEqual(parseRegion(country, region));
});
