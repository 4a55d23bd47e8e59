import { Redis } from 'ioredis';
import { type AuditEntry, auditEntrySchema } from '../../src/domain/audit/audit.ts';
import { type Order, orderSchema } from '../../src/domain/order/order.ts';
import { createAuditCheck } from '../../src/store/audit-check.ts';
import { createAuditLog } from '../../src/store/audit-log.ts';
import { createKeys, type Keys } from '../../src/store/keys.ts';
import type { Outside } from './world.ts';

type World = Pick<Outside, 'env' | 'slack'>;

async function withRedis<T>(
  { env, slack }: World,
  read: (redis: Redis, keys: Keys, team: string) => Promise<T>,
): Promise<T> {
  const redis = new Redis(env.REDIS_URL ?? '');
  try {
    return await read(redis, createKeys(env.REDIS_PREFIX ?? ''), slack.workspace.team.id);
  } finally {
    redis.disconnect();
  }
}

/** The audit of the workspace as it stands in Redis, oldest first. */
export function auditOf(world: World): Promise<AuditEntry[]> {
  return withRedis(world, async (redis, keys, team) => {
    const entries: AuditEntry[] = [];
    for await (const { text } of createAuditLog({ redis, keys }).read(team))
      entries.push(auditEntrySchema.parse(JSON.parse(text)));
    return entries;
  });
}

/** The entries that decided something: who approved or denied. */
export async function decisionsIn(world: World): Promise<AuditEntry[]> {
  const entries = await auditOf(world);
  return entries.filter(({ event }) => event === 'approve' || event === 'deny');
}

/** What happened, in order: `request approve claim answered observed`. */
export async function eventsIn(world: World): Promise<string> {
  return (await auditOf(world)).map(({ event }) => event).join(' ');
}

/** The record of an order as it stands in Redis. */
export function orderIn(world: World, id: string): Promise<Order> {
  return withRedis(world, async (redis, keys, team) =>
    orderSchema.parse(JSON.parse((await redis.get(keys.record('order', { team, id }))) ?? 'null')),
  );
}

/** Checks the audit of the workspace as `npm run audit:verify` does: what is broken, undefined when nothing is. */
export function brokenAuditOf(world: World) {
  return withRedis(world, async (redis, keys, team) => {
    const audit = createAuditLog({ redis, keys });
    return (await createAuditCheck({ redis, keys, audit })(team)).broken;
  });
}
