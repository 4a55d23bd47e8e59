import { Cluster, Redis } from 'ioredis';
import { z } from 'zod';
import { isNotAllowed } from './redis-address.ts';
import { within } from './within.ts';

/** How long one sentinel or node gets to name the replicas it knows. */
const ANSWER_MS = 1_000;
/** A single address shows a replica only while connected: one seen within this time still counts. */
const REMEMBERED_MS = 3_600_000;
/** How long replicas get to follow a server that took over the address; then only those it has count. */
const TAKEN_OVER_MS = 10_000;

const MORE_THAN_ANY = 1_000;
const COUNT_BY_WAITING_MS = 300;

/** How many replicas must hold a claim before it counts; 0 for a lone server. Throws when nobody can say. */
export type CountReplicas = () => Promise<number>;

/**
 * Asks Sentinel or the Cluster which replicas exist. One they do not flag as down counts even if its replication link
 * is broken: it may be the next master. The master is asked only when there is nobody else, since one just demoted
 * counts fewer.
 */
export function createReplicaCount(options: {
  redis: Redis;
  /** Any key of ours: on a Cluster they all share one slot. */
  key: string;
  now: () => number;
}): CountReplicas {
  const { redis, key, now } = options;
  if (redis instanceof Cluster) return () => inCluster(redis, key);
  if (redis.options.sentinels?.length) return () => underSentinel(redis.options);
  return createSingleCount(redis, now);
}

/** At least one: a master that Sentinel or a Cluster can replace is never alone. */
function atLeastOne(count: number): number {
  return Math.max(count, 1);
}

async function underSentinel(options: Redis['options']): Promise<number> {
  const answers = await answersOf(
    (options.sentinels ?? []).map((sentinel) => () => askSentinel(sentinel, options)),
  );
  // One sentinel may see what another cannot: a replica is down only when all that answer say so.
  return atLeastOne(new Set(answers.flat()).size);
}

const repliesSchema = z.array(z.array(z.string()));
/** `disconnected` alone does not count: a replica drops its connections the moment it is promoted. */
const DOWN = /(^|,)[so]_down(,|$)/;

async function askSentinel(
  { host, port }: { host?: string | undefined; port?: number | undefined },
  options: Redis['options'],
): Promise<string[]> {
  const { sentinelUsername, sentinelPassword, sentinelTLS } = options;
  const sentinel = new Redis({
    host: host ?? 'localhost',
    port: port ?? 26_379,
    ...(sentinelUsername && { username: sentinelUsername }),
    ...(sentinelPassword && { password: sentinelPassword }),
    ...(sentinelTLS && { tls: sentinelTLS }),
    lazyConnect: true,
    enableReadyCheck: false,
    retryStrategy: () => null,
    maxRetriesPerRequest: 0,
    connectTimeout: ANSWER_MS,
    commandTimeout: ANSWER_MS,
  });
  sentinel.on('error', () => {}); // whatever matters rejects the command
  try {
    const reply = await sentinel.call('SENTINEL', 'REPLICAS', options.name ?? '');
    return repliesSchema
      .parse(reply)
      .map(fieldsOf)
      .filter(({ flags = '' }) => !DOWN.test(flags))
      .map(({ ip, port: replicaPort }) => `${ip}:${replicaPort}`);
  } finally {
    sentinel.disconnect();
  }
}

function fieldsOf(pairs: readonly string[]): Record<string, string> {
  const fields: Record<string, string> = {};
  for (let at = 0; at + 1 < pairs.length; at += 2) fields[pairs[at] ?? ''] = pairs[at + 1] ?? '';
  return fields;
}

/** Nodes differ in which replicas of our slot's master they know; the highest count wins. */
async function inCluster(cluster: Cluster, key: string): Promise<number> {
  // A keyed command gets redirected and learns who serves our slot; a pipeline with a WAIT would only fail.
  await cluster.exists(key);
  const slot = await cluster.cluster('KEYSLOT', key);
  const views = await answersOf(
    cluster.nodes('all').map((node) => async () => z.string().parse(await node.cluster('NODES'))),
  );
  return atLeastOne(Math.max(...views.map((view) => replicasOfSlot(view, slot))));
}

/** Parses CLUSTER NODES, one node a line: `id address flags master ping pong epoch link slots…`. */
function replicasOfSlot(view: string, slot: number): number {
  const nodes = view
    .trim()
    .split('\n')
    .map((line) => {
      const [id = '', , flags = '', master = '', , , , , ...slots] = line.split(' ');
      return { id, flags: flags.split(','), master, slots };
    });
  const owner = nodes.find(({ slots }) => slots.some((range) => covers(range, slot)));
  return nodes.filter(({ master, flags }) => master === owner?.id && !flags.includes('fail'))
    .length;
}

function covers(range: string, slot: number): boolean {
  const [first, last = first] = range.split('-').map(Number);
  return first !== undefined && last !== undefined && first <= slot && slot <= last;
}

/** A lone server forgets a replica once its link is cut: ask from the first connection on, not only for a claim. */
function createSingleCount(redis: Redis, now: () => number): CountReplicas {
  let most = { count: 0, until: 0 };
  let server: string | undefined;
  async function look(): Promise<number> {
    const found = await connectedReplicas(redis);
    const until = now() + (found.server === server ? REMEMBERED_MS : TAKEN_OVER_MS);
    server = found.server;
    if (found.count >= most.count || now() > most.until)
      most = { count: found.count, until: now() + REMEMBERED_MS };
    else most.until = Math.min(most.until, until);
    return most.count;
  }
  const lookAhead = () => {
    look().catch(() => {}); // the next claim looks again and reports it
  };
  if (redis.status === 'ready') lookAhead();
  redis.on('ready', lookAhead);
  return look;
}

/**
 * How many replicas are connected, and to which server: `master_replid` changes on promotion or restart. Where the user
 * may not ask INFO, a WAIT for more replicas than can exist times out with how many there are.
 */
async function connectedReplicas(redis: Redis): Promise<{ count: number; server?: string }> {
  try {
    const info = await redis.info('replication');
    const field = (name: string) => new RegExp(`^${name}:(\\w+)`, 'm').exec(info)?.[1] ?? '';
    return { count: Number(field('connected_slaves')), server: field('master_replid') };
  } catch (error) {
    if (!(error instanceof Error && isNotAllowed(error))) throw error;
    return { count: await redis.wait(MORE_THAN_ANY, COUNT_BY_WAITING_MS) };
  }
}

/** Asks all at once; throws only when none answers. */
async function answersOf<T>(asks: readonly (() => Promise<T>)[]): Promise<T[]> {
  const settled = await Promise.allSettled(asks.map((ask) => within(ANSWER_MS, ask())));
  const answers = settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  if (answers.length === 0) throw new Error('nobody says which replicas there are');
  return answers;
}
