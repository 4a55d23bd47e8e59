import { distance } from 'fastest-levenshtein';
import { z } from 'zod';

/** Where a level of the file is (`*`: any list entry or id) and its keys. */
type Level = { path: readonly string[]; keys: readonly string[] };

/** Most wrong letters in a key that we still recognise. */
const TYPO_MAX = 2;
/** Shorter keys may have only one. */
const SHORT = 5;
const ENTRY = '*';
/** Top-level key of a file for several workspaces only. */
export const SEVERAL = 'workspaces';

/** Names the key that was meant, or where it belongs. `schema`: the one that read the file. */
export function aboutUnknownKey(schema: z.ZodType, path: readonly PropertyKey[], key: string) {
  const levels = levelsOf(schema, []);
  const here = levels.find((level) => isAt(level.path, path));
  const keys = here?.keys ?? [];
  const meant = nearest(key, path.length > 0 ? keys : [...keys, SEVERAL]);
  if (meant) return `no such key here. Did you mean ${meant}?`;
  const at = path.map(String);
  const [place] = levels
    .filter(({ keys }) => nearest(key, keys) !== undefined)
    .sort((one, other) => farness(one, at, key) - farness(other, at, key));
  if (!place) return 'no such key: remove it, or look for it in docs/policy.md';
  const there = nearest(key, place.keys);
  const where = whereIs(place.path);
  return there === key
    ? `no such key here. It belongs ${where}`
    : `no such key here. Did you mean ${there} ${where}?`;
}

function levelsOf(schema: z.core.$ZodType, path: readonly string[]): Level[] {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) {
    return levelsOf(schema.unwrap(), path);
  }
  if (schema instanceof z.ZodArray) return levelsOf(schema.element, [...path, ENTRY]);
  if (schema instanceof z.ZodRecord) return levelsOf(schema.valueType, [...path, ENTRY]);
  if (!(schema instanceof z.ZodObject)) return [];
  const shape: Readonly<Record<string, z.core.$ZodType>> = schema.shape;
  const below = Object.entries(shape).flatMap(([key, each]) => levelsOf(each, [...path, key]));
  return [{ path, keys: Object.keys(shape) }, ...below];
}

function isAt(level: readonly string[], path: readonly PropertyKey[]): boolean {
  return (
    level.length === path.length &&
    level.every((part, index) => part === ENTRY || part === String(path[index]))
  );
}

/** The key with the fewest wrong letters; an exact match has none. */
function nearest(key: string, keys: readonly string[]): string | undefined {
  const most = key.length < SHORT ? 1 : TYPO_MAX;
  return keys
    .map((each) => ({ each, wrong: distance(each, key.toLowerCase().replaceAll('-', '_')) }))
    .filter(({ wrong }) => wrong <= most)
    .sort((one, other) => one.wrong - other.wrong)[0]?.each;
}

/** Exact keys first, then the levels nearest to where it was written. */
function farness({ path, keys }: Level, at: readonly string[], key: string): number {
  const shared = path.findIndex((part, index) => part !== ENTRY && part !== at[index]);
  const common = shared < 0 ? Math.min(path.length, at.length) : shared;
  return (keys.includes(key) ? 0 : 1_000) + path.length + at.length - 2 * common;
}

/** `under approvals`, `in an entry of approvals.rules` */
function whereIs(path: readonly string[]): string {
  if (path.length === 0) return 'at the top of the file';
  const named = path.map((part) => (part === ENTRY ? '…' : part));
  return path.at(-1) === ENTRY
    ? `in an entry of ${named.slice(0, -1).join('.')}`
    : `under ${named.join('.')}`;
}
