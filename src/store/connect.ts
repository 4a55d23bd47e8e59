import { Cluster, Redis } from 'ioredis';

/** How long a person's click may wait for Redis before they are told that it is away. */
const INTERACTIVE_TIMEOUT_MS = 1_500;
const RECONNECT_MAX_MS = 2_000;

type Log = { warn(fields: object, message?: string): void };

/**
 * A connection per need. `interactive`: a command fails after 1.5 s, so that a click is answered in time. `patient`:
 * commands wait for Redis to come back, for jobs, which must write down what happened; BullMQ's worker needs it so.
 *
 * `REDIS_URL` forms: `redis://`, `rediss://` (TLS), `redis+sentinel://[user:pass@]host:port,host:port/master-name`,
 * `redis+cluster://[user:pass@]host:port,host:port`.
 */
export function connectRedis(url: string, need: Need, log: Log): Redis {
  const redis = open(url, optionsFor(need));
  redis.on('error', (error: Error) =>
    log.warn({ event: 'redis.error', need, reason: error.message }),
  );
  return redis;
}
type Need = 'interactive' | 'patient';

function optionsFor(need: Need) {
  return {
    maxRetriesPerRequest: need === 'interactive' ? 1 : null,
    retryStrategy: (tries: number) => Math.min(50 * 2 ** Math.min(tries, 8), RECONNECT_MAX_MS),
    ...(need === 'interactive' && { commandTimeout: INTERACTIVE_TIMEOUT_MS }),
  };
}

function open(url: string, options: ReturnType<typeof optionsFor>): Redis {
  const several =
    /^redis\+(sentinel|cluster):\/\/(?:([^:@/]*)(?::([^@/]*))?@)?([^/]+)(?:\/(.+))?$/.exec(url);
  if (!several) return new Redis(url, options);
  const [, kind, username, password, hosts = '', name = 'mymaster'] = several;
  const nodes = hosts.split(',').map((host) => {
    const [address = 'localhost', port] = host.split(':');
    return { host: address, port: Number(port ?? (kind === 'sentinel' ? 26_379 : 6_379)) };
  });
  const login = {
    ...(username && { username: decodeURIComponent(username) }),
    ...(password && { password: decodeURIComponent(password) }),
  };
  if (kind === 'sentinel') return new Redis({ ...options, ...login, sentinels: nodes, name });
  return asRedis(new Cluster(nodes, { redisOptions: { ...options, ...login } }));
}

/** A Cluster takes every command we use, as all our keys share one hash tag; ioredis types the two classes apart. */
function asRedis(cluster: Cluster): Redis {
  return cluster as unknown as Redis;
}
