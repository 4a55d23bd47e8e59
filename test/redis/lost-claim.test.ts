import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { SHARED } from '../support/crowd.ts';
import { newsFor, SAYS, textOf } from '../support/journeys.ts';
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

/** Whether card, thread and what the requester is told say that it is not known, and not to order it again. */
function placesThatAsk({ slack, people, pairs: [pair] }: Trial): boolean[] {
  const card = pair && people.cardOf(pair);
  if (!card) return [];
  const thread = slack.thread(SHARED, card.ts);
  const places = [[card], thread, newsFor({ slack }, pair.requester)];
  return places.map((messages) => SAYS.unconfirmed.test(messages.map(textOf).join()));
}

/** The number is for sale again, as where the vendor's list is slow. */
function listAgain({ vobiz }: Trial, { e164, region }: { e164: string; region: string }): void {
  vobiz.addNumber({ e164, region, country: 'IN', setup: 500, monthly: 250, currency: 'INR' });
}

/** The master, and perhaps the bot, die between the purchase and its answer; a replica that never saw the claim follows. */
async function loseSentClaim({
  listed,
  killed,
  env = {},
}: Lost & { env?: Record<string, string> }) {
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
  if (killed) await trial.startBot('all', env);
  return trial;
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
  ])(
    'which was sent (number still listed: $listed, bot killed: $killed): bought once, and all say so',
    {
      timeout: LONGEST_MS,
    },
    async ({ listed, killed }) => {
      const trial = await loseSentClaim({ listed, killed });
      expect(await problemsAfter(trial)).toEqual([]);
      expect(trial.vobiz.orders).toHaveLength(1);
    },
  );

  // Nothing is left that knows of the purchase but Vobiz, which does not say for whom it was.
  it.each([{ listed: false }, { listed: true }])(
    "which was sent (number still listed: $listed), and the bot's disk with it: not bought again, and a person is asked",
    {
      timeout: LONGEST_MS,
    },
    async ({ listed }) => {
      const DATA_DIR = await mkdtemp(join(testRunDir(), 'disk-'));
      const trial = await loseSentClaim({ listed, killed: true, env: { DATA_DIR } });
      await vi.waitFor(() => expect(placesThatAsk(trial)).toEqual([true, true, true]), PATIENCE);
      expect(await trial.records()).toMatchObject([{ state: 'unconfirmed' }]);
      expect(trial.vobiz.callsTo('order')).toHaveLength(1);
    },
  );
});
