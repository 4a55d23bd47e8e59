import { type Fields, isFields } from '../domain/json.ts';
import { type Money, type Price, parseMajorUnits } from '../domain/money.ts';
import { AS_SENT_MAX, type NamedPrice } from '../domain/order/order-purchase.ts';
import { parsePhone } from '../domain/phone.ts';
import { cleanTerm } from '../domain/typed.ts';

/** One line of at most `max` characters, without control or invisible characters or half surrogate pairs. */
export function oneLine(text: string, max: number): string {
  const line = text.replace(/[\s\p{Cc}\p{Cf}\p{Cs}]+/gu, ' ').trim();
  // Cutting an emoji in half would leave a character UTF-8 cannot encode.
  return line.slice(0, max).replace(/[\uD800-\uDBFF]$/, '');
}

const E164 = /^\+[1-9]\d{6,14}$/;

/** `+919876543210` from `+91 (0) 98765‑43210`, in any digits. Undefined without `+`: it could be any country's. */
export function readE164(text: string | undefined): string | undefined {
  if (text === undefined || E164.test(text)) return text;
  const compact = compactPhone(text);
  return E164.test(compact) ? compact : undefined;
}

/** A listed number may lack its `+`, or have `00` for it, if the rest is a whole international number. */
export function readListedE164(text: string | undefined): string | undefined {
  const listed = readE164(text);
  if (listed !== undefined || text === undefined) return listed;
  const [, digits] = /^(?:00)?(\d{11,15})$/.exec(compactPhone(text)) ?? [];
  const parsed = digits === undefined ? undefined : parsePhone(`+${digits}`);
  return parsed?.ok ? parsed.e164 : undefined;
}

/** `tel:` is of RFC 3966; `(0)` is dialled inside the country only. */
function compactPhone(text: string): string {
  return cleanTerm(text)
    .replace(/^tel:|\(0\)/gi, '')
    .replace(/[\s().-]/g, '');
}

/** Vobiz's ids are shorter; a truncated id could belong to something else. */
const ID_MAX = 200;
/** Go and others send an unset id as zeros. */
const UNSET_ID = /^(?:[0-]+|null|undefined|none)$/i;

/** Undefined when the id is unset or unfit for a path or a record. */
export function readId(value: string | undefined): string | undefined {
  const id = value?.trim() ?? '';
  if (id === '' || id.length > ID_MAX || UNSET_ID.test(id)) return undefined;
  return /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]|^\.+$/u.test(id) ? undefined : id;
}

/** Undefined for invalid JSON. Numbers too long for a double stay text, so that a long numeric id is not rounded. */
export function readJson(body: string): unknown {
  try {
    const value: unknown = JSON.parse(body);
    return LONG_NUMBER.test(body) ? JSON.parse(body.replace(TOKENS, quoteLong)) : value;
  } catch {
    return undefined;
  }
}

const LONG_NUMBER = /\d[\d.]{15}/;
/** Strings, which are left alone, and numbers. */
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

/** Whether an object says the request failed, whatever the HTTP status. */
export function saysNo(fields: unknown): boolean {
  if (!isFields(fields)) return false;
  const { success, ok, status, error, errors, sent, accepted } = fields;
  const statuses = [status, fields.code, fields.statusCode, fields.status_code];
  return (
    statuses.some((said) => /^[45]\d\d$/.test(String(said).trim())) ||
    [success, ok, status, sent, accepted].some((word) => word === false || isWord(word, FALSE)) ||
    [success, ok, sent, accepted].some((word) => word === 0 || isWord(word, /^0$/)) ||
    isWord(status, NO_WORDS) ||
    isGiven(error) ||
    isGiven(errors)
  );
}

/** Whether it says outright that it worked. Silence is not a yes. */
export function saysYes(fields: unknown): boolean {
  return affirms(fields, YES_WORDS);
}

/** Whether it says something was done, not merely requested. */
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

export function isGiven(value: unknown): boolean {
  if (typeof value === 'string') return value.trim() !== '';
  if (typeof value === 'object' && value !== null) return Object.keys(value).length > 0;
  return value !== undefined && value !== null && value !== false && value !== 0;
}

function isWord(value: unknown, words: RegExp): boolean {
  return typeof value === 'string' && words.test(value.trim());
}

/** The envelopes of Vobiz and similar services, for lists and for single objects. */
const LISTS = ['items', 'data', 'numbers', 'channels', 'results', 'objects'] as const;
const SINGLES = ['data', 'items', 'order', 'number', 'channel', 'verification', 'result'] as const;
/** Deeper than any envelope seen; without a limit, a body of brackets alone would overflow the stack. */
const DEEPEST = 4;

/**
 * The items of `{items: []}`, `{data: []}`, a bare array, one of these inside another, or an object with the keys `0`,
 * `1`, `2` … A null list is empty. Undefined when there is no list, or one of these says it failed.
 */
export function readList(value: unknown, depth = 0): unknown[] | undefined {
  if (Array.isArray(value)) return value;
  if (!isFields(value) || depth > DEEPEST || saysNo(value)) return undefined;
  const list = listIn(value, depth);
  // An empty list beside words of trouble says nothing of what there is.
  return list?.length === 0 && TROUBLE.test(`${value.message ?? value.detail}`) ? undefined : list;
}

const TROUBLE =
  /\b(?:errors?|fail\w*|wrong|denied|suspended|disabled|invalid|unauthori[sz]ed|forbidden|expired|unavailable|maintenance|try again|timed? ?out|limit\w*|unable|could ?n[o']t|cannot|can't|missing|required|not (?:exist|allowed)|(?:account|user|route|path|page|endpoint) not found)\b/i;

function listIn(value: Fields, depth: number): unknown[] | undefined {
  const names = Object.keys(value);
  // Some languages send an empty list as `{}`; as the whole answer, `{}` says nothing.
  if (names.length === 0) return depth > 0 ? [] : undefined;
  if (names.every((name) => /^\d+$/.test(name))) return Object.values(value);
  const wrapped = LISTS.filter((name) => name in value).map((name) => value[name]);
  for (const inner of wrapped) {
    const list = readList(inner, depth + 1);
    if (list) return list;
  }
  return wrapped.length > 0 && wrapped.every((inner) => inner === null) ? [] : undefined;
}

export function readItems(body: string): unknown[] | undefined {
  return readList(readJson(body));
}

/** The objects an answer about one thing may mean, outermost first. A list of several is ambiguous and gives none. */
export function readCandidates(value: unknown, depth = 0): Fields[] {
  if (depth > DEEPEST) return [];
  if (Array.isArray(value)) return value.length === 1 ? readCandidates(value[0], depth + 1) : [];
  if (!isFields(value)) return [];
  return [value, ...SINGLES.flatMap((name) => readCandidates(value[name], depth + 1))];
}

/** More than any number costs, in minor units; below it, sums and twelve months stay exact. */
const LARGEST_MINOR = 10 ** 12;

/** From major units; undefined unless both are exact. Two zeros are an unset price, and would pass any limit. */
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

/** The price an answer names, or the text sent if unreadable. Empty when it names none. */
export function readNamedPrice(setup: unknown, monthly: unknown, currency: unknown): NamedPrice {
  const price = readPrice(setup, monthly, currency);
  if (price) return { price };
  const unread = { setup: asSent(setup), monthly: asSent(monthly), currency: asSent(currency) };
  return Object.values(unread).some((part) => part !== undefined) ? { unread } : {};
}

export function asSent(value: unknown): string | undefined {
  if (value !== 0 && !isGiven(value)) return undefined;
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  return oneLine(text, AS_SENT_MAX) || undefined;
}
