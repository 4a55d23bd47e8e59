import type { Redis } from 'ioredis';

/** By score, mostly a time in epoch ms: not below `from`, and below `to`. */
export type Span = { from?: number; to?: number };
/** `count` members after the first `offset`, highest score first unless said otherwise. */
export type Range = Span & { offset: number; count: number; lowestFirst?: boolean };

export type Place = { key: string; member: string; score: number };
/** `unless`: it is not left while something stands at that score in the set that was left just before. */
export type LeftPlace = Pick<Place, 'key' | 'member'> & { unless?: number };

/**
 * What several sorted sets hold, as if they were one. Reads of one set what it answers; of several, everything before it
 * too, as that may stand in any of them.
 */
export async function placesIn(
  redis: Redis,
  keys: readonly string[],
  range: Range,
): Promise<Place[]> {
  const { offset, count } = range;
  const [only, ...others] = keys;
  if (only !== undefined && others.length === 0) return placesOf(redis, only, range);
  const reach = { ...range, offset: 0, count: offset + count };
  const found = await Promise.all(keys.map((key) => placesOf(redis, key, reach)));
  return mergePlaces(found, range.lowestFirst).slice(offset, offset + count);
}

/** Of equal scores, what stands in an earlier list comes first. */
function mergePlaces(lists: readonly Place[][], lowestFirst = false): Place[] {
  return lists.flat().sort((a, b) => (lowestFirst ? a.score - b.score : b.score - a.score));
}

async function placesOf(redis: Redis, key: string, range: Range): Promise<Place[]> {
  const { offset, count } = range;
  const [low, high] = bounds(range);
  const flat = range.lowestFirst
    ? await redis.zrange(key, low, high, 'BYSCORE', 'LIMIT', offset, count, 'WITHSCORES')
    : await redis.zrange(key, high, low, 'BYSCORE', 'REV', 'LIMIT', offset, count, 'WITHSCORES');
  return flat.flatMap((member, at) =>
    at % 2 === 0 ? [{ key, member, score: Number(flat[at + 1]) }] : [],
  );
}

/** How many members several sorted sets have, each counted by itself. */
export async function countIn(redis: Redis, keys: readonly string[], span: Span): Promise<number> {
  const isAll = span.from === undefined && span.to === undefined;
  const counts = await Promise.all(
    keys.map((key) => (isAll ? redis.zcard(key) : redis.zcount(key, ...bounds(span)))),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}

function bounds({ from, to }: Span): [low: string, high: string] {
  return [from === undefined ? '-inf' : `${from}`, to === undefined ? '+inf' : `(${to}`];
}
