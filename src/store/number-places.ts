import type { OwnNumber } from '../domain/numbers/own-number.ts';
import type { Ref } from '../domain/record.ts';
import type { Keys } from './keys.ts';
import type { Place } from './sorted-sets.ts';

/** What a record that gives a number stands as in the index; saved together with it. */
export function placesOfNumber(keys: Keys, { team, id }: Ref, number: OwnNumber): Place[] {
  const { e164, country, at } = number;
  const inCountry =
    country === undefined ? [] : [{ key: keys.numberCountries(team), member: country, score: at }];
  return [
    { key: keys.numbers(team), member: e164, score: at },
    { key: keys.numberRecords(team), member: id, score: digitsOf(e164) },
    ...inCountry,
  ];
}

/** At most 15 digits, which a double holds exactly. */
export function digitsOf(e164: string): number {
  return Number(e164.slice(1));
}
