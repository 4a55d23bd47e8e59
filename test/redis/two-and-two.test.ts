import { expect, it } from 'vitest';
import { startSentinelSetup } from '../support/redis-servers/sentinels.ts';
import { onRealServers } from '../support/redis-servers/server.ts';
import { problemsAfter } from './checks.ts';
import { EVERY_MS, startTrial } from './trial.ts';

onRealServers('two bots and two workers on one set of sentinels', () => {
  it('buy twelve numbers, each once', { timeout: 180_000 }, async () => {
    const setup = await startSentinelSetup();
    const trial = await startTrial(setup, { roles: ['bot', 'bot', 'worker', 'worker'] });
    await trial.people.all(trial.pairs, EVERY_MS);
    expect(await problemsAfter(trial)).toEqual([]);
    expect(trial.vobiz.orders).toHaveLength(trial.pairs.length);
  });
});
