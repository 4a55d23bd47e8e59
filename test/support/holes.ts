import { isRecord, type JsonRecord } from '../../sandbox/slack/json.ts';

/** A payload with one field missing, null, or of another type; `what` says which and how. */
export type Hole = { what: string; path: string; body: JsonRecord };

type Way = readonly [name: string, make: (value: unknown) => { value?: unknown }];

const WAYS: readonly Way[] = [
  ['removed', () => ({})],
  ['null', () => ({ value: null })],
  ['retyped', (value) => ({ value: retyped(value) })],
];

function retyped(value: unknown): unknown {
  if (typeof value === 'string') return { not: 'a string' };
  if (Array.isArray(value)) return 'not a list';
  return isRecord(value) ? 7 : 'not what it was';
}

/** The paths of every field, at any depth; `closed` are fields that are not looked into. */
function* pathsIn(
  value: unknown,
  closed: ReadonlySet<string>,
  to: string[] = [],
): Generator<string[]> {
  const fields = isRecord(value) || Array.isArray(value) ? Object.entries(value) : [];
  for (const [key, part] of fields) {
    const path = [...to, key];
    yield path;
    if (!closed.has(key)) yield* pathsIn(part, closed, path);
  }
}

function changed(body: JsonRecord, path: readonly string[], make: Way[1]): JsonRecord {
  const copy = structuredClone(body);
  let parent: unknown = copy;
  for (const key of path.slice(0, -1))
    parent = isRecord(parent) || Array.isArray(parent) ? Reflect.get(parent, key) : parent;
  if (typeof parent !== 'object' || parent === null) return copy;
  const key = path.at(-1) ?? '';
  const { value } = make(Reflect.get(parent, key));
  if (value === undefined) Reflect.deleteProperty(parent, key);
  else Reflect.set(parent, key, value);
  return copy;
}

/** Every hole of a payload, one at a time; with `only`, those in fields whose path it names. */
export function holesIn(
  body: JsonRecord,
  { only, closed = [] }: { only?: RegExp; closed?: readonly string[] } = {},
): Hole[] {
  const paths = [...pathsIn(body, new Set(closed))].filter(
    (path) => !only || only.test(path.join('.')),
  );
  return paths.flatMap((path) =>
    WAYS.map(([name, make]) => ({
      what: `${path.join('.')} ${name}`,
      path: path.join('.'),
      body: changed(body, path, make),
    })),
  );
}
