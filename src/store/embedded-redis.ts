import { once } from 'node:events';
import { realpath } from 'node:fs/promises';
import { createServer } from 'node:net';
import { AppError } from '../errors.ts';
import type { Log } from '../runtime.ts';
import { processIdentity, takeOwnership } from './owner-lock.ts';
import { findRedisBinary, HOW_TO_GET_REDIS } from './redis-facts.ts';
import { followProcess, inspectServer, serverUrl, untilReady } from './redis-process.ts';
import {
  openDataDir,
  type Running,
  readOrCreatePassword,
  readPassword,
  readState,
  removeState,
  spawnAt,
  supervise,
} from './redis-supervisor.ts';

const PORT_ATTEMPTS = 3;

/**
 * The store when REDIS_URL is not set: a private Redis (or Valkey) process on a loopback port, for this process alone,
 * with data, password, log and state in `dir`. Adopts a server left by a killed bot and restarts one that ends, on the
 * same port so that clients find it. `binary`: a server not on the PATH. Throws `store_unavailable` with the fix.
 */
export async function startEmbeddedRedis(options: {
  dir: string;
  log: Log;
  binary?: string;
}): Promise<{ url: string; stop: () => Promise<void> }> {
  const { log } = options;
  const binary = options.binary ?? (await requireBinary());
  const dir = await openDataDir(options.dir);
  const release = await takeOwnership(dir);
  try {
    const password = await readOrCreatePassword(dir);
    const running = (await adopt(dir, password, log)) ?? (await spawnFresh(binary, dir, password));
    log.info(
      { event: 'redis.started', pid: running.server.pid, port: running.address.port, dir },
      'the embedded Redis serves',
    );
    const supervisor = supervise(binary, running, log);
    const stop = async (): Promise<void> => {
      await supervisor.stop();
      await removeState(dir);
      await release();
    };
    let stopped: Promise<void> | undefined;
    return {
      url: serverUrl(running.address),
      stop: () => {
        stopped ??= stop();
        return stopped;
      },
    };
  } catch (error) {
    await release();
    throw error;
  }
}

/** The URL of the server running for a directory, for use by another process; undefined when none runs. */
export async function runningEmbeddedRedisUrl(dir: string): Promise<string | undefined> {
  const [state, password] = await Promise.all([readState(dir), readPassword(dir)]);
  if (!state || password === undefined) return undefined;
  const address = { dir: await realpath(dir), port: state.port, password };
  return (await inspectServer(address)) ? serverUrl(address) : undefined;
}

async function requireBinary(): Promise<string> {
  const found = await findRedisBinary();
  if (found) return found.path;
  throw new AppError(
    'store_unavailable',
    `there is no redis-server or valkey-server 6.2 or newer on the PATH: ${HOW_TO_GET_REDIS}`,
  );
}

/** The server an earlier bot left running. A second server on the same append-only file would ruin it. */
async function adopt(dir: string, password: string, log: Log): Promise<Running | undefined> {
  const state = await readState(dir);
  if (!state) return undefined;
  const address = { dir, port: state.port, password };
  const pid = (await inspectServer(address))?.pid ?? survivor(state.process);
  if (pid === undefined) return undefined;
  const server = followProcess(pid);
  // Throws and leaves the process alone when it does not answer.
  await untilReady(address, server);
  log.warn({ event: 'redis.adopted', pid, port: state.port }, 'using the Redis of a killed bot');
  return { address, server };
}

function survivor(recorded: { pid: number; identity: string } | undefined): number | undefined {
  if (!recorded || processIdentity(recorded.pid) !== recorded.identity) return undefined;
  return recorded.pid;
}

async function spawnFresh(binary: string, dir: string, password: string): Promise<Running> {
  for (let attempt = 1; ; attempt++) {
    const address = { dir, port: await freePort(), password };
    try {
      return { address, server: await spawnAt(binary, address) };
    } catch (error) {
      // Another program took the port before the server could.
      const portTaken = error instanceof Error && error.message.includes('Address already in use');
      if (!portTaken || attempt === PORT_ATTEMPTS) throw error;
    }
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port');
  return address.port;
}
