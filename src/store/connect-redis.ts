import {
  Cluster,
  Redis,
  type RedisOptions,
  type SentinelConnectionOptions,
  SentinelConnector,
} from 'ioredis';
import { keysOf } from '../domain/fields.ts';
import type { Log } from '../runtime.ts';
import { type RedisServer, reasonOf } from './redis-address.ts';

type Private = {
  connectToSentinel: (...args: unknown[]) => Redis;
  failoverDetector: { cleanup(): void } | null;
};

/**
 * Works around two faults in how ioredis listens for failovers:
 * - On hearing of one it aborts whatever the connector is doing. In a failover that is just the search for a master,
 *   and the connection ends for good. So drop the old listener before searching.
 * - Its sentinel connections have no error listener, so ioredis prints their errors with stacks while a sentinel is
 *   away. Ignore them: there are other sentinels, and it reconnects.
 */
class SteadySentinelConnector extends SentinelConnector {
  constructor(options: unknown) {
    super(sentinelOptions(options));
    const inner = privateOf(this);
    const connectToSentinel = inner.connectToSentinel.bind(this);
    inner.connectToSentinel = (...args) => connectToSentinel(...args).on('error', () => {});
  }

  override connect(
    ...args: Parameters<SentinelConnector['connect']>
  ): ReturnType<SentinelConnector['connect']> {
    privateOf(this).failoverDetector?.cleanup();
    return super.connect(...args);
  }
}

/** ioredis passes its options untyped, and makes this connector only when they name sentinels. */
function sentinelOptions(options: unknown): SentinelConnectionOptions {
  return options as SentinelConnectionOptions;
}

/** The types of ioredis call these private. */
function privateOf(connector: SentinelConnector): Private {
  return connector as unknown as Private;
}

/** How long a person's click may wait for Redis before they hear that it is away. */
const CLICK_TIMEOUT_MS = 1_500;
/** A socket that owes a reply and is silent this long is dropped, and the next one tried. */
const SILENCE_MS = 4_000;
/**
 * BullMQ's longest blocking read, after which it waits one more second. It reads over a duplicate of its connection,
 * with the same SILENCE_MS; a hanging server is tried twice before a Cluster turns to another.
 */
export const LONGEST_BLOCK_MS = 2_000;
/** Longer than a claim may wait for its replicas. */
const CLAIM_TIMEOUT_MS = 4_000;
const CONNECT_TIMEOUT_MS = 4_000;
const SENTINEL_TIMEOUT_MS = 1_500;
const RECONNECT_MAX_MS = 2_000;
/** How long a refusal lengthens the pause before the next attempt. */
const REFUSAL_COUNTS_MS = 30_000;

type Options = Omit<RedisOptions, 'replyMapping'>;
/**
 * What a connection is for; a process opens one for each purpose it needs.
 * - `interactive`: a person waits. A command fails after 1.5 s and is never resent to another server.
 * - `patient`: jobs, which must record what happened. Commands wait for Redis to come back.
 * - `queue`: BullMQ's. Patient too, and without a command timeout, which would make its start fail for good.
 * - `claims`: saves that count only when replicas confirm them. A cut-off command fails at once and is never resent.
 */
const PURPOSES = {
  interactive: { maxRetriesPerRequest: 1, commandTimeout: CLICK_TIMEOUT_MS },
  patient: { maxRetriesPerRequest: null },
  queue: { maxRetriesPerRequest: null },
  claims: {
    maxRetriesPerRequest: 0,
    commandTimeout: CLAIM_TIMEOUT_MS,
    autoResendUnfulfilledCommands: false,
    enableOfflineQueue: false,
  },
} as const satisfies Record<string, Options>;
export type Purpose = keyof typeof PURPOSES;
export const PURPOSE_NAMES = keysOf(PURPOSES);

/** Within 15 s the connection leaves a silent, read-only or demoted server; `log` gets the reason, once per attempt. */
export function connectRedis(server: RedisServer, purpose: Purpose, log: Pick<Log, 'warn'>): Redis {
  const options = { ...optionsFor(server, purpose), ...loginOf(server), ...tlsOf(server) };
  const redis =
    server.kind === 'cluster'
      ? asRedis(openCluster(server.hosts, options, purpose))
      : new Redis({ ...options, ...placeOf(server), db: server.db });
  redis.on('error', (error: Error) =>
    log.warn({ event: 'redis.error', connection: purpose, ...reasonOf(error) }),
  );
  return redis;
}

