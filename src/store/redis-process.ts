import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { AppError } from '../errors.ts';
import { processIdentity } from './owner-lock.ts';
import { within } from './within.ts';

/** Where an embedded server lives: data directory (a real path), loopback port and password. */
export interface ServerAddress {
  dir: string;
  port: number;
  password: string;
}

export function serverUrl({ port, password }: ServerAddress): string {
  return `redis://:${password}@127.0.0.1:${port}`;
}

/** The server of `dir` if it answers; anything else is undefined. `loading`: it is reading its append-only file. */
export async function inspectServer(
  address: ServerAddress,
): Promise<{ pid: number; loading: boolean } | undefined> {
  try {
    return await withClient(address, async (client) => {
      const [, dir] = await client.config('GET', 'dir').then(strings);
      const info = await client.info();
      const pid = Number(/^process_id:(\d+)/m.exec(info)?.[1]);
      if (dir !== address.dir || !Number.isInteger(pid)) return undefined;
      return { pid, loading: /^loading:1/m.test(info) };
    });
  } catch {
    return undefined;
  }
}

/** One connection for one look, without retries: any failure rejects. */
async function withClient<T>(
  { port, password }: ServerAddress,
  work: (client: Redis) => Promise<T>,
): Promise<T> {
  const client = new Redis({
    host: '127.0.0.1',
    port,
    password,
    lazyConnect: true,
    enableReadyCheck: false,
    retryStrategy: () => null,
    maxRetriesPerRequest: 0,
    connectTimeout: 2000,
    commandTimeout: 5000,
  });
  client.on('error', () => {}); // whatever matters rejects the command
  try {
    await client.connect();
    return await work(client);
  } finally {
    client.disconnect();
  }
}

function strings(reply: unknown): string[] {
  return Array.isArray(reply) ? reply.map(String) : [];
}

/** A running server: our child, or one left by an earlier bot. `exited` never rejects. */
export interface ServerProcess {
  pid: number;
  exited: Promise<void>;
}

const LOG_FILE = 'redis.log';
const START_DEADLINE_MS = 30_000;
const STOP_DEADLINE_MS = 10_000;

/**
 * Starts the binary as a child. It reads its configuration from stdin, which keeps the password out of the process list
 * and of a second file. It gets its own process group: Ctrl-C ends only the bot, which needs Redis to finish its work.
 */
export async function spawnServer(binary: string, address: ServerAddress): Promise<ServerProcess> {
  const log = await open(join(address.dir, LOG_FILE), 'a', 0o600);
  try {
    // Not our environment: the server has no use for the bot's tokens. It must not be empty either, as the server
    // writes its process title (address and port) over it.
    const env = { LC_ALL: 'C', EMBEDDED_REDIS_DIR: address.dir };
    const options = { cwd: address.dir, detached: true, env };
    const child = spawn(binary, ['-'], { ...options, stdio: ['pipe', log.fd, log.fd] });
    const exited = new Promise<void>((resolve) => {
      child.once('exit', () => resolve());
      child.once('error', () => resolve());
    });
    await once(child, 'spawn');
    child.stdin?.on('error', () => {}); // it ended before reading; `exited` tells
    child.stdin?.end(configuration(address));
    child.unref();
    if (child.pid === undefined) throw new Error('a spawned process has an id');
    return { pid: child.pid, exited };
  } catch (cause) {
    throw new AppError('store_unavailable', `cannot run ${binary}`, { cause });
  } finally {
    await log.close();
  }
}

/** Every write is on disk before it is answered, nothing is evicted, and only this machine can connect. */
function configuration({ dir, port, password }: ServerAddress): string {
  return [
    'bind 127.0.0.1',
    `port ${port}`,
    `requirepass ${password}`,
    `dir ${JSON.stringify(dir)}`,
    'daemonize no',
    'appendonly yes',
    'appendfsync always',
    'save ""',
    'maxmemory-policy noeviction',
    '',
  ].join('\n');
}

/** Resolves when the server serves. Loading a long append-only file may take any time; silence may not. */
export async function untilReady(address: ServerAddress, server: ServerProcess): Promise<void> {
  let ended = false;
  void server.exited.then(() => {
    ended = true;
  });
  let answeredAt = performance.now();
  while (!ended && performance.now() - answeredAt < START_DEADLINE_MS) {
    const found = await inspectServer(address);
    if (found?.pid === server.pid) {
      if (!found.loading) return;
      answeredAt = performance.now();
    }
    await delay(25);
  }
  const what = ended ? 'ended at once' : 'does not answer';
  throw new AppError(
    'store_unavailable',
    `the embedded Redis (process ${server.pid}) ${what}; the end of its log:\n${await logTail(address.dir)}`,
  );
}

/** Follows a process that is not our child and so has no exit event: checks its id four times a second. */
export function followProcess(pid: number): ServerProcess {
  const identity = processIdentity(pid);
  const exited = new Promise<void>((resolve) => {
    const timer = setInterval(() => {
      if (identity !== undefined && processIdentity(pid) === identity) return;
      clearInterval(timer);
      resolve();
    }, 250);
    timer.unref();
  });
  return { pid, exited };
}

/** Ends the server and waits for its exit. Killing it loses nothing: every answered write is on disk. */
export async function shutDownServer(address: ServerAddress, server: ServerProcess): Promise<void> {
  // SHUTDOWN answers by closing the connection, which rejects here.
  await withClient(address, (client) => client.shutdown('NOSAVE')).catch(() => {});
  const exited = () =>
    within(STOP_DEADLINE_MS, server.exited).then(
      () => true,
      () => false,
    );
  if (await exited()) return;
  killServer(server);
  await exited();
}

export function killServer({ pid }: ServerProcess): void {
  if (processIdentity(pid) !== undefined) process.kill(pid, 'SIGKILL');
}

async function logTail(dir: string): Promise<string> {
  const text = await readFile(join(dir, LOG_FILE), 'utf8').catch(() => '');
  return text.split(/\n+/).slice(-6).join('\n').trimEnd();
}
