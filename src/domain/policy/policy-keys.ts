import { distance } from 'fastest-levenshtein';
import { z } from 'zod';

/** One level of the policy file: where it stands (`*` for any entry of a list, any id) and its keys. */
type Level = { path: readonly string[]; keys: readonly string[] };

/** So many letters may be wrong in a key that is taken for one of ours. */
const TYPO_MAX = 2;
/** In a key with fewer letters than this, one. */
const SHORT = 5;
const ENTRY = '*';
/** At the top of a file for several workspaces, and no key of a file for one. */
const SEVERAL = 'workspaces';

/**
 * What to do about a key that the policy file does not have at `path`: the one that was meant, or the place where it belongs.
 * `schema` is the one the file was read with.
 */
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
  if (!place) return 'no such key: take it out, or look for it in docs/policy.md';
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

/** The key itself, else the one with the fewest letters wrong. */
function nearest(key: string, keys: readonly string[]): string | undefined {
  if (keys.includes(key)) return key;
  const most = key.length < SHORT ? 1 : TYPO_MAX;
  return keys
    .map((each) => ({ each, wrong: distance(each, key.toLowerCase().replaceAll('-', '_')) }))
    .filter(({ wrong }) => wrong <= most)
    .sort((one, other) => one.wrong - other.wrong)[0]?.each;
}

/** The key as it was written counts before one like it, then what is near to where it was written. */
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