/** For a user who may not ask INFO: ioredis would ask on each connection and print each refusal. */
export function withoutReadyCheck(redis: Redis | Cluster): void {
  const options = redis instanceof Cluster ? redis.options.redisOptions : redis.options;
  if (options) options.enableReadyCheck = false;
}

function optionsFor(server: RedisServer, purpose: Purpose) {
  const reconnecting = createReconnecting();
  return {
    ...PURPOSES[purpose],
    socketTimeout: SILENCE_MS,
    retryStrategy: reconnecting.pause,
    // A command reported as failed must not run elsewhere afterwards.
    reconnectOnError: (error: Error) =>
      reconnecting.refused(error) && (purpose === 'interactive' || purpose === 'claims' ? 1 : 2),
    connectTimeout: CONNECT_TIMEOUT_MS,
    disconnectTimeout: 500,
    maxLoadingRetryTime: 1_000,
    ...(server.kind === 'sentinel' && {
      Connector: SteadySentinelConnector,
      failoverDetector: true,
      sentinelCommandTimeout: SENTINEL_TIMEOUT_MS,
      sentinelRetryStrategy: pauseAfter,
    }),
  } satisfies Options;
}

/** Errors of a server that was demoted, lost its replicas or is not a serving master: another one may take over. */
const ELSEWHERE = /^(READONLY|NOREPLICAS|MASTERDOWN|LOADING|UNBLOCKED)\b/;

/** Pauses grow with each attempt, also when connecting succeeds but commands are refused. */
function createReconnecting() {
  let refusals = 0;
  let lastRefusal = 0;
  return {
    refused(error: Error): boolean {
      if (!ELSEWHERE.test(error.message)) return false;
      const now = performance.now();
      refusals = now - lastRefusal < REFUSAL_COUNTS_MS ? refusals + 1 : 1;
      lastRefusal = now;
      return true;
    },
    pause: (tries: number): number =>
      pauseAfter(
        performance.now() - lastRefusal < REFUSAL_COUNTS_MS ? Math.max(tries, refusals) : tries,
      ),
  };
}

function pauseAfter(tries: number): number {
  return Math.min(50 * 2 ** Math.min(tries, 8), RECONNECT_MAX_MS);
}

function loginOf({ login, sentinelLogin }: RedisServer): Options {
  return {
    ...login,
    ...(sentinelLogin && { sentinelPassword: sentinelLogin.password }),
    ...(sentinelLogin?.username && { sentinelUsername: sentinelLogin.username }),
  };
}

function tlsOf(server: RedisServer): Options {
  const tls = { ...server.certificates };
  if (server.kind !== 'sentinel') return server.tls ? { tls } : {};
  return {
    ...(server.tls && { tls, enableTLSForSentinelMode: true }),
    ...((server.sentinelTls ?? server.tls) && { sentinelTLS: tls }),
  };
}

function placeOf(server: Exclude<RedisServer, { kind: 'cluster' }>): Options {
  if (server.kind === 'socket') return { path: server.path };
  if (server.kind === 'sentinel') return { sentinels: server.hosts, name: server.name };
  return { host: server.host, port: server.port };
}

function openCluster(
  hosts: { host: string; port: number }[],
  options: Options,
  purpose: Purpose,
): Cluster {
  const { retryStrategy: _notPerNode, ...redisOptions } = options;
  const cluster = new Cluster(hosts, {
    redisOptions,
    clusterRetryStrategy: pauseAfter,
    slotsRefreshTimeout: 2_000,
    slotsRefreshInterval: 5_000,
    // Keep host names: certificates are issued for them, not for their addresses.
    dnsLookup: (name, callback) => callback(null, name),
    // Otherwise a Cluster resends what a closed connection cut off.
    ...(purpose === 'claims' && { retryDelayOnFailover: 0, retryDelayOnClusterDown: 0 }),
  });
  if (purpose === 'interactive') return Object.assign(cluster, { sendCommand: hurried(cluster) });
  return cluster;
}

/** A Cluster looking for its nodes queues commands without a timeout; a person's click cannot wait for it. */
function hurried(cluster: Cluster): Cluster['sendCommand'] {
  return (command, ...rest) => {
    command.setTimeout(CLICK_TIMEOUT_MS);
    return Cluster.prototype.sendCommand.call(cluster, command, ...rest);
  };
}

/** A Cluster takes every command we use, as all our keys share one hash tag, but ioredis types the classes apart. */
function asRedis(cluster: Cluster): Redis {
  return cluster as unknown as Redis;
}
