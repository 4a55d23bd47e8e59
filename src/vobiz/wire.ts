import { type Fields, isFields } from '../domain/json.ts';
import { type Money, type Price, parseMajorUnits } from '../domain/money.ts';
import { AS_SENT_MAX, type NamedPrice } from '../domain/order/order-purchase.ts';
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

/**
 * The JSON value in a body, or undefined when it is not JSON. A number of more digits than a double holds stays as its text:
 * an id that Vobiz sends as a number would be rounded to another one.
 */
export function readJson(body: string): unknown {
  try {
    const value: unknown = JSON.parse(body);
    return LONG_NUMBER.test(body) ? JSON.parse(body.replace(TOKENS, quoteLong)) : value;
  } catch {
    return undefined;
  }
}

const LONG_NUMBER = /\d[\d.]{15}/;
/** In valid JSON: strings, which are passed over, and numbers. */
const TOKENS = /"(?:[^"\\]+|\\.)*"|-?\d[\d.]*(?:[eE][+-]?\d+)?/g;

function quoteLong(token: string): string {
  return token.startsWith('"') || !LONG_NUMBER.test(token) ? token : `"${token}"`;
}

const NO_WORDS =
  /^(?:fail(?:ed|ure)?|error|rejected|denied|refused|declined|invalid|unauthori[sz]ed|forbidden|not[ _]found|not[ _]sent)$/i;
const FALSE = /^(?:false|no?)$/i;
const YES_WORDS =
  /^(?:(?:otp|code)[ _]sent|sending|ok|success(?:ful)?|pending|queued|sent|delivered|accepted|created|requested|initiated|started|in[ _]progress|processing)$/i;
const DONE_WORDS = /^(?:ok|success(?:ful)?|accepted|created|completed)$/i;

/** Whether an object of an answer says that it did not work, whatever the HTTP status says. */
export function saysNo(fields: unknown): boolean {
  if (!isFields(fields)) return false;
  const { success, ok, status, error, errors, sent, accepted } = fields;
  return (
    [success, ok, status, sent, accepted].some((word) => word === false || isWord(word, FALSE)) ||
    [success, ok, sent, accepted].some((word) => word === 0 || isWord(word, /^0$/)) ||
    isWord(status, NO_WORDS) ||
    isGiven(error) ||
    isGiven(errors)
  );
}

/** Whether it says in so many words that it worked. Silence is no yes. */
export function saysYes(fields: unknown): boolean {
  return affirms(fields, YES_WORDS);
}

/** Whether it says that something was done, and not only that it was asked for. */
export function saysDone(fields: unknown): boolean {
  return affirms(fields, DONE_WORDS);
}

function affirms(fields: unknown, words: RegExp): boolean {
  if (!isFields(fields) || saysNo(fields)) return false;
  const { success, ok, status } = fields;
  return (
    [success, ok, status].some((word) => word === true || isWord(word, /^true$/i)) ||
    isWord(status, words)
  );
}

/** Present and not one of the empty values that stand for nothing. */
export function isGiven(value: unknown): boolean {
  if (typeof value === 'string') return value.trim() !== '';
  if (typeof value === 'object' && value !== null) return Object.keys(value).length > 0;
  return value !== undefined && value !== null && value !== false && value !== 0;
}

function isWord(value: unknown, words: RegExp): boolean {
  return typeof value === 'string' && words.test(value.trim());
}

/** What Vobiz and services like it wrap things in: lists, and single things. */
const LISTS = ['items', 'data', 'numbers', 'channels', 'results', 'objects'] as const;
const SINGLES = ['data', 'items', 'order', 'number', 'channel', 'verification', 'result'] as const;
/** Deeper than any envelope seen; without an end, a body of brackets alone would break the reader. */
const DEEPEST = 4;

/**
 * The items of a list answer: `{items: []}`, `{data: []}`, a bare array, one of these inside another, or an object whose keys
 * are `0`, `1`, `2` … A null or empty list is an empty one. Undefined when there is no list in it.
 */
export function readList(value: unknown, depth = 0): unknown[] | undefined {
  if (Array.isArray(value)) return value;
  if (!isFields(value) || depth > DEEPEST) return undefined;
  const names = Object.keys(value);
  // An empty list of a language that has one type for lists and maps; an answer that is nothing but `{}` says nothing.
  if (names.length === 0) return depth > 0 ? [] : undefined;
  if (names.every((name) => /^\d+$/.test(name))) return Object.values(value);
  const wrapped = LISTS.filter((name) => name in value).map((name) => value[name]);
  for (const inner of wrapped) {
    const list = readList(inner, depth + 1);
    if (list) return list;
  }
  return wrapped.length > 0 && wrapped.every((inner) => inner === null) ? [] : undefined;
}

