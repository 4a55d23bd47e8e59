// biome-ignore-all lint/style/noProcessEnv: the test run's own configuration
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import type { TestProject } from 'vitest/node';
import { findRedisBinary } from '../../src/store/redis-facts.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    redisUrl: string;
    runDir: string;
    /** The projects of `npm run test:deep`, from vitest.config.ts. */
    leftToDeep: string[];
  }
}

/**
 * One redis-server (no persistence, no eviction) and one directory for the whole run. Without a Redis binary on this
 * machine the server of REDIS_URL is used; keys have random prefixes, so nothing of anyone else's is touched.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const runDir = await mkdtemp(join(tmpdir(), 'vobiz-number-bot-test-'));
  const redis = await startRedis();
  // Ctrl-C and `timeout` end vitest without a teardown.
  process.once('exit', () => {
    redis.kill();
    rmSync(runDir, { recursive: true, force: true });
  });
  project.provide('redisUrl', redis.url);
  project.provide('runDir', runDir);
  return async () => {
    redis.kill();
    await redis.exited;
    await rm(runDir, { recursive: true, force: true });
    if (process.env.npm_lifecycle_event === 'test') sayWhatIsLeft(project);
  };
}

/** The last line of `npm test`. */
function sayWhatIsLeft(project: TestProject): void {
  const { leftToDeep } = project.getProvidedContext();
  // biome-ignore lint/suspicious/noConsole: for whoever waited for the tests
  console.info(`Left to "npm run test:deep": ${leftToDeep.join(', ')}.`);
}

async function startRedis(): Promise<{ url: string; kill: () => void; exited: Promise<unknown> }> {
  const found = await findRedisBinary();
  if (!found) {
    const url = process.env.REDIS_URL;
    if (!url) throw new Error('no Redis for the tests: run "node scripts/bootstrap.mjs" first');
    return { url, kill: () => {}, exited: Promise.resolve() };
  }
  const port = await freePort();
  // With a password, so that the search for secrets at the end has one to look for.
  const password = randomBytes(16).toString('hex');
  const options = [
    '--requirepass',
    password,
    '--bind',
    '127.0.0.1',
    '--port',
    String(port),
    '--save',
    '',
    '--appendonly',
    'no',
  ];
  const child = spawn(found.path, [...options, '--maxmemory-policy', 'noeviction'], {
    stdio: 'ignore',
  });
  const exited = once(child, 'exit');
  const url = `redis://:${password}@127.0.0.1:${port}`;
  await Promise.race([
    answers(url),
    exited.then(() => Promise.reject(new Error('the test Redis exited'))),
  ]);
  return { url, kill: () => child.kill('SIGTERM'), exited };
}

async function answers(url: string): Promise<void> {
  const client = new Redis(url, { retryStrategy: () => 20 });
  client.on('error', () => {}); // refused until the server listens
  await client.ping();
  client.disconnect();
}

/**
 * Below the ports that Linux gives to whoever asks for any (from 32,768 on), so that nobody is given one of these before
 * the server is up, or while a test has it stopped. The nodes of a Cluster take the port that is 10,000 higher, too.
 */
const [FIRST_PORT, PORTS, BUS] = [12_000, 10_000, 10_000];
/** Test files run in processes of their own: each counts on from somewhere else. */
let next = Math.floor(Math.random() * PORTS);

/** A loopback port that nobody listens on, and neither on the one 10,000 higher. No port is answered twice. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < PORTS; tries += 1) {
    const port = FIRST_PORT + (next % PORTS);
    next += 1;
    if ((await isFree(port)) && (await isFree(port + BUS))) return port;
  }
  throw new Error('no port is free');
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  try {
    await once(server.listen(port, '127.0.0.1'), 'listening');
    return true;
  } catch {
    return false;
  } finally {
    if (server.listening) await once(server.close(), 'close');
  }
}
