import type { Redis } from 'ioredis';
import { z } from 'zod';
import type { RecordKind, Ref } from '../domain/record.ts';
import type { Keys } from './keys.ts';
import { guarded } from './records.ts';
import { refOf } from './saving.ts';

/** Below this many, a slice is everything: a small installation is looked through at every sweep. */
const LEAST = 100;
const PAGE = 1_000;

/** SSCAN may show a record twice, and only its cursor says when a round has ended. */
const ALMOST = 0.99;

/** Where SSCAN goes on, and how many records this round has seen. */
const placeSchema = z.tuple([z.string(), z.coerce.number()]).catch(['0', 0]);

export type Slice = {
  refs: Ref[];
  /** The share of this round that is done after it; 1 only at its end. */
  done: number;
  place: string;
};

/** Field of the hash that says that each has been made due once. */
const BEGUN = 'begun';

/** A round through all open records of a kind, slice by slice; its place is kept in Redis for whichever worker goes on. */
export function createOpenWalk({ redis, keys }: { redis: Redis; keys: Keys }) {
  return guarded({
    /** About this share (0 to 1) of all open records, after those of the last slice. */
    async slice(kind: RecordKind, share: number): Promise<Slice> {
      const kept = await redis.hget(keys.fullPass(), kind);
      const [cursor, seen] = placeSchema.parse(kept?.split(':'));
      const all = await redis.scard(keys.open(kind));
      const count = Math.max(LEAST, Math.ceil(all * share));
      const [next, members] = await redis.sscan(keys.open(kind), cursor, 'COUNT', count);
      const sum = next === '0' ? 0 : seen + members.length;
      const done = next === '0' ? 1 : Math.min(sum / Math.max(all, 1), ALMOST);
      return { refs: members.map(refOf), done, place: `${next}:${sum}` };
    },
    /** The next slice begins after this one. */
    async passed(kind: RecordKind, { place }: Slice): Promise<void> {
      await redis.hset(keys.fullPass(), kind, place);
    },
    /** Whether all that was open when the first process of this version came has been made due. */
    async isBegun(): Promise<boolean> {
      return (await redis.hexists(keys.fullPass(), BEGUN)) === 1;
    },
    async begun(): Promise<void> {
      await redis.hset(keys.fullPass(), BEGUN, '1');
    },
    /** Some of all open records; `cursor` is undefined for the first, and in the answer after the last. */
    async page(
      kind: RecordKind,
      cursor: string | undefined,
    ): Promise<{ refs: Ref[]; cursor: string | undefined }> {
      const key = keys.open(kind);
      const [next, members] = await redis.sscan(key, cursor ?? '0', 'COUNT', PAGE);
      return { refs: members.map(refOf), cursor: next === '0' ? undefined : next };
    },
  });
}
export type OpenWalk = ReturnType<typeof createOpenWalk>;
