import type { NumberAt, OwnNumber } from '../domain/numbers/own-number.ts';
import type { Ref } from '../domain/record.ts';
import type { Keys } from './keys.ts';
import type { LeftPlace, Place } from './sorted-sets.ts';

/** What a record stands as in the index of the number that it gives, or gave; saved together with it. */
export function placesOfNumber(
  keys: Keys,
  record: Ref,
  { given, givenBack }: { given: OwnNumber | undefined; givenBack: NumberAt | undefined },
): Place[] {
  const { team } = record;
  const back = givenBack && { member: givenBack.e164, score: givenBack.at };
  return [
    ...(given ? placesGiven(keys, record, given) : []),
    ...(back ? [{ key: keys.numbersGivenBack(team), ...back }] : []),
  ];
}

function placesGiven(keys: Keys, record: Ref, number: OwnNumber): Place[] {
  const { team } = record;
  const { e164, country, at } = number;
  const inCountry =
    country === undefined ? [] : [{ key: keys.numberCountries(team), member: country, score: at }];
  return [
    recordPlace(keys, record, number),
    { key: keys.numbers(team), member: e164, score: at },
    ...inCountry,
  ];
}

/**
 * What it leaves when the number goes. The number stays while another record stands for it, and its country for good: only a
 * filter offers countries, and finds none there then.
 */
export function placesLeftOfNumber(keys: Keys, record: Ref, number: OwnNumber): LeftPlace[] {
  const own = recordPlace(keys, record, number);
  const unless = own.score;
  return [own, { key: keys.numbers(record.team), member: number.e164, unless }];
}

function recordPlace(keys: Keys, { team, id }: Ref, { e164 }: OwnNumber): Place {
  return { key: keys.numberRecords(team), member: id, score: digitsOf(e164) };
}

/** At most 15 digits, which a double holds exactly. */
export function digitsOf(e164: string): number {
  return Number(e164.slice(1));
}
