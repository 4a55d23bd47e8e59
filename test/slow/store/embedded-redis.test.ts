import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Redis } from 'ioredis';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { runningEmbeddedRedisUrl, startEmbeddedRedis } from '../../../src/store/embedded-redis.ts';
import { processIdentity } from '../../../src/store/owner-lock.ts';
import { findRedisBinary } from '../../../src/store/redis-facts.ts';
import { testRedisUrl, testRunDir } from '../../support/redis.ts';

const hasBinary = (await findRedisBinary()) !== undefined;
const BOT = fileURLToPath(new URL('../../support/embedded-redis-process.ts', import.meta.url));

let dir: string;
let cleanups: (() => unknown)[];
let events: string[];

beforeEach(async () => {
  dir = await mkdtemp(join(testRunDir(), 'embedded redis "test" '));
  cleanups = [];
  events = [];
});

afterEach(async () => {
  vi.unstubAllEnvs();
  for (const cleanup of cleanups.reverse()) await cleanup();
  await rm(dir, { recursive: true, force: true });
});

function record(fields: object): void {
  if ('event' in fields) events.push(String(fields.event));
}

const log = { info: record, warn: record, error: record };

async function start() {
  const redis = await startEmbeddedRedis({ dir, log });
  cleanups.push(redis.stop);
  return redis;
}

function connect(url: string): Redis {
  const client = new Redis(url, { retryStrategy: () => 20, maxRetriesPerRequest: null });
  client.on('error', () => {}); // refused while the server is away
  cleanups.push(() => client.disconnect());
  return client;
}

async function serverPid(client: Redis): Promise<number> {
  return Number(/^process_id:(\d+)/m.exec(await client.info('server'))?.[1]);
}

/** Ends what a killed bot left behind and nobody took over. */
async function killServerOf(directory: string): Promise<void> {
  const state = await readFile(join(directory, 'redis.json'), 'utf8').catch(() => '{}');
  const pid: unknown = JSON.parse(state).process?.pid;
  if (typeof pid === 'number' && processIdentity(pid)) process.kill(pid, 'SIGKILL');
}

