import { readMonth } from '../../src/domain/audit/audit.ts';
import { type AuditWorld, TEAM } from './audit-world.ts';

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
