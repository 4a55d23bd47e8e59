/** `Object.keys` returns `string[]`, since a value may have more keys than its type. Parts of a schema do not. */
export function keysOf<T extends object>(fields: T): readonly (keyof T & string)[] {
  return Object.keys(fields) as (keyof T & string)[];
}

/** Absent fields stay absent. The cast is sound: entries picked by `K` make an object with those keys. */
export function pick<T extends object, K extends keyof T>(from: T, keys: readonly K[]): Pick<T, K> {
  const there = keys.filter((key) => from[key] !== undefined);
  return Object.fromEntries(there.map((key) => [key, from[key]])) as Pick<T, K>;
}
