import { expect, it, vi } from 'vitest';
import { createKeys } from '../../src/store/keys.ts';
import { approve, cardShows, orderShows, requestNumber, SAYS } from '../support/journeys.ts';
import { startClusterSetup } from '../support/redis-servers/cluster.ts';
import { onRealServers } from '../support/redis-servers/server.ts';
import { sweptTwice } from '../support/sweeps.ts';
import { APPROVALS, startWorld } from '../support/world.ts';

const PATIENCE = { timeout: 60_000, interval: 100 };

onRealServers('a claim on a Cluster', () => {
  it('waits for the replica of its own slot, whatever the others do, and is bought once', async () => {
    const setup = await startClusterSetup();
    const env = { REDIS_URL: setup.url };
    const world = await startWorld({ vobiz: { completeAfterMs: 0 }, env });
    const key = createKeys(world.env.REDIS_PREFIX ?? '').rehearsal();
    const card = await requestNumber(world);
    const { server } = await setup.master(key);
    const own = Number(/port=(\d+)/.exec(await server.info('slave0'))?.[1]);
    const replica = setup.nodes.find(({ port }) => port === own);
    replica?.freeze();
    await approve(world, card);
    await orderShows(world, APPROVALS, /We can't keep a safe copy/);
    await sweptTwice(world);
    expect(world.vobiz.callsTo('order')).toEqual([]);
    replica?.thaw();
    await vi.waitFor(() => cardShows(world, APPROVALS, SAYS.bought), PATIENCE);
    expect(world.vobiz.callsTo('order')).toHaveLength(1);
  }, 180_000);

  it('follows its slot after an orderly failover', async () => {
    const setup = await startClusterSetup();
    const env = { REDIS_URL: setup.url };
    const world = await startWorld({ vobiz: { completeAfterMs: 0 }, env });
    const card = await requestNumber(world);
    await setup.failover(createKeys(world.env.REDIS_PREFIX ?? '').rehearsal());
    await setup.whole();
    await approve(world, card);
    await vi.waitFor(() => cardShows(world, APPROVALS, SAYS.bought), PATIENCE);
    expect(world.vobiz.callsTo('order')).toHaveLength(1);
  }, 180_000);
});
