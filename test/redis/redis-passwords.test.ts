import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { runBuilt } from '../../sandbox/bot-process.ts';
import { loadConfig } from '../../src/app/config.ts';
import { spawnBot } from '../support/bot-process.ts';
import { testRunDir } from '../support/redis.ts';
import { LOOPBACK, startRedisServer } from '../support/redis-servers/server.ts';
import { startBot, startOutside } from '../support/world.ts';

const LONG_MS = 60_000;
const RIGHT = 'right-HUSH-1';
const WRONG = 'wrong-HUSH-2';

async function startGuarded() {
  const redis = await startRedisServer({
    directives: [
      ['save', ''],
      ['requirepass', RIGHT],
    ],
    client: { password: RIGHT },
  });
  return { redis, urlWith: (password: string) => `redis://:${password}@${LOOPBACK}:${redis.port}` };
}

describe('a wrong password', { timeout: LONG_MS }, () => {
  it('ends the start with the name of the variable and what to do', async () => {
    const { urlWith } = await startGuarded();
    const outside = await startOutside({ env: { REDIS_URL: urlWith(WRONG) } });
    const error = await startBot(outside).catch((thrown: unknown) => thrown);
    expect(String(error)).toMatch(/ConfigError: .*REDIS_URL. Correct them and restart.*WRONGPASS/);
    const log = join(testRunDir(), `${loadConfig(outside.env).redis.prefix}.log`);
    const text = `${await readFile(log, 'utf8')}${error instanceof Error ? error.stack : ''}`;
    expect(text).not.toContain('HUSH');
  });

  it('is told by the doctor, and none at all too', async () => {
    const { redis, urlWith } = await startGuarded();
    const { env } = await startOutside({ env: { REDIS_URL: urlWith(WRONG) } });
    const wrong = await runBuilt('doctor', [], env);
    expect(wrong.out).toMatch(/^PROBLEM +Redis .*REDIS_URL. Correct them/m);
    const none = await runBuilt('doctor', [], {
      ...env,
      REDIS_URL: `redis://${LOOPBACK}:${redis.port}`,
    });
    expect(none.out).toMatch(/^PROBLEM +Redis .*NOAUTH.*REDIS_URL. Correct them/m);
    expect(wrong.out + none.out).not.toContain('HUSH');
  });
});

it('names the variable when the password is changed under it, and goes on when it is right again', {
  timeout: LONG_MS,
}, async () => {
  const { redis, urlWith } = await startGuarded();
  const outside = await startOutside({ env: { REDIS_URL: urlWith(RIGHT) } });
  const bot = await startBot(outside);
  const ready = async (status: number) =>
    vi.waitFor(async () => expect((await fetch(`${bot.opsUrl}/readyz`)).status).toBe(status), {
      timeout: 20_000,
    });
  await ready(200);
  await redis.ask('ACL', 'SETUSER', 'keeper', 'on', '>keeper', '~*', '&*', '+@all');
  await redis.ask('CONFIG', 'SET', 'requirepass', WRONG);
  const keeper = new Redis({ port: redis.port, username: 'keeper', password: 'keeper' });
  onTestFinished(() => keeper.disconnect());
  await keeper.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
  await ready(503);
  const log = await vi.waitFor(async () => {
    const text = await readFile(bot.log, 'utf8');
    expect(text).toMatch(/"event":"redis\.error".*WRONGPASS.*REDIS_URL. Correct them and restart/);
    return text;
  }, 20_000);
  expect(log).not.toContain('HUSH');
  expect((await fetch(`${bot.opsUrl}/livez`)).status).toBe(200);

  await keeper.config('SET', 'requirepass', RIGHT);
  await ready(200);
});

it.each([
  'redis://:p#ss-HUSH@127.0.0.1:1',
  'redis://:HUSH/ss@127.0.0.1:1',
  'redis+sentinel://:HU@SH@one,two/m',
])(
  'a password that was not encoded is on no screen: %s',
  { timeout: LONG_MS },
  async (REDIS_URL) => {
    const { env } = await startOutside({ env: { REDIS_URL } });
    const bot = spawnBot(env);
    await bot.exited;
    const doctor = await runBuilt('doctor', [], env);
    const audit = await runBuilt('audit-verify', [], env);
    for (const told of [bot.errors(), doctor.out + doctor.err, audit.out + audit.err]) {
      expect(told).toMatch(/REDIS_URL: .*percent-encode/);
      expect(told).not.toMatch(/HU|SH@/);
    }
  },
);
