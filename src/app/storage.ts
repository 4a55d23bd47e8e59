import { join } from 'node:path';
import type { Redis } from 'ioredis';
import { type Gap, gapSchema } from '../domain/audit/gap.ts';
import type { Order } from '../domain/order/order.ts';
import { type StoredPolicy, storedPolicySchema } from '../domain/policy/stored-policy.ts';
import type { Verification } from '../domain/verification/verification.ts';
import type { Log } from '../runtime.ts';
import { createAppearedNumbers } from '../store/appeared-numbers.ts';
import { createAuditLog } from '../store/audit-log.ts';
import { createClaims } from '../store/claims.ts';
import { createCodeCount, createCodeModalStore } from '../store/code-modals.ts';
import { connectRedis, type Purpose, withoutReadyCheck } from '../store/connect-redis.ts';
import { createConnectSetUp } from '../store/connect-set-up.ts';
import { createDeliveryStore } from '../store/deliveries.ts';
import { createDigestStore } from '../store/digests.ts';
import { createDueIndex } from '../store/due-index.ts';
import { startEmbeddedRedis } from '../store/embedded-redis.ts';
import { createHomeStore } from '../store/homes.ts';
import { createKeys, type Keys } from '../store/keys.ts';
import { createLastCountries } from '../store/last-countries.ts';
import { createLastSeenNumbers } from '../store/last-seen-numbers.ts';
import { createLooks } from '../store/looks.ts';
import { createNumberIndex } from '../store/number-index.ts';
import { createOpenWalk } from '../store/open-walk.ts';
import { createOrderDrafts } from '../store/order-drafts.ts';
import { createPersonal } from '../store/personal.ts';
import { createRecordStore } from '../store/records.ts';
import { reasonOf, redisAt } from '../store/redis-address.ts';
import {
  isSupportedRedis,
  OLDEST_REDIS,
  type RedisFacts,
  readRedisFacts,
} from '../store/redis-facts.ts';
import { createHeart, createStuckConnections } from '../store/redis-health.ts';
import { createRelisted } from '../store/relisted.ts';
import { type CountReplicas, createReplicaCount } from '../store/replicas.ts';
import { createSetUpDrafts } from '../store/set-up-drafts.ts';
import { createSweepFailures } from '../store/sweep-failures.ts';
import { createUsageStore } from '../store/usage.ts';
import { createAccountSeen, createNumbersSeen, createOfferStore } from '../store/vobiz-lists.ts';
import { createVobizPause } from '../store/vobiz-pause.ts';
import { type Config, ConfigError } from './config.ts';
import { savingEither, savingOrders, savingVerifications } from './saving-records.ts';

type OnAudited = (audited: { team: string; head: string; record: string }) => void;

/**
 * The stores over one connection: interactive for clicks, patient for jobs. After each change the audit head goes to
 * the log and to `heard`, out of reach of anyone who can write to Redis.
 */
export function createStores(
  redis: Redis,
  keys: Keys,
  log: Pick<Log, 'info' | 'warn'>,
  heard?: OnAudited,
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
      ...savingVerifications(keys),
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
    policies: createRecordStore<StoredPolicy>({
      redis,
      keys,
      kind: 'policy',
      schema: storedPolicySchema,
      unique: () => 'team',
      ended: () => false,
      ...told,
    }),
    audit: createAuditLog({ redis, keys }),
    deliveries: createDeliveryStore({ redis, keys }),
    due: createDueIndex({ redis, keys }),
    openWalk: createOpenWalk({ redis, keys }),
    drafts: createOrderDrafts({ redis, keys }),
    setUpDrafts: createSetUpDrafts({ redis, keys }),
    offers: createOfferStore({ redis, keys }),
    connectSetUp: createConnectSetUp({ redis, keys }),
    vobizPause: createVobizPause({ redis, keys }),
    looks: createLooks({ redis, keys }),
    digests: createDigestStore({ redis, keys }),
    lastSeen: createLastSeenNumbers({ redis, keys }),
    sweepFailures: createSweepFailures({ redis, keys }),
    appeared: createAppearedNumbers({ redis, keys }),
    usage: createUsageStore({ redis, keys }),
    numbersSeen: createNumbersSeen({ redis, keys }),
    accountSeen: createAccountSeen({ redis, keys }),
    numberIndex: createNumberIndex({ redis, keys }),
    relisted: createRelisted({ redis, keys }),
    homes: createHomeStore({ redis, keys }),
    personal: createPersonal({ redis, keys }),
    lastCountries: createLastCountries({ redis, keys }),
    codeCount: createCodeCount({ redis, keys }),
    codeModals: createCodeModalStore({ redis, keys }),
  };
}
export type Stores = ReturnType<typeof createStores>;

