import type { Redis } from 'ioredis';
import { z } from 'zod';
import type { Ref } from '../domain/record.ts';
import type { Keys } from './keys.ts';
import { guarded } from './records.ts';
import { memberOf, refOf } from './saving.ts';
import { reschedule, timesIn } from './time-index.ts';

/** Puts what it takes off until later, so that a visit whose process dies is made again then. */
const TAKE_SCRIPT = `
local members = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[1], 'LIMIT', 0, ARGV[3])
for _, member in ipairs(members) do redis.call('ZADD', KEYS[1], ARGV[2], member) end
return members
`;

const membersSchema = z.array(z.string());

/** `next`: when the sweep must visit it again (epoch ms); undefined: only if it is saved again. */
export type Visited = { ref: Ref; next: number | undefined };

/** When the sweep must visit which record, in epoch ms. Each save makes its record due; the full pass restores what is lost. */
export function createDueIndex({ redis, keys }: { redis: Redis; keys: Keys }) {
  const key = keys.due();
  return guarded({
    /** Up to `count` records that are due by `by`, the longest due first; each is then due at `until`. */
    async take(by: number, until: number, count: number): Promise<Ref[]> {
      const members = await redis.eval(TAKE_SCRIPT, 1, key, by, until, count);
      return membersSchema.parse(members).map(refOf);
    },
    /** Notes when each is due next, of those still put off until `until`; a record saved since then stays due. */
    settle: (until: number, visited: readonly Visited[]): Promise<void> =>
      reschedule(
        redis,
        key,
        visited.map((each) => ({ ...each, dueAt: until })),
      ),
    times: (refs: readonly Ref[]) => timesIn(redis, key, refs),
    /** Has each visited by its time, if it would not be. Returns how many would not have been. */
    async bringForward(visits: readonly (Visited & { next: number })[]): Promise<number> {
      if (visits.length === 0) return 0;
      const each = visits.flatMap(({ ref, next }) => [next, memberOf(ref)]);
      return Number(await redis.zadd(key, 'LT', 'CH', ...each));
    },
  });
}
export type DueIndex = ReturnType<typeof createDueIndex>;
