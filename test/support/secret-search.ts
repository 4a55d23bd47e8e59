import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import { unpackEntry } from '../../src/store/audit-packing.ts';

type Find = (text: string) => string[];

/** `found` says what is where; `searched` counts what was looked at, by type of key or by ending of the file name. */
export type Searched = { found: string[]; searched: Record<string, number> };

const READ: Readonly<Record<string, (redis: Redis, key: string) => Promise<unknown>>> = {
  string: (redis, key) => redis.get(key),
  hash: (redis, key) => redis.hgetall(key),
  list: (redis, key) => redis.lrange(key, 0, -1),
  set: (redis, key) => redis.smembers(key),
  zset: (redis, key) => redis.zrange(key, 0, '-1', 'WITHSCORES'),
  stream: async (redis, key) =>
    (await redis.xrangeBuffer(key, '-', '+')).map(([, fields]) => fields.map(inStream)),
};

/** An audit entry is stored deflated: what it holds is searched, not its bytes. One that a test broke has nothing else. */
function inStream(value: Buffer, at: number, fields: readonly Buffer[]): string {
  if (at % 2 === 0 || fields[at - 1]?.toString() !== 'packed') return value.toString();
  return unpackEntry(value, '') ?? value.toString();
}

/** Looks at every key that matches, its name and all it holds. Throws on a type of key it cannot read. */
export async function searchRedis(redis: Redis, find: Find, match = '*'): Promise<Searched> {
  const result: Searched = { found: [], searched: {} };
  for await (const keys of redis.scanStream({ match, count: 500 })) {
    // At once, so that their commands share round trips: a run leaves tens of thousands of keys.
    await Promise.all(
      (keys as string[]).map(async (key) => {
        const type = await redis.type(key);
        if (type === 'none') return; // its time ran out since the scan
        const read = READ[type];
        if (!read) throw new Error(`${key} is a ${type}, which cannot be searched`);
        const hits = find(withoutRandom(JSON.stringify([key, await read(redis, key)])));
        note(result, type, `${type} ${key}`, hits);
      }),
    );
  }
  return result;
}

/** Looks at every file below a directory but those named in `except`. */
export async function searchFiles(
  dir: string,
  find: Find,
  except: readonly string[] = [],
): Promise<Searched> {
  const result: Searched = { found: [], searched: {} };
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  for (const entry of entries) {
    if (!entry.isFile() || except.includes(entry.name)) continue;
    const path = join(entry.parentPath, entry.name);
    const ending = entry.name.split('.').at(-1) ?? '';
    const text = await readFile(path, 'utf8');
    const words = ending === 'metrics' ? withoutValues(text) : text;
    note(result, ending, path, words.trim() === '' ? undefined : find(withoutRandom(words)));
  }
  return result;
}

/** Hashes, uuids and certificates: six digits in a row, or how a token begins, are somewhere in them by chance. */
const RANDOM =
  /-----BEGIN [A-Z ]+-----[\w+/=\s]+-----END |\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|\b[0-9a-f]{32,64}\b/g;

function withoutRandom(text: string): string {
  return text.replace(RANDOM, '(random)');
}

/** Metrics without what was measured: bytes of memory are six digits by chance, names and labels are not. */
function withoutValues(text: string): string {
  return text.replace(/ \S+$/gm, '');
}

/** `hits` is undefined where there was nothing to look at. */
function note(result: Searched, kind: string, place: string, hits: string[] | undefined): void {
  if (!hits) return;
  result.searched[kind] = (result.searched[kind] ?? 0) + 1;
  result.found.push(...hits.map((hit) => `${hit} in ${place}`));
}
