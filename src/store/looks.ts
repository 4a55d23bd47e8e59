import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import { z } from 'zod';
import { type ReadingState, readingStateSchema } from '../domain/account/reading-pace.ts';
import type { Ref } from '../domain/record.ts';
import type { Keys } from './keys.ts';
import { guarded } from './records.ts';
import { memberOf, refOf } from './saving.ts';
import { reschedule, timesIn } from './time-index.ts';

/** A record that must be looked at by `dueAt` (epoch ms). */
export type Due = { ref: Ref; dueAt: number };

/** Stands where the name of a record does; no record is called that. */
const WATCH = 'account|watch';

/** Longer than the slowest call to Vobiz with its retries: the lease is extended before each. */
const LEASE_MS = 60_000;

/**
 * By when which record must be looked at, who reads the account now, and what readings leave for each other. Derived from
 * the records: the sweep restores what is lost. Two readers at once would only read twice.
 */
export function createLooks({ redis, keys }: { redis: Redis; keys: Keys }) {
  return guarded({
    /** Makes a look due at `at` (epoch ms), or leaves it where it is due earlier. */
    async add(ref: Ref, at: number): Promise<void> {
      await redis.zadd(keys.looks(), 'LT', `${at}`, memberOf(ref));
    },
    /** Makes it due at `at`, so that a reading that has begun does not count. */
    async ask(ref: Ref, at: number): Promise<void> {
      await redis.zadd(keys.looks(), `${at}`, memberOf(ref));
    },
    async dueAt(ref: Ref): Promise<number | undefined> {
      const at = await redis.zscore(keys.looks(), memberOf(ref));
      return at === null ? undefined : Number(at);
    },
    /** When everything that is owned is compared next (epoch ms). It stands among the looks: one job serves them all. */
    async watchAt(): Promise<number | undefined> {
      const at = await redis.zscore(keys.looks(), WATCH);
      return at === null ? undefined : Number(at);
    },
    async askWatch(at: number): Promise<void> {
      await redis.zadd(keys.looks(), `${at}`, WATCH);
    },
    /** The earliest look. */
    async first(): Promise<number | undefined> {
      const [, at] = await redis.zrange(keys.looks(), '0', '0', 'WITHSCORES');
      return at === undefined ? undefined : Number(at);
    },
    /** Records that are due by then, the earliest first. The look at everything stays due until the next one is asked for. */
    async due(by: number, atMost: number): Promise<Due[]> {
      const range = ['-inf', by, 'WITHSCORES', 'LIMIT', 0, atMost] as const;
      const found = await redis.zrangebyscore(keys.looks(), ...range);
      const places = Array.from({ length: found.length / 2 }, (_, at) => 2 * at);
      return places
        .filter((at) => found[at] !== WATCH)
        .map((at) => ({ ref: refOf(found[at] ?? ''), dueAt: Number(found[at + 1]) }));
    },
    async count(by: number): Promise<number> {
      return redis.zcount(keys.looks(), '-inf', by);
    },
    /** Sets when each is due again, or takes it out, unless somebody asked for another look meanwhile. */
    done: (looks: readonly (Due & { next: number | undefined })[]): Promise<void> =>
      reschedule(redis, keys.looks(), looks),
    times: (refs: readonly Ref[]) => timesIn(redis, keys.looks(), refs),
    /** The token of this reader, or undefined while another one reads. */
    async take(): Promise<string | undefined> {
      const token = randomUUID();
      const taken = await redis.set(keys.reader(), token, 'PX', LEASE_MS, 'NX');
      return taken === 'OK' ? token : undefined;
    },
    async extend(token: string): Promise<void> {
      await redis.eval(EXTEND_SCRIPT, 1, keys.reader(), token, LEASE_MS);
    },
    async release(token: string): Promise<void> {
      await redis.eval(EXTEND_SCRIPT, 1, keys.reader(), token, 0);
    },
    async state(): Promise<ReadingState | undefined> {
      const text = await redis.get(keys.reading());
      return text === null ? undefined : stateSchema.parse(text);
    },
    async keepState(state: ReadingState): Promise<void> {
      await redis.set(keys.reading(), JSON.stringify(state));
    },
  });
}
export type Looks = ReturnType<typeof createLooks>;

/** A state that another version wrote is as good as none. */
const stateSchema = z
  .preprocess((text) => JSON.parse(String(text)), readingStateSchema.optional())
  .catch(undefined);

/** KEYS: reader. ARGV: token, ms (0 ends the lease). */
const EXTEND_SCRIPT = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('PEXPIRE', KEYS[1], ARGV[2])`;
