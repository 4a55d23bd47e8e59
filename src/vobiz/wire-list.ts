import { isFields, readJson } from './wire-json.ts';
import { saysNo } from './wire-verdict.ts';

/** What Vobiz and services like it wrap things in: lists, and single things. */
const LISTS = ['items', 'data', 'numbers', 'channels', 'results', 'objects'] as const;
const SINGLES = ['data', 'items', 'order', 'number', 'channel', 'verification', 'result'] as const;
/** Deeper than any envelope seen; without an end, a body of brackets alone would break the reader. */
const DEEPEST = 4;

type Fields = Readonly<Record<string, unknown>>;

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
