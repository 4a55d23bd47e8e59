import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { testRunDir } from '../support/redis.ts';
import { startSentinelSetup } from '../support/redis-servers/sentinels.ts';
import { onRealServers } from '../support/redis-servers/server.ts';
import { problemsAfter } from './checks.ts';
import { startTrial, type Trial } from './trial.ts';

const LONGEST_MS = 240_000;
const PATIENCE = { timeout: 60_000, interval: 50 };
/** A failover as fast as sentinels can be trusted with: what counts here is what is lost, not how long it takes. */
const FAST = { gated: true, downAfterMs: 1_000 };

/** A setting that asks for no confirmation: then the claim is lost, and what is left are the journal and the second look. */
const UNCONFIRMED = { CLAIM_REPLICAS: '0' };

type Lost = {
  /** What becomes of the number on the shelf when it has been bought. */
  listed: boolean;
  /** The bot dies with the master, before it hears what came of the purchase. */
  killed: boolean;
  /** The disk with the bot's journal dies too. */
  diskLost?: boolean;
};

/** An approved order that is about to be claimed; replication breaks before it is. */
async function startOneOrder(env: Record<string, string> = {}) {
  const setup = await startSentinelSetup(FAST);
  const trial = await startTrial(setup, { orders: 1, env });
  const [pair] = trial.pairs;
  if (!pair) throw new Error('one pair was asked for');
  const master = await setup.master();
  await trial.people.request(pair);
  const check = trial.vobiz.faults.hold('balance');
  const decided = trial.people.order(pair);
  await check.arrived;
  await decided;
  await trial.confirmedHead();
  master.gate?.cut('replica');
  return { setup, trial, pair, master, letGo: check.release };
}

const newDisk = () => mkdtemp(join(testRunDir(), 'disk-'));

/** The number is for sale again, as where the vendor's list is slow. */
function listAgain({ vobiz }: Trial, { e164, region }: { e164: string; region: string }): void {
  vobiz.addNumber({ e164, region, country: 'IN', setup: 500, monthly: 250, currency: 'INR' });
}

onRealServers('the master dies with a claim that no replica has', () => {
  it('which was not sent: the order waits, and is bought once by the next master', {
    timeout: LONGEST_MS,
  }, async () => {
    const { setup, trial, pair, master, letGo } = await startOneOrder();
    letGo();
    await vi.waitFor(() => {
      expect(JSON.stringify(trial.people.cardOf(pair))).toMatch(/haven't sent it/);
    }, PATIENCE);
    expect(trial.vobiz.callsTo('order')).toEqual([]);
    await master.server.kill();
    await setup.promoted(master);
    master.gate?.mend('replica');
    await master.server.start();
    await setup.whole();
    expect(await problemsAfter(trial)).toEqual([]);
    expect(trial.vobiz.orders).toHaveLength(1);
  });

  it.each<Lost>([
    { listed: false, killed: false },
    { listed: true, killed: false },
    { listed: false, killed: true },
    { listed: true, killed: true },
    { listed: false, killed: true, diskLost: true },
    { listed: true, killed: true, diskLost: true },
  ])(
    'which was sent (number still listed: $listed, bot killed: $killed, its disk lost: $diskLost): bought once, and all say so',
    {
      timeout: LONGEST_MS,
    },
    async ({ listed, killed, diskLost = false }) => {
      const { setup, trial, pair, master, letGo } = await startOneOrder(UNCONFIRMED);
      const answer = trial.vobiz.faults.hold('order', { when: 'after' });
      letGo();
      await answer.arrived;
      if (listed) listAgain(trial, pair);
      await master.server.kill();
      if (killed) await trial.bots[0]?.kill();
      answer.release();
      await setup.promoted(master);
      master.gate?.mend('replica');
      await master.server.start();
      await setup.whole();
      if (killed) await trial.startBot('all', diskLost ? { DATA_DIR: await newDisk() } : {});
      expect(await problemsAfter(trial)).toEqual([]);
      expect(trial.vobiz.orders).toHaveLength(1);
    },
  );
});
