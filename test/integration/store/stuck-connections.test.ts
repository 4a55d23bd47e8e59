import { expect, it, onTestFinished } from 'vitest';
import { loadConfig } from '../../../src/app/config.ts';
import { createLog } from '../../../src/app/log.ts';
import { openStorage } from '../../../src/app/storage.ts';
import { startOutside } from '../../support/world.ts';

const A_MINUTE_MS = 60_001;

/** Storage with a clock of the test's own. */
async function startStorage(env: Record<string, string> = {}) {
  const outside = await startOutside({ env });
  const clock = { ms: 0 };
  const { redis } = loadConfig(outside.env);
  const storage = await openStorage(redis, createLog('silent'), () => clock.ms);
  onTestFinished(storage.close);
  return { storage, clock };
}

it('names a connection that carries nothing for a minute while a new one does', async () => {
  const { storage, clock } = await startStorage();
  expect(await storage.isUp('patient')).toBe(true);
  storage.patient.disconnect();
  expect(await storage.isUp('patient')).toBe(false);
  expect(await storage.stuck()).toEqual([]);
  clock.ms += A_MINUTE_MS;
  for (const name of ['interactive', 'queue', 'claims'] as const) await storage.isUp(name);
  expect(await storage.stuck()).toEqual(['patient']);
});

it('names none while Redis itself is away: a restart would not help', async () => {
  const { storage, clock } = await startStorage({ REDIS_URL: 'redis://127.0.0.1:9' });
  clock.ms += A_MINUTE_MS;
  expect(await storage.isUp('interactive')).toBe(false);
  expect(await storage.stuck()).toEqual([]);
});
