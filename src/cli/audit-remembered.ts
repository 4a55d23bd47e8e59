import type { Redis } from 'ioredis';
import { z } from 'zod';
import { memoryDir } from '../app/records-memory.ts';
import { createStores } from '../app/storage.ts';
import { type Head, readHead } from '../store/audit-chain.ts';
import { readHeadFiles } from '../store/heads-file.ts';
import type { Keys } from '../store/keys.ts';
import type { KnownHead } from '../store/known-heads.ts';

const placeSchema = z.object({
  DATA_DIR: z.string().default('.data'),
  REDIS_PREFIX: z.string().default('vobiz-number-bot'),
});
const QUIET = { info: () => {}, warn: () => {} };

/**
 * The audit heads that bots on this disk remember, by team. Those that were lost before somebody accepted the gap
 * (`records:accept`) are left out.
 */
export async function rememberedHeads(
  env: Readonly<Record<string, string | undefined>>,
  { redis, keys }: { redis: Redis; keys: Keys },
): Promise<Map<string, Head[]>> {
  const { DATA_DIR, REDIS_PREFIX } = placeSchema.parse(
    Object.fromEntries(Object.entries(env).filter(([, value]) => value)),
  );
  const dir = memoryDir({ dataDir: DATA_DIR, prefix: REDIS_PREFIX });
  const known = new Map<string, KnownHead[]>();
  for (const heads of await readHeadFiles(dir).catch(() => [])) {
    for (const [team, own] of Object.entries(heads)) {
      known.set(team, [...(known.get(team) ?? []), ...own]);
    }
  }
  const { gaps } = createStores(redis, keys, QUIET);
  const remembered = new Map<string, Head[]>();
  for (const [team, heads] of known) {
    const [gap] = await gaps.newest(team, 1);
    const since = gap?.state === 'accepted' ? gap.endedAt : 0;
    const read = heads.filter(({ at }) => at > since).flatMap(({ head }) => readHead(head) ?? []);
    remembered.set(team, read);
  }
  return remembered;
}
