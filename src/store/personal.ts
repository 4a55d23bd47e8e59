import type { Redis } from 'ioredis';
import type { RecordKind, Ref } from '../domain/record.ts';
import { createAppearedNumbers } from './appeared-numbers.ts';
import type { Keys } from './keys.ts';
import { guarded } from './records.ts';

/** What is kept about one person besides records, and records as they are stored, whatever wrote them. */
export function createPersonal({ redis, keys }: { redis: Redis; keys: Keys }) {
  const appeared = createAppearedNumbers({ redis, keys });
  return guarded({
    /** The JSON of each, '' for those that are gone. */
    async textsOf(kind: RecordKind, refs: readonly Ref[]): Promise<string[]> {
      if (refs.length === 0) return [];
      const texts = await redis.mget(refs.map((ref) => keys.record(kind, ref)));
      return texts.map((text) => text ?? '');
    },
    /** The pseudonym of a run that did not finish, else `fresh`: kept until `finished`. */
    async pseudonym(team: string, user: string, fresh: string): Promise<string> {
      const key = keys.forgetting(team);
      await redis.hsetnx(key, user, fresh);
      return (await redis.hget(key, user)) ?? fresh;
    },
    async finished(team: string, user: string): Promise<void> {
      await redis.hdel(keys.forgetting(team), user);
    },
    /** Puts `instead` where somebody answered for a number that nobody bought here. */
    renameAnswers: appeared.rename,
    /** What jobs did, for everybody: it tells whose Homes were drawn. */
    async dropJobEvents(): Promise<void> {
      await redis.xtrim(keys.jobEvents(), 'MAXLEN', 0);
    },
    /** Returns how many there were. */
    async dropPreferences(team: string, user: string): Promise<number> {
      const homes = await redis.zrange(keys.homes(team), '0', '-1');
      const own = homes.filter((member) => member.startsWith(`${user}|`));
      const dropped = [
        await redis.hdel(keys.lastCountries(team), user),
        await redis.del(keys.setUp(team, user)),
        await redis.srem(keys.staleHomes(team), user),
        await redis.hdel(keys.homesShown(team), user),
        own.length > 0 ? await redis.zrem(keys.homes(team), ...own) : 0,
      ];
      return dropped.reduce((sum, count) => sum + count, 0);
    },
  });
}
export type Personal = ReturnType<typeof createPersonal>;
