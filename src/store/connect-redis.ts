import {
  Cluster,
  Redis,
  type RedisOptions,
  type SentinelConnectionOptions,
  SentinelConnector,
} from 'ioredis';
import type { Log } from '../runtime.ts';
import { type RedisServer, reasonOf } from './redis-address.ts';

/** What ioredis keeps to itself, and has no option for. */
type Private = {
  connectToSentinel: (...args: unknown[]) => Redis;
  failoverDetector: { cleanup(): void } | null;
};

/**
 * The connector of ioredis without two faults of listening for failovers:
 *
 * - What hears of a failover closes whatever the connector is doing. While that is looking for a master, the connection ends
 *   for good, and a failover is just when it looks. So the old listener is dropped before the look.
 * - The connections it listens on have no listener for errors, and ioredis prints those with their stack while a sentinel is
 *   away. They need none: there are other sentinels, and it connects again.
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

/** ioredis hands its options over untyped; it makes this connector only where they have sentinels. */
function sentinelOptions(options: unknown): SentinelConnectionOptions {
  return options as SentinelConnectionOptions;
}

/** The types of ioredis call these private. */
function privateOf(connector: SentinelConnector): Private {
  return connector as unknown as Private;
}

/** How long a person's click may wait for Redis before they are told that it is away. */
const CLICK_TIMEOUT_MS = 1_500;
/** A socket on which a reply is due and nothing came for this long is given up, and the next one is tried. */
const SILENCE_MS = 4_000;
/**
 * BullMQ's longest blocking read, and it looks after it for one more second. It duplicates the connection it is given for
 * that, so both bear the same silence; a server that hangs is tried twice before a Cluster knows of another.
 */
export const LONGEST_BLOCK_MS = 2_000;
/** Longer than a claim may wait for its replicas. */
const CLAIM_TIMEOUT_MS = 4_000;
const CONNECT_TIMEOUT_MS = 4_000;
const SENTINEL_TIMEOUT_MS = 1_500;
const RECONNECT_MAX_MS = 2_000;
/** How long a refusal counts towards the pause before the next attempt. */
const REFUSAL_COUNTS_MS = 30_000;

/** Without what changes the types of replies. */
type Options = Omit<RedisOptions, 'replyMapping'>;
/**
 * What a connection is for; one connection has one purpose, and each a process of the bot needs is opened once.
 *
 * - `interactive`: a person waits. A command fails after 1.5 s, and is never sent again to another server.
 * - `patient`: jobs, which must write down what happened. Commands wait for Redis to come back.
 * - `queue`: BullMQ's. Patient too, and never with a command timeout: its start would fail for good.
 * - `claims`: saves that count only when replicas confirm them. What is cut off fails at once and is never sent again.
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

/**
 * Opens a connection to the server, Sentinel or Cluster. It leaves by itself, within 15 s, whatever does not answer, only
 * reads, or was demoted; `log` hears why, one call an attempt.
 */
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

/** For a user who may not ask INFO: ioredis would ask at each connection, and print the refusal each time. */
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
    // Whoever was told that it failed must not see it carried out elsewhere afterwards.
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

/**
 * Answers of a server that cannot carry out the command here and now, while another one behind the same address may:
 * it was demoted, lost its replicas, or is not (or no longer) a master that serves.
 */
const ELSEWHERE = /^(READONLY|NOREPLICAS|MASTERDOWN|LOADING|UNBLOCKED)\b/;

/** When to come back: after a longer pause each time, also where connecting succeeds and the command is refused. */
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
    // Names stay names: a certificate is for them, not for the addresses behind them.
    dnsLookup: (name, callback) => callback(null, name),
    // A Cluster repeats by itself what a closed connection cut off.
    ...(purpose === 'claims' && { retryDelayOnFailover: 0, retryDelayOnClusterDown: 0 }),
  });
  if (purpose === 'interactive') return Object.assign(cluster, { sendCommand: hurried(cluster) });
  return cluster;
}

/** A Cluster that looks for its nodes keeps commands without counting the time; a person's click does not wait for it. */
function hurried(cluster: Cluster): Cluster['sendCommand'] {
  return (command, ...rest) => {
    command.setTimeout(CLICK_TIMEOUT_MS);
    return Cluster.prototype.sendCommand.call(cluster, command, ...rest);
  };
}

/** A Cluster takes every command we use, as all our keys share one hash tag; ioredis types the two classes apart. */
function asRedis(cluster: Cluster): Redis {
  return cluster as unknown as Redis;
}