function auditedTo(log: Pick<Log, 'info'>, heard?: OnAudited): OnAudited {
  return (audited) => {
    log.info({ event: 'audit.appended', ...audited });
    heard?.(audited);
  };
}

/** Of purchases, and of numbers that are given back. */
export function createRecordClaims(options: {
  redis: Redis;
  keys: Keys;
  replicas: CountReplicas;
  confirmWithinMs: number;
  log: Pick<Log, 'info'>;
  heard?: OnAudited;
}) {
  const { keys, log, heard } = options;
  const saving = savingEither(keys, { onAudited: auditedTo(log, heard) });
  return createClaims<Order | Verification>({ ...options, saving });
}

/** How many replicas must confirm a claim: as configured, or asked before each. */
export function replicasFor(
  { claims: redis, keys }: Storage,
  claimReplicas: Config['redis']['claimReplicas'],
  now: () => number,
): CountReplicas {
  return claimReplicas === 'auto'
    ? createReplicaCount({ redis, key: keys.rehearsal(), now })
    : async () => claimReplicas;
}

/** Redis and the connections to it: REDIS_URL's, or our own child process. */
export async function openStorage(config: Config['redis'], log: Log, now = monotonicMs) {
  const embedded = config.server
    ? undefined
    : await startEmbeddedRedis({ dir: join(config.dataDir, 'redis'), log });
  const server = config.server ?? redisAt(embedded?.url ?? '');
  const keys = createKeys(config.prefix);
  const connections = eachConnection((purpose) => connectRedis(server, purpose, log));
  const beating = { key: keys.heartbeat(), now };
  const hearts = eachConnection((name) => createHeart({ ...beating, redis: connections[name] }));
  const all = Object.values(connections);
  return {
    keys,
    ...connections,
    /** Waits until Redis answers. Throws ConfigError when it is too old or refuses our login. */
    ready: async (): Promise<RedisFacts> => {
      const facts = await readRedisFacts(connections.patient).catch((error: Error) => {
        const { reason, fix } = reasonOf(error);
        throw fix === undefined ? error : new ConfigError(`${fix}. It said: ${reason}`);
      });
      if (facts.version !== undefined && !isSupportedRedis(facts.version))
        throw new ConfigError(tooOld(facts.version));
      if (facts.version === undefined) for (const redis of all) withoutReadyCheck(redis);
      return facts;
    },
    /** Whether a write over that connection is answered now. */
    isUp: (name: Purpose): Promise<boolean> => hearts[name].isUp(),
    /** Connections that only a restart of this process brings back. */
    stuck: createStuckConnections({
      ...beating,
      hearts,
      open: () => connectRedis(server, 'interactive', { warn: () => {} }),
    }),
    close: async (): Promise<void> => {
      for (const heart of Object.values(hearts)) heart.stop();
      for (const redis of all) redis.disconnect();
      await embedded?.stop();
    },
  };
}
export type Storage = Awaited<ReturnType<typeof openStorage>>;

function eachConnection<T>(make: (purpose: Purpose) => T): Record<Purpose, T> {
  return {
    interactive: make('interactive'),
    patient: make('patient'),
    queue: make('queue'),
    claims: make('claims'),
  };
}

/** Not the wall clock, which may be set. */
function monotonicMs(): number {
  return performance.now();
}

export function tooOld(version: string): string {
  return `Redis ${version} is too old: the bot needs ${OLDEST_REDIS} or newer, or Valkey. Point REDIS_URL at one, or leave it out and the bot runs its own.`;
}
