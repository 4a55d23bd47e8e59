import { readFile } from 'node:fs/promises';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { loadConfig } from '../../src/app/config.ts';
import { checkRedis } from '../../src/app/doctor/check-redis.ts';
import { readCompose } from '../support/compose.ts';
import { approve, cardShows, requestNumber, SAYS } from '../support/journeys.ts';
import { startSentinelSetup } from '../support/redis-servers/sentinels.ts';
import { type Directives, LOOPBACK, startRedisServer } from '../support/redis-servers/server.ts';
import { APPROVALS, startBot, startOutside } from '../support/world.ts';

const SAFE: Directives = [
  ['save', ''],
  ['appendonly', 'yes'],
  ['appendfsync', 'always'],
  ['maxmemory-policy', 'noeviction'],
];
const SETTINGS = {
  SLACK_BOT_TOKEN: 'xoxb-1',
  SLACK_APP_TOKEN: 'xapp-1',
  VOBIZ_AUTH_ID: 'MA_1',
  VOBIZ_AUTH_TOKEN: 'token',
  REDIS_PREFIX: 'doctor-test',
};

/** `verdict: says` for each finding. */
async function diagnosed(REDIS_URL: string): Promise<string[]> {
  const findings = await checkRedis(loadConfig({ ...SETTINGS, REDIS_URL }).redis);
  return findings.map(({ verdict, says }) => `${verdict}: ${says}`);
}

/** A server of its own, and what the doctor says of it besides that it answers. */
async function troublesOf(directives: Directives, login = ''): Promise<string[]> {
  const redis = await startRedisServer({ directives });
  const said = await diagnosed(`redis://${login}${LOOPBACK}:${redis.port}`);
  expect(await redis.ask('KEYS', '*')).toEqual([]);
  return said.filter((line) => !line.startsWith('ok: '));
}

describe('the doctor', { timeout: 60_000 }, () => {
  it('finds nothing wrong with a single server that loses nothing', async () => {
    expect(await troublesOf(SAFE)).toEqual([]);
  });

  it('finds nothing wrong with the Redis of compose.yaml', async () => {
    const [, ...words] = readCompose().services.redis.command;
    const directives = words.flatMap(
      (word, at): Directives =>
        word.startsWith('--') ? [[word.slice(2), words[at + 1] ?? '']] : [],
    );
    expect(directives).toHaveLength(words.length / 2);
    expect(await troublesOf(directives)).toEqual([]);
  });

  it.each([
    ['forgets after a crash', ['appendonly', 'no'], /^warning: .*"appendonly yes"/],
    [
      'may lose the last second',
      ['appendfsync', 'everysec'],
      /^warning: appendfsync is everysec.*"appendfsync always"/,
    ],
    ['evicts', ['maxmemory-policy', 'allkeys-lru'], /^warning: .*"maxmemory-policy noeviction"/],
    ['is full', ['maxmemory', 1], /^problem: writes fail \(OOM.*more memory/],
    ['misses its replicas', ['min-replicas-to-write', 1], /^problem: writes fail .*NOREPLICAS/],
    [
      'is a replica',
      ['replicaof', LOOPBACK, 1],
      /^problem: writes fail .*READONLY.*name the primary/,
    ],
  ] as const)('says that a server %s', async (_what, directive, says) => {
    expect(await troublesOf([...SAFE, directive])).toEqual([expect.stringMatching(says)]);
  });

  it.each([
    ['no CONFIG', '+@all -config', [/^unchecked: .*can't run CONFIG.*appendfsync/]],
    [
      'nothing dangerous',
      '+@all -@dangerous',
      [/^unchecked: .*can't run INFO/, /^unchecked: .*can't run CONFIG/],
    ],
    ['no scripts', '+@all -@scripting', [/^problem: .*can't use EVAL .*\+eval/]],
    ['no streams', '+@all -@stream', [/^problem: .*can't use XADD, XTRIM, XRANGE and XREVRANGE/]],
    ['no blocking reads', '+@all -@blocking', [/^problem: .*can't use BZPOPMIN/]],
  ])('says what a user with %s cannot do', async (_what, rights, says) => {
    const user = ['user', 'bot', 'on', '>hush-hush', '~*', '&*', ...rights.split(' ')] as const;
    const said = await troublesOf([...SAFE, user], 'bot:hush-hush@');
    expect(said).toEqual(says.map((one) => expect.stringMatching(one)));
  });

  it('says that a user may not touch the keys of the bot', async () => {
    const user = ['user', 'bot', 'on', '>hush-hush', '~other:*', '&*', '+@all'] as const;
    const said = await troublesOf([...SAFE, user], 'bot:hush-hush@');
    expect(said).toEqual([
      expect.stringMatching(/^problem: .*keys ~\{REDIS_PREFIX\}\*/),
      expect.stringMatching(/^unchecked: whether Redis lost any, because it didn't answer/),
    ]);
  });

  it('knows what a master of Sentinel needs', async () => {
    const setup = await startSentinelSetup();
    const said = await diagnosed(setup.url);
    expect(said).toEqual([
      expect.stringMatching(/^ok: /),
      expect.stringMatching(/^warning: min-replicas-to-write is 0.*"min-replicas-to-write 1"/),
    ]);
    for (const { server } of setup.nodes.slice(1)) await server.kill();
    await vi.waitFor(
      async () =>
        expect(await diagnosed(setup.url)).toEqual([
          expect.stringMatching(/^ok: /),
          expect.stringMatching(/^problem: the master has no replica/),
        ]),
      { timeout: 20_000, interval: 500 },
    );
  });
});

it('buys with a user who may do nothing dangerous, and prints nothing about it', {
  timeout: 60_000,
}, async () => {
  const user = ['user', 'bot', 'on', '>hush-hush', '~*', '&*', '+@all', '-@dangerous'] as const;
  const redis = await startRedisServer({ directives: [...SAFE, user] });
  const warned = vi.spyOn(console, 'warn').mockImplementation(() => {});
  onTestFinished(() => warned.mockRestore());
  const outside = await startOutside({
    env: { REDIS_URL: `redis://bot:hush-hush@${LOOPBACK}:${redis.port}` },
    vobiz: { completeAfterMs: 0 },
  });
  const bot = await startBot(outside);
  await approve(outside, await requestNumber(outside));
  await cardShows(outside, APPROVALS, SAYS.bought);
  expect(await readFile(bot.log, 'utf8')).not.toContain('hush-hush');
  const seen = warned.mock.calls.length;
  await redis.ask('CLIENT', 'KILL', 'TYPE', 'normal');
  await vi.waitFor(
    async () => expect((await fetch(`${bot.opsUrl}/readyz`)).status).toBe(200),
    20_000,
  );
  expect(warned.mock.calls.length).toBe(seen);
});
