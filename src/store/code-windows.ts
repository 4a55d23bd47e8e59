import type { Redis } from 'ioredis';
import { z } from 'zod';
import type { Keys, RecordRef } from './keys.ts';
import { guarded } from './records.ts';

/** Longer than anybody looks at a modal for a code. */
const LIFE_MS = 3_600_000;

const windowSchema = z.object({
  viewId: z.string(),
  hash: z.string(),
  user: z.string(),
  attempt: z.number().int(),
  revision: z.number().int(),
  busy: z.enum(['checking', 'refused']).optional(),
});
type CodeWindow = z.infer<typeof windowSchema>;

/** One hash per verification: view id -> the modal as it stands, so that any process can change it, also after a restart. */
export function createCodeWindowStore({ redis, keys }: { redis: Redis; keys: Keys }) {
  return guarded({
    async put(ref: RecordRef, window: CodeWindow): Promise<void> {
      const key = keys.codeWindows(ref);
      await redis.hset(key, window.viewId, JSON.stringify(windowSchema.parse(window)));
      await redis.pexpire(key, LIFE_MS);
    },
    async remove(ref: RecordRef, viewId: string): Promise<void> {
      await redis.hdel(keys.codeWindows(ref), viewId);
    },
    async of(ref: RecordRef): Promise<CodeWindow[]> {
      const windows = await redis.hvals(keys.codeWindows(ref));
      return windows.map((text) => windowSchema.parse(JSON.parse(text)));
    },
  });
}
