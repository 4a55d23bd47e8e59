import type { Redis } from 'ioredis';
import type { Ref } from '../domain/record.ts';
import { memberOf } from './saving.ts';

/** When each record is due, in a sorted set of times (epoch ms). */
export async function timesIn(
  redis: Redis,
  key: string,
  refs: readonly Ref[],
): Promise<(ref: Ref) => number | undefined> {
  const members = refs.map(memberOf);
  const scores = members.length === 0 ? [] : await redis.zmscore(key, members);
  const times = new Map(members.map((member, at) => [member, scores[at] ?? null]));
  return (ref) => {
    const score = times.get(memberOf(ref)) ?? null;
    return score === null ? undefined : Number(score);
  };
}

/** `next` undefined: no more. */
export type Rescheduled = { ref: Ref; dueAt: number; next: number | undefined };

/** Sets when each is due next, unless somebody else has changed since it was read when it is due. */
export async function reschedule(
  redis: Redis,
  key: string,
  each: readonly Rescheduled[],
): Promise<void> {
  if (each.length === 0) return;
  const args = each.flatMap(({ ref, dueAt, next }) => [memberOf(ref), dueAt, next ?? '']);
  await redis.eval(RESCHEDULE_SCRIPT, 1, key, ...args);
}

/** ARGV: for each record its member, when it was due, and when it is due next or ''. */
const RESCHEDULE_SCRIPT = `
for at = 1, #ARGV, 3 do
  local score = redis.call('ZSCORE', KEYS[1], ARGV[at])
  if score and tonumber(score) == tonumber(ARGV[at + 1]) then
    if ARGV[at + 2] == '' then
      redis.call('ZREM', KEYS[1], ARGV[at])
    else
      redis.call('ZADD', KEYS[1], ARGV[at + 2], ARGV[at])
    end
  end
end`;
