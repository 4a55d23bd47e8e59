/** The names of the fields of a part of a schema. `Object.keys` says `string[]`: a value may have more keys than its type. */
export function keysOf<T extends object>(fields: T): readonly (keyof T & string)[] {
  return Object.keys(fields) as (keyof T & string)[];
}

/**
 * The part of a record that `keys` name; what is absent stays absent. The cast: entries that were picked by the keys `K`
 * make an object of these keys.
 */
export function pick<T extends object, K extends keyof T>(from: T, keys: readonly K[]): Pick<T, K> {
  const there = keys.filter((key) => from[key] !== undefined);
  return Object.fromEntries(there.map((key) => [key, from[key]])) as Pick<T, K>;
}
