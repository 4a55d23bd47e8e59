import type { Redis } from 'ioredis';
import { type SetUpDraft, setUpDraftSchema } from '../domain/policy/set-up-draft.ts';
import type { Keys } from './keys.ts';
import { guarded } from './records.ts';

/** An admin who has to ask somebody first may continue days later. */
const LIFE_MS = 14 * 24 * 3_600_000;

/** One for each admin. */
export function createSetUpDrafts({ redis, keys }: { redis: Redis; keys: Keys }) {
  return guarded({
    /** A draft that a newer version wrote counts as none. */
    async get(team: string, user: string): Promise<SetUpDraft | undefined> {
      const text = await redis.get(keys.setUp(team, user));
      return text === null ? undefined : setUpDraftSchema.safeParse(JSON.parse(text)).data;
    },
    async keep(draft: SetUpDraft): Promise<void> {
      await redis.set(keys.setUp(draft.team, draft.user), JSON.stringify(draft), 'PX', LIFE_MS);
    },
    async forget(team: string, user: string): Promise<void> {
      await redis.del(keys.setUp(team, user));
    },
  });
}
export type SetUpDrafts = ReturnType<typeof createSetUpDrafts>;
