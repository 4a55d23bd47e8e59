type Fields = Readonly<Record<string, unknown>>;

/**
 * `next`, with whatever a newer version of the bot had written into the record and this version does not know, on every
 * level: `stored` is the record as it stands in Redis, `known` what this version reads of it. What `next` has taken out or
 * replaced by something else is not brought back. All three are JSON values.
 */
export function withUnknownFields(stored: unknown, known: unknown, next: unknown): unknown {
  if (Array.isArray(stored) && Array.isArray(known) && Array.isArray(next)) {
    return next.map((item, index) =>
      isSameItem(known[index], item) ? withUnknownFields(stored[index], known[index], item) : item,
    );
  }
  if (!isFields(stored) || !isFields(known) || !isFields(next)) return next;
  if (known.id !== next.id) return next;
  const kept = Object.entries(next).map(([key, value]) => [
    key,
    withUnknownFields(stored[key], known[key], value),
  ]);
  const unknown = Object.entries(stored).filter(
    ([key]) => !Object.hasOwn(known, key) && !Object.hasOwn(next, key),
  );
  return Object.fromEntries([...kept, ...unknown]);
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An item of a list is the same one while no plain value of it differs; something may have been added to it. */
function isSameItem(before: unknown, now: unknown): boolean {
  if (!isFields(before) || !isFields(now)) return false;
  return Object.entries(before).every(
    ([key, value]) => typeof value === 'object' || value === now[key],
  );
}
