import { expect, it, vi } from 'vitest';
import { buttons } from '../../src/slack/ids.ts';
import { eventsIn, orderIn } from '../support/audit.ts';
import {
  approve,
  cardShows,
  idIn,
  requestNumber,
  SAYS,
  textOf,
  withdraw,
} from '../support/journeys.ts';
import { startGate } from '../support/redis-servers/gate.ts';
import { startSentinelSetup } from '../support/redis-servers/sentinels.ts';
import { LOOPBACK, onRealServers, startRedisServer } from '../support/redis-servers/server.ts';
import { sweptTwice } from '../support/sweeps.ts';
import { APPROVALS, startWorld, type World } from '../support/world.ts';

const WAITS = /We can't keep a safe copy of this purchase.*we haven't sent it/;
const PATIENCE = { timeout: 90_000, interval: 100 };

/** A master behind one address, and a replica whose link to it can be cut. */
async function startPair() {
  const gate = await startGate();
  const master = await startRedisServer({ directives: [['repl-diskless-sync-delay', 0]] });
  gate.leadTo(master.port);
  const replica = await startRedisServer({ directives: [['replicaof', LOOPBACK, gate.port]] });
  await vi.waitFor(
    async () => expect(await master.info('slave0')).toMatch(/state=online/),
    PATIENCE,
  );
  const url = `redis://${LOOPBACK}:${master.port}`;
  const world = await startWorld({ vobiz: { completeAfterMs: 0 }, env: { REDIS_URL: url } });
  return { gate, master, replica, world };
}

async function boughtOnce(world: World): Promise<void> {
  await vi.waitFor(() => cardShows(world, APPROVALS, SAYS.bought), PATIENCE);
  await sweptTwice(world);
  expect(world.vobiz.callsTo('order')).toHaveLength(1);
  expect(world.vobiz.orders).toHaveLength(1);
}

onRealServers('a claim that no replica confirms', () => {
  it('is not sent on while the replica hangs: the card says why, and it is bought once it runs', async () => {
    const { replica, world } = await startPair();
    const card = await requestNumber(world);
    replica.freeze();
    await approve(world, card);
    await cardShows(world, APPROVALS, WAITS);
    await sweptTwice(world);
    expect(world.vobiz.callsTo('order')).toEqual([]);
    // Tried again, it is only rehearsed: one claim was taken back, and no second one is in the audit.
    expect(await eventsIn(world)).toBe('request approve claim unclaim');
    replica.thaw();
    await boughtOnce(world);
    expect(await eventsIn(world)).toMatch(/^request approve claim unclaim claim answered/);
  }, 120_000);

  it('is not sent on when the link was cut before: a replica that was there counts', async () => {
    const { gate, world } = await startPair();
    const card = await requestNumber(world);
    gate.cut('replica');
    await approve(world, card);
    await cardShows(world, APPROVALS, WAITS);
    expect(world.vobiz.callsTo('order')).toEqual([]);
    gate.mend('replica');
    await boughtOnce(world);
  }, 120_000);

  it('is taken back no more when somebody withdrew the request meanwhile', async () => {
    const { replica, world } = await startPair();
    const card = await requestNumber(world);
    replica.freeze();
    await approve(world, card);
    const waits = await cardShows(world, APPROVALS, WAITS);
    await withdraw(world, waits, { asShown: true });
    await cardShows(world, APPROVALS, SAYS.withdrawn);
    replica.thaw();
    await sweptTwice(world);
    expect(world.vobiz.callsTo('order')).toEqual([]);
    expect((await orderIn(world, idIn(card))).state).toBe('withdrawn');
  }, 120_000);
});

onRealServers('a claim under Sentinel', () => {
  it('needs both replicas: with one of them it waits, and after the master is gone it is bought once', async () => {
    const setup = await startSentinelSetup({ gated: true, downAfterMs: 2_000 });
    const env = { REDIS_URL: setup.url };
    const world = await startWorld({ vobiz: { completeAfterMs: 0 }, env });
    const card = await requestNumber(world);
    const master = await setup.master();
    master.gate?.cut('replica');
    await approve(world, card);
    await cardShows(world, APPROVALS, WAITS);
    expect(world.vobiz.callsTo('order')).toEqual([]);
    await master.server.kill();
    await setup.promoted(master);
    // What the new master has is older than the claim, and perhaps than the approval: people do it again. The drawing of the card
    // that was cut off there counts as running until its lock lapses: up to twice JOB_LOCK_MS.
    await vi.waitFor(async () => {
      const now = world.slack
        .messages(APPROVALS)
        .findLast((one) => textOf(one).includes('"block_id":"ord_'));
      if (now && textOf(now).includes(buttons.approve.id)) await approve(world, now);
      expect(textOf(now)).toMatch(SAYS.bought);
    }, PATIENCE);
    await sweptTwice(world);
    expect(world.vobiz.callsTo('order')).toHaveLength(1);
  }, 180_000);
});
