import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import { approve, cardShows, requestNumber, SAYS } from '../support/journeys.ts';
import { startGate } from '../support/redis-servers/gate.ts';
import { startSentinelSetup } from '../support/redis-servers/sentinels.ts';
import { LOOPBACK, type RedisServer, startRedisServer } from '../support/redis-servers/server.ts';
import { APPROVALS, startBot, startOutside } from '../support/world.ts';

const LONGEST_MS = 240_000;
/** What the bot is given to leave a connection and finish the purchase; a busy machine gets some more. */
const BACK_WITHIN_MS = 30_000;
const PLAIN = { directives: [['save', '']] } as const;

async function startOn(url: string) {
  const outside = await startOutside({ env: { REDIS_URL: url }, vobiz: { completeAfterMs: 0 } });
  const bot = await startBot(outside);
  const readiness = async () => {
    const answer = await fetch(`${bot.opsUrl}/readyz/work`, { headers: { connection: 'close' } });
    return answer.status;
  };
  const ready = (status: number) =>
    vi.waitFor(async () => expect(await readiness()).toBe(status), {
      timeout: BACK_WITHIN_MS,
      interval: 100,
    });
  return { ...outside, ready };
}
type World = Awaited<ReturnType<typeof startOn>>;

/** Somebody asks for a number and somebody approves, without anything having been restarted. */
async function buysOne(world: World): Promise<void> {
  await world.ready(200);
  await approve(world, await requestNumber(world));
  await cardShows(world, APPROVALS, SAYS.bought);
  expect(world.vobiz.callsTo('order')).toHaveLength(1);
}

/** A copy that follows, and has all there is. */
async function startReplica(master: RedisServer): Promise<RedisServer> {
  const replica = await startRedisServer({
    directives: [
      ['save', ''],
      ['replicaof', LOOPBACK, master.port],
      ['repl-diskless-sync-delay', 0],
    ],
  });
  await vi.waitFor(async () => expect(await replica.info('master_link_status')).toBe('up'), 20_000);
  return replica;
}

describe('the bot leaves by itself, without a restart,', { timeout: LONGEST_MS }, () => {
  it('connections that stay open and carry nothing any more', async () => {
    const redis = await startRedisServer(PLAIN);
    const gate = await startGate();
    gate.leadTo(redis.port);
    const world = await startOn(`redis://${LOOPBACK}:${gate.port}`);
    gate.silence('client');
    await world.ready(503);
    await buysOne(world);
  });

  it('a server that hangs, when it goes on', async () => {
    const redis = await startRedisServer(PLAIN);
    const world = await startOn(`redis://${LOOPBACK}:${redis.port}`);
    redis.freeze();
    await world.ready(503);
    // Longer than any socket is borne with: new ones were opened to the hung server meanwhile.
    await pause(8_000);
    redis.thaw();
    await buysOne(world);
  });

  it('a primary that became a replica, when its address leads to another one', async () => {
    const first = await startRedisServer(PLAIN);
    const second = await startReplica(first);
    const gate = await startGate();
    gate.leadTo(first.port);
    const world = await startOn(`redis://${LOOPBACK}:${gate.port}`);
    gate.leadTo(second.port);
    await second.ask('REPLICAOF', 'NO', 'ONE');
    await first.ask('REPLICAOF', LOOPBACK, second.port);
    await buysOne(world);
    expect(await second.ask('DBSIZE')).toBeGreaterThan(0);
  });

  it('a primary that loses its replicas, when its address leads to one of them', async () => {
    const first = await startRedisServer({
      directives: [
        ['save', ''],
        ['min-replicas-to-write', 1],
      ],
    });
    const second = await startReplica(first);
    const gate = await startGate();
    gate.leadTo(first.port);
    const world = await startOn(`redis://${LOOPBACK}:${gate.port}`);
    gate.leadTo(second.port);
    await second.ask('REPLICAOF', 'NO', 'ONE');
    await buysOne(world);
  });

  it('a master of Sentinel that hangs', async () => {
    const setup = await startSentinelSetup();
    const world = await startOn(setup.url);
    const before = await setup.master();
    before.server.freeze();
    await setup.promoted(before);
    await buysOne(world);
  });

  it('a master of Sentinel that is gone, while the first sentinel hangs', async () => {
    const setup = await startSentinelSetup();
    setup.sentinels[0]?.freeze();
    const world = await startOn(setup.url);
    const before = await setup.master();
    await before.server.kill();
    await setup.promoted(before);
    await buysOne(world);
  });
});
