import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { archiveMonth } from '../../src/cli/archive-month.ts';
import { readMonth } from '../../src/domain/audit/audit.ts';
import type { Anchor } from '../../src/store/audit-anchors.ts';
import { createAuditLog } from '../../src/store/audit-log.ts';
import { createKeys } from '../../src/store/keys.ts';
import { type AuditWorld, TEAM } from './audit-world.ts';
import { testRunDir } from './redis.ts';
import type { Outside } from './world.ts';

/** As if the entries in Redis had been written in these months, as many in each; what is written next is of today. */
export async function writtenIn(
  { redis, keys }: Pick<AuditWorld, 'redis' | 'keys'>,
  months: readonly string[],
): Promise<void> {
  const items = await redis.xrangeBuffer(keys.audit(TEAM), '-', '+');
  await redis.del(keys.audit(TEAM));
  for (const [at, [, fields]] of items.entries()) {
    const month = months[Math.floor((at * months.length) / items.length)] ?? '';
    await redis.xadd(keys.audit(TEAM), `${(readMonth(month)?.from ?? 0) + at}-0`, ...fields);
  }
}

/** As if the whole audit of a workspace had been written in that month, and archived. */
export async function archivedAs(month: string, { env }: Pick<Outside, 'env'>): Promise<Anchor> {
  const redis = new Redis(env.REDIS_URL ?? '');
  try {
    const keys = createKeys(env.REDIS_PREFIX ?? '');
    await writtenIn({ redis, keys }, [month]);
    const dir = await mkdtemp(join(testRunDir(), 'archive-'));
    const where = { audit: createAuditLog({ redis, keys }), dir, team: TEAM };
    const anchor = await archiveMonth(
      { redis, keys },
      { ...where, until: readMonth(month)?.until ?? 0 },
    );
    if (!anchor) throw new Error('there was nothing to archive');
    return anchor;
  } finally {
    redis.disconnect();
  }
}
