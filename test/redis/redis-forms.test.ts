import { execFile } from 'node:child_process';
import { mkdtemp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { loadConfig } from '../../src/app/config.ts';
import { connectRedis } from '../../src/store/connect-redis.ts';
import { approve, cardShows, requestNumber, SAYS } from '../support/journeys.ts';
import { testRunDir } from '../support/redis.ts';
import { type Directives, LOOPBACK, startRedisServer } from '../support/redis-servers/server.ts';
import { APPROVALS, startBot, startOutside } from '../support/world.ts';

const LONG_MS = 90_000;
const PASSWORD = 'p#s@s/w:o%rd';
const ENCODED = encodeURIComponent(PASSWORD);
const run = promisify(execFile);

const SETTINGS = {
  SLACK_BOT_TOKEN: 'xoxb-1',
  SLACK_APP_TOKEN: 'xapp-1',
  VOBIZ_AUTH_ID: 'MA_1',
  VOBIZ_AUTH_TOKEN: 'token',
};

/** Writes and reads over a connection as the bot makes it, and over the duplicate that BullMQ makes for its blocking read. */
async function works(env: Record<string, string>): Promise<void> {
  const { server } = loadConfig({ ...SETTINGS, ...env }).redis;
  if (!server) throw new Error('no server');
  const failures: object[] = [];
  const redis = connectRedis(server, 'queue', { warn: (fields) => void failures.push(fields) });
  const blocking = redis.duplicate();
  onTestFinished(() => {
    redis.disconnect();
    blocking.disconnect();
  });
  await redis.zadd('{forms}:marker', 7, 'due');
  expect(await blocking.bzpopmin('{forms}:marker', 5)).toEqual(['{forms}:marker', 'due', '7']);
  expect(failures).toEqual([]);
}

/** A whole purchase, everything of it over such a Redis. */
async function buys(env: Record<string, string>): Promise<void> {
  const outside = await startOutside({ env, vobiz: { completeAfterMs: 0 } });
  await startBot(outside);
  await approve(outside, await requestNumber(outside));
  await cardShows(outside, APPROVALS, SAYS.bought);
}

/** An authority of our own and a certificate for this machine, made by openssl. */
async function makeCertificates() {
  const dir = await mkdtemp(join(testRunDir(), 'tls-'));
  const at = (name: string) => join(dir, name);
  const openssl = (...args: string[]) => run('openssl', args, { cwd: dir });
  const key = ['-newkey', 'rsa:2048', '-nodes'];
  await openssl(
    'req',
    '-x509',
    ...key,
    '-keyout',
    'ca.key',
    '-out',
    'ca.pem',
    '-subj',
    '/CN=Our CA',
    '-days',
    '2',
  );
  await openssl(
    'req',
    ...key,
    '-keyout',
    'key.pem',
    '-out',
    'request.pem',
    '-subj',
    '/CN=localhost',
    '-addext',
    'subjectAltName=DNS:localhost,IP:127.0.0.1',
  );
  await openssl(
    'x509',
    '-req',
    '-in',
    'request.pem',
    '-CA',
    'ca.pem',
    '-CAkey',
    'ca.key',
    '-CAcreateserial',
    '-out',
    'cert.pem',
    '-days',
    '2',
    '-copy_extensions',
    'copy',
  );
  const ca = await readFile(at('ca.pem'), 'utf8');
  const [cert, own] = await Promise.all([
    readFile(at('cert.pem'), 'utf8'),
    readFile(at('key.pem'), 'utf8'),
  ]);
  const directives: Directives = [
    ['tls-cert-file', at('cert.pem')],
    ['tls-key-file', at('key.pem')],
    ['tls-ca-cert-file', at('ca.pem')],
    ['tls-auth-clients', 'no'],
    ['tls-replication', 'yes'],
  ];
  return {
    directives,
    client: { tls: { ca } },
    mutual: { tls: { ca, cert, key: own } },
    env: { REDIS_CA_FILE: at('ca.pem') },
    ownCertificate: { REDIS_CERT_FILE: at('cert.pem'), REDIS_KEY_FILE: at('key.pem') },
  };
}

const GUARDED: Directives = [
  ['save', ''],
  ['requirepass', PASSWORD],
  ['masterauth', PASSWORD],
];

describe('each documented form of REDIS_URL works with a real server:', {
  timeout: LONG_MS,
}, () => {
  it('a database index, and a password with special characters', async () => {
    const redis = await startRedisServer({ directives: GUARDED, client: { password: PASSWORD } });
    await buys({ REDIS_URL: `redis://:${ENCODED}@localhost:${redis.port}/3` });
    expect(await redis.ask('DBSIZE')).toBe(0);
    expect(await redis.info('db3')).toMatch(/keys=/);
  });

  it('an IPv6 address', async () => {
    const redis = await startRedisServer({
      directives: [
        ['save', ''],
        ['bind', LOOPBACK, '::1'],
      ],
    });
    await works({ REDIS_URL: `redis://[::1]:${redis.port}` });
  });

  it('a Unix socket', async () => {
    const dir = await mkdtemp(join(testRunDir(), 's-'));
    const path = join(dir, 'redis.sock');
    await startRedisServer({
      directives: [...GUARDED, ['unixsocket', path]],
      client: { password: PASSWORD },
    });
    await buys({ REDIS_URL: `redis+unix://:${ENCODED}@${path}?db=1` });
  });

  it('TLS with an authority of our own, by name and by address', async () => {
    const { directives, client, env } = await makeCertificates();
    const redis = await startRedisServer({
      directives: [...GUARDED, ['port', 0], ...directives],
      client: { ...client, password: PASSWORD },
    });
    await buys({ REDIS_URL: `rediss://:${ENCODED}@localhost:${redis.port}`, ...env });
    await works({ REDIS_URL: `rediss://:${ENCODED}@${LOOPBACK}:${redis.port}`, ...env });
  });

  it('TLS with a certificate of the client', async () => {
    const { directives, mutual, env, ownCertificate } = await makeCertificates();
    const redis = await startRedisServer({
      directives: [['save', ''], ['port', 0], ...directives, ['tls-auth-clients', 'yes']],
      client: mutual,
    });
    const REDIS_URL = `rediss://localhost:${redis.port}`;
    await works({ REDIS_URL, ...env, ...ownCertificate });
  });

  it('Sentinel with TLS everywhere and a login of its own', async () => {
    const { directives, client, env } = await makeCertificates();
    const secured: Directives = [['port', 0], ...directives];
    const redis = await startRedisServer({
      directives: [...GUARDED, ...secured],
      client: { ...client, password: PASSWORD },
    });
    const sentinel = await startRedisServer({
      sentinel: true,
      directives: [
        ...secured,
        ['requirepass', 'watch/this'],
        ['sentinel', 'monitor', 'orders', LOOPBACK, redis.port, 1],
        ['sentinel', 'auth-pass', 'orders', PASSWORD],
      ],
      client: { ...client, password: 'watch/this' },
    });
    await works({
      REDIS_URL: `rediss+sentinel://:${ENCODED}@localhost:${sentinel.port}/orders/2`,
      REDIS_SENTINEL_PASSWORD: 'watch/this',
      ...env,
    });
    expect(await redis.info('db2')).toBe('');
  });

  it('Sentinel without TLS before a Redis with it', async () => {
    const { directives, client, env } = await makeCertificates();
    const redis = await startRedisServer({
      directives: [['save', ''], ['port', 0], ...directives],
      client,
    });
    const sentinel = await startRedisServer({
      sentinel: true,
      directives: [...directives, ['sentinel', 'monitor', 'orders', LOOPBACK, redis.port, 1]],
    });
    await works({
      REDIS_URL: `rediss+sentinel://${LOOPBACK}:${sentinel.port}/orders`,
      REDIS_SENTINEL_TLS: 'off',
      ...env,
    });
  });

  it('a Cluster with TLS and a password', async () => {
    const { directives, client, env } = await makeCertificates();
    const node = await startRedisServer({
      directives: [
        ...GUARDED,
        ['port', 0],
        ...directives,
        ['tls-cluster', 'yes'],
        ['cluster-enabled', 'yes'],
        // A node that has met no other does not know its own.
        ['cluster-announce-ip', LOOPBACK],
      ],
      client: { ...client, password: PASSWORD },
    });
    await node.ask('CLUSTER', 'ADDSLOTSRANGE', 0, 16_383);
    await vi.waitFor(
      async () => expect(await node.ask('CLUSTER', 'INFO')).toMatch(/state:ok/),
      20_000,
    );
    await works({ REDIS_URL: `rediss+cluster://:${ENCODED}@localhost:${node.port}`, ...env });
  });
});
