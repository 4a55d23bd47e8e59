import { QUIET } from '../app/log.ts';
import { createStores } from '../app/storage.ts';
import { type Head, readHead } from '../store/audit-chain.ts';
import { readKept } from '../store/kept-files.ts';
import { headsSchema, type KnownHead } from '../store/known-heads.ts';
import type { Place } from './command.ts';

/** Heads that bots on this disk remember, by team, without those lost before `records:accept` accepted the gap. */
export async function rememberedHeads({
  redis,
  keys,
  memory,
}: Place): Promise<Map<string, Head[]>> {
  const known = new Map<string, KnownHead[]>();
  for (const heads of await readKept(memory, 'heads', headsSchema).catch(() => [])) {
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
