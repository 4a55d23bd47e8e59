import { Redis } from 'ioredis';
import { expect, it, onTestFinished, vi } from 'vitest';
import { startClusterSetup } from '../support/redis-servers/cluster.ts';
import { type Gate, startGate } from '../support/redis-servers/gate.ts';
import { startSentinelSetup } from '../support/redis-servers/sentinels.ts';
import {
  LOOPBACK,
  onRealServers,
  type RedisServer,
  startRedisServer,
} from '../support/redis-servers/server.ts';
import { problemsAfter } from './checks.ts';
import { startTrial, type Trial } from './trial.ts';

const LONGEST_MS = 240_000;
/** Without a restart, and without people. How long it took is told: a busy machine, and sentinels that vote twice, take longer. */
const WITHIN = { timeout: 60_000, interval: 50 };

/** A fault that stays until the request is bought; `strike` answers what ends it, where it can be ended. */
type Fault = {
  setup: Parameters<typeof startTrial>[0];
  strike: (trial: Trial, unready: Promise<void>) => Promise<(() => void) | undefined>;
};

const FAULTS: Record<string, () => Promise<Fault>> = {
  'its connections stay open and carry nothing any more': async () => {
    const server = await startRedisServer({ directives: [['save', '']] });
    const gate = await startGate();
    gate.leadTo(server.port);
    return {
      setup: behind(gate, server),
      strike: async () => {
        gate.silence('client');
        return undefined;
      },
    };
  },
  'the server behind its address only reads, and then the address leads to another one':
    async () => {
      const first = await startRedisServer({ directives: [['save', '']] });
      const second = await startRedisServer({
        directives: [
          ['save', ''],
          ['repl-diskless-sync-delay', 0],
          ['replicaof', LOOPBACK, first.port],
        ],
      });
      const gate = await startGate();
      gate.leadTo(first.port);
      const strike: Fault['strike'] = async (_trial, unready) => {
        await second.ask('REPLICAOF', 'NO', 'ONE');
        await first.ask('REPLICAOF', LOOPBACK, second.port);
        // A bot that has found the other server at once need never say that it is not ready.
        await unready;
        gate.leadTo(second.port);
        return undefined;
      };
      return { setup: behind(gate, second), strike };
    },
  'the master of its Sentinels hangs': async () => {
    const setup = await startSentinelSetup();
    return { setup, strike: async () => hang((await setup.master()).server) };
  },
  'the master of its Cluster hangs': async () => {
    const setup = await startClusterSetup({ replicasEach: 2 });
    const strike = async ({ keys }: Trial) => hang((await setup.master(keys.auditHeads())).server);
    return { setup, strike };
  },
};

function hang(server: RedisServer): () => void {
  server.freeze();
  return server.thaw;
}

/** For the bot a gate; for a look behind its back the server that stays. */
function behind(gate: Gate, server: RedisServer): Fault['setup'] {
  return {
    url: `redis://${LOOPBACK}:${gate.port}`,
    replicas: 0,
    connect: () => {
      const redis = new Redis(server.port, LOOPBACK);
      onTestFinished(() => redis.disconnect());
      return redis;
    },
  };
}

onRealServers.each(Object.entries(FAULTS))('while %s', (what, start) => {
  it('a request is approved and bought without a restart, and the bot says meanwhile that it is not ready', {
    timeout: LONGEST_MS,
  }, async () => {
    const { setup, strike } = await start();
    const trial = await startTrial(setup, { orders: 1, completeAfterMs: 0 });
    const [pair] = trial.pairs;
    const [bot] = trial.bots;
    if (!pair || !bot) throw new Error('one pair and one bot were asked for');
    await trial.people.request(pair);

    const unready = vi.waitFor(
      async () => expect((await bot.ops('/readyz')).status).toBe(503),
      WITHIN,
    );
    const mend = await strike(trial, unready);
    const struckAt = performance.now();
    const decided = trial.people.order(pair);
    await vi.waitFor(() => expect(trial.vobiz.orders).toHaveLength(1), WITHIN);
    const seconds = ((performance.now() - struckAt) / 1_000).toFixed(1);
    process.stdout.write(`bought ${seconds} s after the fault: ${what}\n`);
    await unready;
    await decided;
    mend?.();
    await bot.ready();
    expect(await problemsAfter(trial)).toEqual([]);
  });
});
