import { Cluster, type Redis } from 'ioredis';
import { expect, onTestFinished, vi } from 'vitest';
import { LOOPBACK, type RedisServer, startRedisServer } from './server.ts';

const MASTERS = 3;
const SLOTS = 16_384;
/** A look behind the bot's back leaves a server that hangs. */
const LOOK_MS = 3_000;
const PATIENCE = { timeout: 90_000, interval: 100 };

/** Three masters with a replica (or more) each. All keys of one bot are in one slot, so one of them matters to it: see `master`. */
export async function startClusterSetup({ nodeTimeoutMs = 5_000, replicasEach = 1 } = {}) {
  const nodes = await Promise.all(
    Array.from({ length: MASTERS * (1 + replicasEach) }, () => startNode(nodeTimeoutMs)),
  );
  const [first] = nodes;
  if (!first) throw new Error('no nodes');
  const hosts = nodes.map(({ port }) => ({ host: LOOPBACK, port }));

  for (const [at, node] of nodes.slice(0, MASTERS).entries())
    await node.ask('CLUSTER', 'ADDSLOTS', ...slotsOf(at));
  // Distinct epochs: otherwise masters of the same one argue about it while the test runs.
  for (const [at, node] of nodes.entries()) await node.ask('CLUSTER', 'SET-CONFIG-EPOCH', at + 1);
  for (const node of nodes.slice(1)) await first.ask('CLUSTER', 'MEET', LOOPBACK, node.port);
  await everyNode((view) => view.length === nodes.length);
  for (const [at, replica] of nodes.slice(MASTERS).entries()) {
    await replica.ask(
      'CLUSTER',
      'REPLICATE',
      String(await nodes[at % MASTERS]?.ask('CLUSTER', 'MYID')),
    );
  }
  await whole();

  /** CLUSTER NODES as a node that answers sees it, one list of words for each node. */
  async function viewOf(node: RedisServer): Promise<string[][]> {
    const lines = String(await node.ask('CLUSTER', 'NODES'))
      .trim()
      .split('\n');
    return lines.map((line) => line.split(' '));
  }

  function everyNode(fits: (view: string[][]) => boolean): Promise<void> {
    return vi.waitFor(async () => {
      for (const node of nodes) expect(fits(await viewOf(node))).toBe(true);
    }, PATIENCE);
  }

  /** Waits until every master has a replica that follows it, and all agree. */
  async function whole(): Promise<void> {
    await everyNode((view) => {
      const masters = view.filter(
        ([, , flags]) => /master$/.test(flags ?? '') && !/fail/.test(flags ?? ''),
      );
      const followed = masters.filter(
        ([id, ...rest]) =>
          rest.length > 7 && view.some(([, , flags, of]) => of === id && !/fail/.test(flags ?? '')),
      );
      return followed.length === MASTERS;
    });
    await vi.waitFor(async () => {
      for (const node of nodes) {
        expect(String(await node.ask('CLUSTER', 'INFO'))).toContain('cluster_state:ok');
        if ((await node.info('role')) === 'slave')
          expect(await node.info('master_link_status')).toBe('up');
      }
    }, PATIENCE);
  }

  /** Whoever serves the slot of a key, as the first node that answers sees it. */
  async function pairOf(
    key: string,
  ): Promise<{ master: RedisServer; replica: RedisServer | undefined }> {
    const slot = Number(
      await Promise.any(nodes.map((node) => node.ask('CLUSTER', 'KEYSLOT', key))),
    );
    const view = await Promise.any(nodes.map(viewOf));
    const owner = view.find((words) => words.slice(8).some((range) => covers(range, slot)));
    const followers = view.filter(([, , , of]) => of === owner?.[0]);
    const master = serverOf(owner);
    if (!master) throw new Error(`nobody serves ${key}`);
    return { master, replica: serverOf(followers[0]) };
  }

  function serverOf(words: string[] | undefined): RedisServer | undefined {
    const port = Number(/:(\d+)@/.exec(words?.[1] ?? '')?.[1]);
    return nodes.find((node) => node.port === port);
  }

  return {
    url: `redis+cluster://${hosts.map(({ host, port }) => `${host}:${port}`).join(',')}`,
    replicas: replicasEach,
    nodes,
    whole,
    master: async (key: string) => ({ server: (await pairOf(key)).master }),
    /** Waits until somebody else serves the slot of the key. */
    promoted: (before: { server: RedisServer }, key: string) =>
      vi.waitFor(async () => expect((await pairOf(key)).master).not.toBe(before.server), PATIENCE),
    /** An orderly failover of whoever serves the slot of the key. */
    async failover(key: string): Promise<void> {
      const { master, replica } = await pairOf(key);
      await replica?.ask('CLUSTER', 'FAILOVER');
      await vi.waitFor(async () => expect((await pairOf(key)).master).not.toBe(master), PATIENCE);
    },
    /** For a look behind the bot's back. */
    connect(): Redis {
      const cluster = new Cluster(hosts, {
        redisOptions: { maxRetriesPerRequest: null, socketTimeout: LOOK_MS },
      });
      cluster.on('error', () => {}); // a failover is what the test is about
      onTestFinished(() => cluster.disconnect());
      return cluster as unknown as Redis; // a Cluster takes every command the tests use
    },
  };
}

function startNode(nodeTimeoutMs: number): Promise<RedisServer> {
  return startRedisServer({
    directives: [
      ['save', ''],
      ['appendonly', 'yes'],
      ['repl-diskless-sync-delay', 0],
      ['cluster-enabled', 'yes'],
      ['cluster-config-file', 'nodes.conf'],
      ['cluster-node-timeout', nodeTimeoutMs],
    ],
  });
}

function slotsOf(master: number): number[] {
  const share = Math.ceil(SLOTS / MASTERS);
  const all = Array.from({ length: SLOTS }, (_, slot) => slot);
  return all.slice(master * share, (master + 1) * share);
}

function covers(range: string, slot: number): boolean {
  const [first, last = first] = range.split('-').map(Number);
  return first !== undefined && last !== undefined && first <= slot && slot <= last;
}
