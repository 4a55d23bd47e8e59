import type { Redis } from 'ioredis';
import { UNCONFIRMED } from '../domain/order/order-lists.ts';
import type { Keys } from './keys.ts';
import { createLastSeenNumbers, type WatchFigures } from './last-seen-numbers.ts';
import { createLooks } from './looks.ts';
import { guarded } from './records.ts';
import { createVobizPause } from './vobiz-pause.ts';

/** What operators watch and only Redis knows, over all workspaces. Times in epoch ms. */
export type Figures = {
  /** Records that are due for the sweep and still wait. */
  due: number;
  /** When the earliest look is due; undefined if nothing is tracked. */
  firstLookAt: number | undefined;
  unconfirmed: number;
  /** Numbers of the account that nobody bought here and nobody has answered for. */
  unanswered: number;
  /** What the last look at everything that is owned found; undefined if there was none. */
  watched: WatchFigures | undefined;
  /** Jobs that could run and that no worker has taken. */
  jobsWaiting: number;
  /** Until when Vobiz asked the account to wait; undefined when it may be called. */
  pausedUntil: number | undefined;
  auditEntries: number;
  /** By Redis' clock; undefined if there is none. */
  oldestEntryAt: number | undefined;
};

/** Reads them in two round trips, whatever the number of records. `waiting`: the lists of BullMQ that jobs wait in. */
export function createFigures(options: {
  redis: Redis;
  keys: Keys;
  waiting: { list: string; prioritized: string };
}) {
  const { redis, keys, waiting } = options;
  const pause = createVobizPause({ redis, keys });
  const looks = createLooks({ redis, keys });
  const lastSeen = createLastSeenNumbers({ redis, keys });

  async function ofTeams(): Promise<
    Pick<Figures, 'unconfirmed' | 'unanswered' | 'auditEntries' | 'oldestEntryAt'>
  > {
    const teams = await redis.hkeys(keys.auditHeads());
    const each = teams.map(async (team) => ({
      unconfirmed: await redis.zcard(keys.list('order', team, UNCONFIRMED)),
      unanswered: await redis.scard(keys.appearedOpen(team)),
      entries: await redis.xlen(keys.audit(team)),
      oldest: await redis.xrange(keys.audit(team), '-', '+', 'COUNT', 1),
    }));
    const all = await Promise.all(each);
    const oldest = all.flatMap(({ oldest: [first] }) =>
      first ? [Number.parseInt(first[0], 10)] : [],
    );
    return {
      unconfirmed: all.reduce((sum, { unconfirmed }) => sum + unconfirmed, 0),
      unanswered: all.reduce((sum, { unanswered }) => sum + unanswered, 0),
      auditEntries: all.reduce((sum, { entries }) => sum + entries, 0),
      oldestEntryAt: oldest.length > 0 ? Math.min(...oldest) : undefined,
    };
  }

  return guarded({
    /** `now` is epoch ms. */
    async read(now: number): Promise<Figures> {
      const [due, firstLookAt, list, prioritized, pausedUntil, watched, teams] = await Promise.all([
        redis.zcount(keys.due(), '-inf', now),
        looks.first(),
        redis.llen(waiting.list),
        redis.zcard(waiting.prioritized),
        pause.until(now),
        lastSeen.figures(),
        ofTeams(),
      ]);
      const jobsWaiting = list + prioritized;
      return { due, firstLookAt, jobsWaiting, pausedUntil, watched, ...teams };
    },
  });
}
export type ReadFigures = ReturnType<typeof createFigures>['read'];
