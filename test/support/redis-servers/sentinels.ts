import { Redis } from 'ioredis';
import { expect, onTestFinished, vi } from 'vitest';
import { type Gate, startGate } from './gate.ts';
import { type Directives, LOOPBACK, type RedisServer, startRedisServer } from './server.ts';

const MASTER_NAME = 'mymaster';
const REPLICAS = 2;
const SENTINELS = 3;
const QUORUM = 2;
/** A look behind the bot's back leaves a server that hangs. */
const LOOK_MS = 3_000;
/** Sentinels that each vote for themselves elect nobody, and vote again after twice this. */
const FAILOVER_TIMEOUT_MS = 10_000;
const PATIENCE = { timeout: 90_000, interval: 50 };

export type Node = { server: RedisServer; gate: Gate | undefined; port: number };

/** One master, two replicas and three sentinels that have found each other. */
export async function startSentinelSetup(
  options: {
    downAfterMs?: number;
    /** Puts a gate in front of every server, for whoever calls it: the bot, its replicas and the sentinels. */
    gated?: boolean;
    /** More directives for the three servers. */
    directives?: Directives;
  } = {},
) {
  const { downAfterMs = 5_000, gated = false } = options;

  async function startNode(master?: Node): Promise<Node> {
    const gate = gated ? await startGate() : undefined;
    const server = await startRedisServer({
      directives: [
        ['save', ''],
        ['appendonly', 'yes'],
        ['repl-diskless-sync-delay', 0],
        ['repl-ping-replica-period', 1],
        ...(options.directives ?? []),
        ...(gate ? ([['replica-announce-port', gate.port]] as const) : []),
        ...(master ? ([['replicaof', LOOPBACK, master.port]] as const) : []),
      ],
    });
    gate?.leadTo(server.port);
    return { server, gate, port: gate?.port ?? server.port };
  }

  const first = await startNode();
  const replicas = await Promise.all(Array.from({ length: REPLICAS }, () => startNode(first)));
  const nodes = [first, ...replicas];
  await vi.waitFor(async () => expect(await syncedReplicas(first)).toBe(REPLICAS), PATIENCE);
  const sentinels = await Promise.all(
    Array.from({ length: SENTINELS }, () =>
      startRedisServer({
        sentinel: true,
        directives: [
          ['sentinel', 'monitor', MASTER_NAME, LOOPBACK, first.port, QUORUM],
          ['sentinel', 'down-after-milliseconds', MASTER_NAME, downAfterMs],
          ['sentinel', 'failover-timeout', MASTER_NAME, FAILOVER_TIMEOUT_MS],
          ['sentinel', 'parallel-syncs', MASTER_NAME, 1],
        ],
      }),
    ),
  );

  /** What the first sentinel that answers knows of the master. */
  async function known(): Promise<Map<string, string>> {
    const answers = sentinels.map((one) => one.ask('SENTINEL', 'MASTER', MASTER_NAME));
    return fieldsOf(await Promise.any(answers));
  }

  async function master(): Promise<Node> {
    const port = Number((await known()).get('port'));
    const found = nodes.find((node) => node.port === port);
    if (!found) throw new Error(`the sentinels name a master at ${port}, which is none of ours`);
    return found;
  }

  await vi.waitFor(async () => {
    for (const sentinel of sentinels) {
      const seen = fieldsOf(await sentinel.ask('SENTINEL', 'MASTER', MASTER_NAME));
      expect(seen.get('num-slaves')).toBe(String(REPLICAS));
      expect(seen.get('num-other-sentinels')).toBe(String(SENTINELS - 1));
    }
  }, PATIENCE);
  const hosts = sentinels.map(({ port }) => `${LOOPBACK}:${port}`);

  return {
    url: `redis+sentinel://${hosts.join(',')}/${MASTER_NAME}`,
    replicas: REPLICAS,
    nodes,
    sentinels,
    master,
    /** An orderly failover, once the sentinels see it as done. */
    async failover(): Promise<void> {
      const before = await master();
      await sentinels[0]?.ask('SENTINEL', 'FAILOVER', MASTER_NAME);
      await vi.waitFor(async () => expect(await master()).not.toBe(before), PATIENCE);
    },
    /** Waits until the sentinels name another master than this. */
    promoted: (before: Node) =>
      vi.waitFor(async () => expect(await master()).not.toBe(before), PATIENCE),
    /** Waits until there is one master, all others follow it, and the sentinels agree. */
    whole: () =>
      vi.waitFor(async () => {
        const current = await master();
        const roles = await Promise.all(nodes.map(({ server }) => server.info('role')));
        expect(roles.filter((role) => role === 'master')).toHaveLength(1);
        expect(await current.server.info('role')).toBe('master');
        expect(await syncedReplicas(current)).toBe(REPLICAS);
      }, PATIENCE),
    /** For a look behind the bot's back: follows the master. */
    connect(): Redis {
      const redis = new Redis({
        sentinels: sentinels.map(({ port }) => ({ host: LOOPBACK, port })),
        name: MASTER_NAME,
        maxRetriesPerRequest: null,
        socketTimeout: LOOK_MS,
      });
      redis.on('error', () => {}); // a failover is what the test is about
      onTestFinished(() => redis.disconnect());
      return redis;
    },
  };
}

/** How many replicas follow a master and have all it has. */
async function syncedReplicas({ server }: Node): Promise<number> {
  const lines = await Promise.all([0, 1].map((index) => server.info(`slave${index}`)));
  return lines.filter((line) => line.includes('state=online')).length;
}

/** A flat list of names and values. */
function fieldsOf(reply: unknown): Map<string, string> {
  const words = Array.isArray(reply) ? reply.map(String) : [];
  return new Map(words.flatMap((word, at) => (at % 2 === 0 ? [[word, words[at + 1] ?? '']] : [])));
}
