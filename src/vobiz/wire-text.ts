/** Collapses whatever Vobiz sent into one line of at most `max` characters, without control or invisible characters. */
export function oneLine(text: string, max: number): string {
  const line = text.replace(/[\s\p{Cc}\p{Cf}]+/gu, ' ').trim();
  // Cutting between the halves of an emoji would leave a character that no UTF-8 store can hold.
  return line.slice(0, max).replace(/[\uD800-\uDBFF]$/, '');
}

/** `+919876543210` from `+91 98765-43210`. Without its `+` a number could be any country's: undefined. */
export function readE164(text: string | undefined): string | undefined {
  const compact = text?.replace(/[\s().-]/g, '');
  return compact !== undefined && /^\+[1-9]\d{6,14}$/.test(compact) ? compact : undefined;
}

/**
 * Epoch milliseconds of an RFC 3339 time with any precision (0 to 6 decimals are seen). A time without a zone is taken as
 * UTC, the zone of every published sample, not as this machine's.
 */
export function readTime(text: string | undefined): number | undefined {
  if (text === undefined || !/^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/.test(text)) return undefined;
  const iso = text.trim().replace(' ', 'T');
  const time = Date.parse(/(?:z|[+-]\d\d:?\d\d)$/i.test(iso) ? iso : `${iso}Z`);
  return Number.isNaN(time) ? undefined : time;
}

/** The JSON value in a body, or undefined when it is not JSON. */
export function readJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
