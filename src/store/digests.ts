import type { Redis } from 'ioredis';
import { type Digest, digestSchema } from '../domain/digest/digest.ts';
import { parseJson } from '../domain/json.ts';
import type { Ref } from '../domain/record.ts';
import type { Keys } from './keys.ts';
import { guarded } from './records.ts';

/** So long a message's buttons redraw it. */
const LIFE_MS = 30 * 24 * 3_600_000;

/** What each digest says: put together once, however often it is tried or redrawn, and by whom. */
export function createDigestStore({ redis, keys }: { redis: Redis; keys: Keys }) {
  async function get(ref: Ref): Promise<Digest | undefined> {
    const text = await redis.get(keys.digest(ref));
    return text === null ? undefined : digestSchema.safeParse(parseJson(text)).data;
  }
  return guarded({
    /** One that a newer version wrote counts as none. */
    get,
    /** The first one that was kept counts; returns it. */
    async keep(ref: Ref, digest: Digest): Promise<Digest> {
      await redis.set(keys.digest(ref), JSON.stringify(digest), 'PX', LIFE_MS, 'NX');
      return (await get(ref)) ?? digest;
    },
  });
}
export type Digests = ReturnType<typeof createDigestStore>;
