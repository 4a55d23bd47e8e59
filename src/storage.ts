import { join } from 'node:path';
import type { Redis } from 'ioredis';
import { type Config, ConfigError } from './config.ts';
import { type Gap, gapSchema } from './domain/gap.ts';
import { isEnded, type Order, orderSchema } from './domain/order.ts';
import { isOver, type Verification, verificationSchema } from './domain/verification.ts';
import type { Log } from './flows/ports.ts';
import { createAuditLog } from './store/audit-log.ts';
import { createClaims } from './store/claims.ts';
import { createCodeCount } from './store/code-count.ts';
import { createCodeWindowStore } from './store/code-windows.ts';
import { connectRedis } from './store/connect.ts';
import { createDeliveryStore } from './store/deliveries.ts';
import { startEmbeddedRedis } from './store/embedded-redis.ts';
import { createHomeStore } from './store/homes.ts';
import { createKeys, type Keys } from './store/keys.ts';
import { createNumbersSeen } from './store/numbers-seen.ts';
import { createRecordStore } from './store/records.ts';
import { redisAt } from './store/redis-address.ts';
import { isSupportedRedis, OLDEST_REDIS, readRedisFacts } from './store/redis-facts.ts';
import type { CountReplicas } from './store/replicas.ts';
import { createSaving } from './store/saving.ts';
import { createShortLivedStore } from './store/short-lived.ts';
import { createUsageStore } from './store/usage.ts';

type Heard = (audited: { team: string; head: string }) => void;

/**
 * The stores over one connection. Clicks use the interactive one, jobs the patient one. The head of the audit goes to
 * the log and to `heard` after each change, out of reach of whoever can write to Redis.
 */
export function createStores(
  redis: Redis,
  keys: Keys,
  log: Pick<Log, 'info' | 'warn'>,
  heard?: Heard,
) {
  const told = {
    onAudited: auditedTo(log, heard),
    onUnreadable: (unreadable: { id: string; reason: string }) =>
      log.warn({ event: 'record.unreadable', ...unreadable }),
  };
  return {
    orders: createRecordStore<Order>({ redis, ...savingOrders(keys), ...told }),
    verifications: createRecordStore<Verification>({
      redis,
      keys,
      kind: 'verification',
      schema: verificationSchema,
      unique: (verification) => verification.e164,
      ended: isOver,
      ...told,
    }),
    gaps: createRecordStore<Gap>({
      redis,
      keys,
      kind: 'gap',
      schema: gapSchema,
      unique: () => 'team',
      ended: ({ state }) => state === 'accepted',
      ...told,
    }),
    audit: createAuditLog({ redis, keys }),
    deliveries: createDeliveryStore({ redis, keys }),
    shortLived: createShortLivedStore({ redis, keys }),
    usage: createUsageStore({ redis, keys }),
    numbersSeen: createNumbersSeen({ redis, keys }),
    homes: createHomeStore({ redis, keys }),
    codeCount: createCodeCount({ redis, keys }),
    codeWindows: createCodeWindowStore({ redis, keys }),
  };
}
export type Stores = ReturnType<typeof createStores>;

function auditedTo(log: Pick<Log, 'info'>, heard?: Heard): Heard {
  return (audited) => {
    log.info({ event: 'audit.appended', ...audited });
    heard?.(audited);
  };
}

function savingOrders(keys: Keys) {
  return {
    keys,
    kind: 'order' as const,
    schema: orderSchema,
    unique: (order: Order) => order.number.e164,
    ended: isEnded,
    countedIn: (order: Order) => order.counted?.month,
  };
}

/** Purchase claims over the connection made for them, each to be confirmed by as many replicas as `replicas` says. */
export function createOrderClaims(options: {
  redis: Redis;
  keys: Keys;
  replicas: CountReplicas;
  confirmWithinMs: number;
  log: Pick<Log, 'info'>;
  heard?: Heard;
}) {
  const { keys, log, heard } = options;
  const saving = createSaving<Order>({ ...savingOrders(keys), onAudited: auditedTo(log, heard) });
  return createClaims<Order>({ ...options, saving });
}

/** Redis and the connections to it: the one of REDIS_URL, or our own child process. */
export async function openStorage(config: Config['redis'], log: Log) {
  const embedded = config.server
    ? undefined
    : await startEmbeddedRedis({ dir: join(config.dataDir, 'redis'), log });
  const server = config.server ?? redisAt(embedded?.url ?? '');
  const interactive = connectRedis(server, 'interactive', log);
  const patient = connectRedis(server, 'patient', log);
  const queue = connectRedis(server, 'queue', log);
  const claims = connectRedis(server, 'claims', log);
  return {
    keys: createKeys(config.prefix),
    interactive,
    patient,
    queue,
    claims,
    /** Waits until Redis answers. Throws ConfigError when it is too old. */
    ready: async (): Promise<void> => {
      const { version } = await readRedisFacts(patient);
      if (version !== undefined && !isSupportedRedis(version))
        throw new ConfigError(tooOld(version));
    },
    isUp: (): Promise<boolean> =>
      interactive.ping().then(
        () => true,
        () => false,
      ),
    close: async (): Promise<void> => {
      interactive.disconnect();
      patient.disconnect();
      queue.disconnect();
      claims.disconnect();
      await embedded?.stop();
    },
  };
}
export type Storage = Awaited<ReturnType<typeof openStorage>>;

/** What to tell an operator whose Redis lacks what the scripts need. */
export function tooOld(version: string): string {
  return `Redis ${version} is too old: the bot needs ${OLDEST_REDIS} or newer, or Valkey. Point REDIS_URL at one, or leave it out and the bot runs its own.`;
}
