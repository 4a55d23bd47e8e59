import { parsePhone } from '../domain/phone.ts';

/** Collapses whatever Vobiz sent into one line of at most `max` characters, without control, invisible or half characters. */
export function oneLine(text: string, max: number): string {
  const line = text.replace(/[\s\p{Cc}\p{Cf}\p{Cs}]+/gu, ' ').trim();
  // Cutting between the halves of an emoji would leave a character that no UTF-8 store can hold.
  return line.slice(0, max).replace(/[\uD800-\uDBFF]$/, '');
}

/** `+919876543210` from `+91 98765-43210`. Without its `+` a number could be any country's: undefined. */
export function readE164(text: string | undefined): string | undefined {
  const compact = text?.replace(/[\s\p{Cf}().-]/gu, '');
  return compact !== undefined && /^\+[1-9]\d{6,14}$/.test(compact) ? compact : undefined;
}

/** A number of a list, which may also stand there without its `+` where the rest is a whole international number. */
export function readListedE164(text: string | undefined): string | undefined {
  const listed = readE164(text);
  if (listed !== undefined || text === undefined || !/^\s*\d{11,15}\s*$/.test(text)) return listed;
  const parsed = parsePhone(`+${text.trim()}`);
  return parsed.ok ? parsed.e164 : undefined;
}

/** A longer id is no id of Vobiz; cut to length it would be the id of something else. */
const ID_MAX = 200;
/** Go and others send an unset id as zeros. */
const UNSET_ID = /^(?:[0-]+|null|undefined|none)$/i;

/** An id as it was sent, from text or a number. Undefined when it is unset or could not stand in a path or a record. */
export function readId(value: string | undefined): string | undefined {
  const id = value?.trim() ?? '';
  if (id === '' || id.length > ID_MAX || UNSET_ID.test(id)) return undefined;
  return /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]|^\.+$/u.test(id) ? undefined : id;
}

/** Before Vobiz was there; services in Go send an unset time as the year 1, others as 1970. */
const EARLIEST = Date.UTC(2015, 0, 1);

/**
 * Epoch milliseconds of an RFC 3339 time with any precision (0 to 6 decimals are seen). A time without a zone is taken as
 * UTC, the zone of every published sample, not as this machine's. Undefined before 2015 and after `latest` (epoch ms).
 */
export function readTime(text: string | undefined, latest: number): number | undefined {
  if (text === undefined || !/^\s*\d{4}-\d\d-\d\d[T ]\d\d:\d\d/i.test(text)) return undefined;
  const iso = text
    .trim()
    .replace(/(?<=^.{10})[ t]/, 'T')
    .replace(/([+-]\d\d)$/, '$1:00');
  const time = Date.parse(/(?:z|[+-]\d\d:?\d\d)$/i.test(iso) ? iso : `${iso}Z`);
  return time >= EARLIEST && time <= latest ? time : undefined;
}
