import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { startSentinelSetup } from '../support/redis-servers/sentinels.ts';
import { onRealServers } from '../support/redis-servers/server.ts';
import { isLeftToPeople, problemsAfter } from './checks.ts';
import { EVERY_MS, startTrial } from './trial.ts';

const LONGEST_MS = 240_000;
const ROLES = ['bot', 'bot', 'worker', 'worker'] as const;

onRealServers('two bots and two workers on one set of sentinels', () => {
  it('buy twelve numbers, each once', { timeout: LONGEST_MS }, async () => {
    const setup = await startSentinelSetup();
    const trial = await startTrial(setup, { roles: ROLES });
    await trial.people.all(trial.pairs, EVERY_MS);
    expect(await problemsAfter(trial)).toEqual([]);
    expect(trial.vobiz.orders).toHaveLength(trial.pairs.length);
  });

  it('buy each once also through a failover and after the death of a worker', {
    timeout: LONGEST_MS,
  }, async () => {
    const setup = await startSentinelSetup();
    const trial = await startTrial(setup, { roles: ROLES });
    const orders = trial.people.all(trial.pairs, EVERY_MS);
    await pause(2_000);
    await trial.killNewest();
    await setup.failover();
    await setup.whole();
    await orders;
    expect(await problemsAfter(trial)).toEqual([]);
    const left = (await trial.records()).filter((order) => isLeftToPeople(trial, order));
    expect(trial.vobiz.orders).toHaveLength(trial.pairs.length - left.length);
  });
});