/** The items in a body. Undefined when there is no list, or the answer says that it did not work. */
export function readItems(body: string): unknown[] | undefined {
  const json = readJson(body);
  return saysNo(json) ? undefined : readList(json);
}

/**
 * The objects an answer about one thing may mean, outermost first: itself, then whatever an envelope wraps. Of a list of
 * several, nobody can tell which is meant.
 */
export function readCandidates(value: unknown, depth = 0): Fields[] {
  if (depth > DEEPEST) return [];
  if (Array.isArray(value)) return value.length === 1 ? readCandidates(value[0], depth + 1) : [];
  if (!isFields(value)) return [];
  return [value, ...SINGLES.flatMap((name) => readCandidates(value[name], depth + 1))];
}

/** A difference below this is the time an answer takes, and the second to which a `Date` header is cut. */
const NOISE_MS = 60_000;

/**
 * Our clock, and how far Vobiz's is ahead of it (negative: behind), both in ms. Measured from the `Date` header of the same
 * answer: times in the answer are by Vobiz's clock and are compared with ours.
 */
export type WireClock = { now: number; skewMs: number };

export function readClock(dateHeader: string | undefined, now: number): WireClock {
  const theirs = Date.parse(dateHeader ?? '');
  const skewMs = Number.isNaN(theirs) ? 0 : theirs - now;
  return { now, skewMs: Math.abs(skewMs) < NOISE_MS ? 0 : skewMs };
}

/** Clocks of machines that work do not differ by more; where they do, no time of the one says anything by the other. */
const FAR_MS = 24 * 3_600_000;

/**
 * A time in an answer, by our clock (epoch ms). Undefined where it cannot be read, is more than `aheadMs` ahead of Vobiz's
 * own clock, or the `Date` header is so far off that it is no clock at all.
 */
export function readTheirTime(
  text: string | undefined,
  { now, skewMs }: WireClock,
  aheadMs: number,
): number | undefined {
  if (Math.abs(skewMs) > FAR_MS) return undefined;
  const theirs = readTime(text, now + skewMs + aheadMs);
  return theirs === undefined ? undefined : theirs - skewMs;
}

/** More than any number costs; below it, sums and twelve months stay exact. In minor units. */
const LARGEST_MINOR = 10 ** 12;

/**
 * A price from two amounts in major units; undefined unless both can be read exactly. Two zeros are what an unset price looks
 * like: no number is free, and a request at no price would pass any limit.
 */
export function readPrice(setup: unknown, monthly: unknown, currency: unknown): Price | undefined {
  const code = typeof currency === 'string' ? currency.trim().toUpperCase() : '';
  const read = (amount: unknown): Money | undefined => {
    if (typeof amount !== 'string' && typeof amount !== 'number') return undefined;
    const money = parseMajorUnits(amount, code);
    return money && money.minor <= LARGEST_MINOR ? money : undefined;
  };
  const price = { setup: read(setup), monthly: read(monthly) };
  if (!price.setup || !price.monthly || price.setup.minor + price.monthly.minor === 0)
    return undefined;
  return { setup: price.setup, monthly: price.monthly };
}

/** The price that an answer names: read, or as it was sent where it cannot be. Empty when it names none. */
export function readNamedPrice(setup: unknown, monthly: unknown, currency: unknown): NamedPrice {
  const price = readPrice(setup, monthly, currency);
  if (price) return { price };
  const sent = { setup: asSent(setup), monthly: asSent(monthly), currency: asSent(currency) };
  if (Object.values(sent).every((part) => part === undefined)) return {};
  return {
    unread: {
      ...(sent.setup && { setup: sent.setup }),
      ...(sent.monthly && { monthly: sent.monthly }),
      ...(sent.currency && { currency: sent.currency }),
    },
  };
}

/** A field as it was sent, on one line; undefined where there is none. */
export function asSent(value: unknown): string | undefined {
  if (value !== 0 && !isGiven(value)) return undefined;
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  return oneLine(text, AS_SENT_MAX) || undefined;
}
