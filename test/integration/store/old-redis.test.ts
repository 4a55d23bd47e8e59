import { pino } from 'pino';
import { expect, it, onTestFinished } from 'vitest';
import { createApp } from '../../../src/app/app.ts';
import { ConfigError, loadConfig } from '../../../src/app/config.ts';
import { isSupportedRedis } from '../../../src/store/redis-facts.ts';
import { startRedisStub } from '../../support/redis-stub.ts';
import { startOutside } from '../../support/world.ts';

it('does not start on a Redis older than 6.2, and says what to do', async () => {
  const REDIS_URL = await startRedisStub({ redis_version: '6.0.16' });
  const { env } = await startOutside({ env: { REDIS_URL } });
  const app = createApp(loadConfig(env), pino({ level: 'silent' }));
  onTestFinished(app.stop);
  const failure = await app.start().catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(ConfigError);
  expect(String(failure)).toMatch(/Redis 6\.0\.16 is too old.*6\.2 or newer.*REDIS_URL/);
});

it.each([
  ['6.0.16', false],
  ['6.2.0', true],
  ['7.2.4', true],
  ['5.0.14', false],
  ['10.0.0', true],
])('knows whether %s is new enough: %s', (version, expected) => {
  expect(isSupportedRedis(version)).toBe(expected);
});