/** A second process that starts the embedded Redis and is then killed without a chance to clean up. */
async function startBot() {
  const bot = spawn(process.execPath, ['--import', 'tsx', BOT, dir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(bot, 'exit');
  const kill = async () => {
    bot.kill('SIGKILL');
    await exited;
  };
  cleanups.push(async () => {
    await kill();
    await killServerOf(dir);
  });
  const [line] = await once(bot.stdout, 'data');
  return { url: String(line).trim(), pid: bot.pid, kill };
}

describe.skipIf(!hasBinary)('the embedded Redis', () => {
  test('keeps data from one start to the next', async () => {
    const first = await start();
    await connect(first.url).set('order', 'pending');
    await first.stop();

    const second = await start();

    expect(await connect(second.url).get('order')).toBe('pending');
  });

  test('puts every write on disk, never evicts and needs the password', async () => {
    const { url } = await start();
    const client = connect(url);

    const setting = async (name: string) => (await client.config('GET', name))?.toString();
    expect(await setting('appendfsync')).toBe('appendfsync,always');
    expect(await setting('appendonly')).toBe('appendonly,yes');
    expect(await setting('maxmemory-policy')).toBe('maxmemory-policy,noeviction');
    expect(await setting('save')).toBe('save,');
    expect(await setting('bind')).toBe('bind,127.0.0.1');
    const stranger = connect(url.replace(/:[0-9a-f]{64}@/, ''));
    await expect(stranger.get('order')).rejects.toThrow('NOAUTH');
  });

  test('ends its process on stop and leaves no state behind', async () => {
    const redis = await start();
    const pid = await serverPid(connect(redis.url));

    await redis.stop();

    expect(processIdentity(pid)).toBeUndefined();
    const files = await readdir(dir);
    expect(files).not.toContain('redis.json');
    expect(await runningEmbeddedRedisUrl(dir)).toBeUndefined();
  });

  test('starts a killed server again on the same port with its data', async () => {
    const { url } = await start();
    const client = connect(url);
    await client.set('order', 'placing');
    const pid = await serverPid(client);

    process.kill(pid, 'SIGKILL');
    await vi.waitFor(() => expect(events).toContain('redis.restarted'), { timeout: 15_000 });

    expect(await client.get('order')).toBe('placing');
    expect(await serverPid(client)).not.toBe(pid);
    expect(events).toEqual(['redis.started', 'redis.ended', 'redis.restarted']);
  });

  test('uses the server of a killed bot again, with its data', async () => {
    const bot = await startBot();
    const before = connect(bot.url);
    await before.set('order', 'approved');
    const pid = await serverPid(before);
    await bot.kill();

    const redis = await start();

    expect(redis.url).toBe(bot.url);
    const client = connect(redis.url);
    expect(await serverPid(client)).toBe(pid);
    expect(await client.get('order')).toBe('approved');
    await redis.stop();
    expect(processIdentity(pid)).toBeUndefined();
  });

  test('starts a server again that was taken over and then killed', async () => {
    const bot = await startBot();
    await bot.kill();
    const client = connect((await start()).url);
    await client.set('order', 'pending');

    process.kill(await serverPid(client), 'SIGKILL');
    await vi.waitFor(() => expect(events).toContain('redis.restarted'), { timeout: 15_000 });

    expect(await client.get('order')).toBe('pending');
  });

  test('starts afresh when both the bot and its server were killed', async () => {
    const bot = await startBot();
    const before = connect(bot.url);
    await before.set('order', 'denied');
    const pid = await serverPid(before);
    before.disconnect();
    await bot.kill();
    process.kill(pid, 'SIGKILL');
    await vi.waitFor(() => expect(processIdentity(pid)).toBeUndefined());

    const redis = await start();

    expect(await connect(redis.url).get('order')).toBe('denied');
    expect(events).toEqual(['redis.started']);
  });

  test('refuses a directory that a living bot uses, and says which process', async () => {
    const bot = await startBot();

    await expect(start()).rejects.toMatchObject({
      code: 'store_unavailable',
      message: expect.stringContaining(`process ${bot.pid}`),
    });
    expect(await runningEmbeddedRedisUrl(dir)).toBe(bot.url);
  });

  test('lets one of several simultaneous starts win, over a stale owner as well', async () => {
    await writeFile(join(dir, 'redis.lock.7'), JSON.stringify({ pid: 2 ** 22 + 1, identity: '1' }));

    const starts = await Promise.allSettled([start(), start(), start(), start(), start()]);

    expect(starts.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
    for (const result of starts.filter((one) => one.status === 'rejected')) {
      expect(result.reason).toMatchObject({ code: 'store_unavailable' });
    }
  });

  test('never takes another program on the recorded port for its own server', async () => {
    const port = Number(new URL(testRedisUrl()).port);
    const process = { pid: 2 ** 22 + 1, identity: '1' };
    await writeFile(join(dir, 'redis.json'), JSON.stringify({ port, process }));

    const redis = await start();

    expect(new URL(redis.url).port).not.toBe(String(port));
    await connect(redis.url).set('order', 'expired');
  });

  test('keeps everything readable by its owner only', async () => {
    const redis = await start();
    await connect(redis.url).set('order', 'failed');

    const mode = async (name: string) => ((await stat(join(dir, name))).mode & 0o777).toString(8);
    expect(await mode('.')).toBe('700');
    const own = (await readdir(dir)).filter((name) => name.startsWith('redis.')).sort();
    expect(own).toEqual(['redis.json', 'redis.lock.1', 'redis.log', 'redis.password']);
    for (const name of own) expect([name, await mode(name)]).toEqual([name, '600']);
  });

  test('shows the end of the server log when the append-only file cannot be read', async () => {
    const first = await start();
    await first.stop();
    const appendOnly = (await readdir(dir, { recursive: true })).filter((name) =>
      /appendonly\.aof(\.manifest)?$/.test(name),
    );
    for (const name of appendOnly) await writeFile(join(dir, name), 'not redis\n');

    await expect(start()).rejects.toMatchObject({
      code: 'store_unavailable',
      message: expect.stringMatching(/the end of its log:\n.*(AOF|append only)/s),
    });
  });
});

describe('without a Redis server', () => {
  test('says how to get one when none is on the PATH', async () => {
    vi.stubEnv('PATH', dir);

    await expect(start()).rejects.toMatchObject({
      code: 'store_unavailable',
      message: expect.stringMatching(/6\.2 or newer.*apt-get.*REDIS_URL/s),
    });
  });

  test('ignores a server that is too old', async () => {
    vi.stubEnv('PATH', dir);
    const old = '#!/bin/sh\necho "Redis server v=6.0.16 sha=00000000:0 malloc=libc bits=64"\n';
    await writeFile(join(dir, 'redis-server'), old, { mode: 0o755 });
    expect(await findRedisBinary()).toBeUndefined();

    await writeFile(join(dir, 'valkey-server'), old.replace('6.0.16', '8.1.1'), { mode: 0o755 });
    expect(await findRedisBinary()).toEqual({
      path: join(dir, 'valkey-server'),
      version: '8.1.1',
    });
  });

  test('names the binary that cannot be run, and can be started again afterwards', async () => {
    const binary = join(dir, 'redis-server');

    const failure = startEmbeddedRedis({ dir, log, binary });

    const message = `cannot run ${binary}`;
    await expect(failure).rejects.toMatchObject({ code: 'store_unavailable', message });
    const again = startEmbeddedRedis({ dir, log, binary });
    await expect(again).rejects.toMatchObject({ code: 'store_unavailable', message });
  });
});
