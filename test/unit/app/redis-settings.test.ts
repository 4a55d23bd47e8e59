import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { loadConfig } from '../../../src/app/config.ts';

const complete = {
  SLACK_BOT_TOKEN: 'xoxb-1',
  SLACK_APP_TOKEN: 'xapp-1',
  VOBIZ_AUTH_ID: 'MA_1',
  VOBIZ_AUTH_TOKEN: 'token',
};
const serverOf = (env: Record<string, string>) => loadConfig({ ...complete, ...env }).redis.server;

function refusalOf(REDIS_URL: string): string {
  try {
    serverOf({ REDIS_URL });
  } catch (error) {
    return String(error);
  }
  throw new Error('it was taken');
}

describe('takes one form for each kind of Redis:', () => {
  it.each([
    [
      'redis://localhost:6379/2',
      { kind: 'server', host: 'localhost', port: 6379, db: 2, tls: false },
    ],
    ['redis://redis/', { kind: 'server', host: 'redis', port: 6379, db: 0 }],
    ['redis://[::1]:6380/1', { kind: 'server', host: '::1', port: 6380, db: 1 }],
    ['rediss://[fe80::1%eth0]', { kind: 'server', host: 'fe80::1%eth0', tls: true }],
    [
      'rediss://:password@redis.example:6380',
      { kind: 'server', host: 'redis.example', tls: true, login: { password: 'password' } },
    ],
    [
      'redis+unix://bot:secret@/run/redis/redis.sock?db=3',
      {
        kind: 'socket',
        path: '/run/redis/redis.sock',
        db: 3,
        login: { username: 'bot', password: 'secret' },
      },
    ],
    ['redis+unix:///tmp/a%20b.sock', { kind: 'socket', path: '/tmp/a b.sock', db: 0 }],
    [
      'redis+sentinel://user:password@one:26380,[::1],10.0.0.3/orders/4',
      {
        kind: 'sentinel',
        hosts: [
          { host: 'one', port: 26_380 },
          { host: '::1', port: 26_379 },
          { host: '10.0.0.3', port: 26_379 },
        ],
        name: 'orders',
        db: 4,
        tls: false,
        login: { username: 'user', password: 'password' },
      },
    ],
    ['rediss+sentinel://one', { kind: 'sentinel', name: 'mymaster', tls: true }],
    [
      'rediss+cluster://:pw@one:7000,[2001:db8::2]:7001',
      {
        kind: 'cluster',
        hosts: [
          { host: 'one', port: 7000 },
          { host: '2001:db8::2', port: 7001 },
        ],
        tls: true,
      },
    ],
  ])('%s', (REDIS_URL, expected) => {
    expect(serverOf({ REDIS_URL })).toMatchObject(expected);
  });

  it('a login of its own and TLS of their own for the Sentinels', () => {
    const server = serverOf({
      REDIS_URL: 'redis+sentinel://:m@one/orders',
      REDIS_SENTINEL_USERNAME: 'watcher',
      REDIS_SENTINEL_PASSWORD: 'p#s/s:w@rd%',
      REDIS_SENTINEL_TLS: 'on',
    });
    expect(server).toMatchObject({
      tls: false,
      sentinelTls: true,
      login: { password: 'm' },
      sentinelLogin: { username: 'watcher', password: 'p#s/s:w@rd%' },
    });
  });

  it('an authority and a certificate from files, and says which one cannot be read', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'redis-url-'));
    onTestFinished(() => rm(dir, { recursive: true }));
    const REDIS_CA_FILE = join(dir, 'ca.pem');
    await writeFile(REDIS_CA_FILE, 'PEM');
    const REDIS_URL = 'rediss://one';
    expect(serverOf({ REDIS_URL, REDIS_CA_FILE })?.certificates).toEqual({ ca: 'PEM' });
    expect(() => serverOf({ REDIS_URL, REDIS_KEY_FILE: join(dir, 'none') })).toThrow(
      /REDIS_KEY_FILE: names a file that can't be read/,
    );
  });
});

it.each([
  [{ REDIS_SENTINEL_USERNAME: 'watcher' }, /REDIS_SENTINEL_PASSWORD: is needed/],
  [{ REDIS_CERT_FILE: import.meta.filename }, /REDIS_KEY_FILE: is needed/],
])('asks for the other half: %j', (half, says) => {
  expect(() => serverOf({ REDIS_URL: 'redis+sentinel://one', ...half })).toThrow(says);
});

describe('a password with special characters', () => {
  it.each([
    ['redis://:p%23s%40s%2Fw%3Ao%25rd@host', 'p#s@s/w:o%rd'],
    ['redis://:p:ss$!*&,;=[]"@host', 'p:ss$!*&,;=[]"'],
    ['redis+cluster://:p%2Cw@one,two', 'p,w'],
  ])('is taken whole: %s', (REDIS_URL, password) => {
    expect(serverOf({ REDIS_URL })?.login).toEqual({ password });
  });

  it.each([
    'redis://:p#ss-HUSH@host:6379',
    'redis://user:12345#HUSH@host',
    'redis://:HUSH/ss@host',
    'redis://:1234/HUSH@host',
    'redis://:HU@SH@host',
    'redis://:HUSH?ss@host',
    'redis://:HUSH%ss@host',
    'redis://:HU SH@host',
    'redis+sentinel://:HUSH#1@one,two/mymaster',
    'redis+cluster://:HUSH/1@one,two',
    'redis+unix://:HUSH#1@/tmp/redis.sock',
  ])('that was not percent-encoded is refused without repeating it: %s', (REDIS_URL) => {
    const refusal = refusalOf(REDIS_URL);
    expect(refusal).toMatch(/REDIS_URL: .*percent-encode/);
    expect(refusal).not.toMatch(/HU|SH@|12345|p#ss/);
  });

  it('that was written where the user name stands is told apart', () => {
    expect(refusalOf('redis://HUSH@host')).toMatch(/REDIS_URL: names a user without a password/);
    expect(refusalOf('redis://HUSH@host')).not.toContain('HUSH');
  });
});

describe('refuses, and says what to write,', () => {
  it.each([
    ['localhost:6379', /must begin with redis:/],
    ['http://localhost:6379', /must begin with redis:/],
    ['redis://', /must begin with redis:/],
    ['redis+sentinel://', /must begin with redis:/],
    ['redis+tls://host', /must begin with redis:/],
    ['redis://::1:6379', /IPv6 in brackets/],
    ['redis://host:99999', /must name hosts as host or host:port/],
    ['redis://host:0', /must name hosts/],
    ['redis://host?family=6', /must name hosts/],
    ['redis://one,two', /several hosts: begin with redis\+sentinel/],
    ['redis://host/orders', /database index/],
    ['redis+sentinel://one/mymaster/orders', /database index/],
    ['redis+cluster://one/1', /Cluster has no databases/],
    ['redis+cluster://one,,two', /must name hosts/],
    ['redis+unix://tmp/redis.sock', /must name a socket/],
    ['rediss+unix:///tmp/redis.sock', /must begin with redis:|has no TLS/],
  ])('%s', (REDIS_URL, problem) => {
    expect(refusalOf(REDIS_URL)).toMatch(/REDIS_URL: /);
    expect(refusalOf(REDIS_URL)).toMatch(problem);
  });
});
