import { randomBytes } from 'node:crypto';
import { chmod, mkdir, readFile, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { parseJson } from '../domain/json.ts';
import type { Log } from '../runtime.ts';
import { processIdentity } from './owner-lock.ts';
import {
  killServer,
  type ServerAddress,
  type ServerProcess,
  shutDownServer,
  spawnServer,
  untilReady,
} from './redis-process.ts';
import { ifMissing } from './system-error.ts';

const PRIVATE = { mode: 0o600 };

/** The server that uses a directory. Written with only the port just before the process starts, completed after. */
const stateSchema = z.object({
  port: z.number().int().min(1).max(65_535),
  process: z.object({ pid: z.number().int().positive(), identity: z.string() }).optional(),
});
export type ServerState = z.infer<typeof stateSchema>;

/** Makes the data directory, private to its owner, and returns its real path (which Redis reports as its `dir`). */
export async function openDataDir(dir: string): Promise<string> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  await chmod(dir, 0o700);
  return realpath(dir);
}

/** The server's password, created once: a server that outlives the bot still knows it. */
export async function readOrCreatePassword(dir: string): Promise<string> {
  const existing = await readPassword(dir);
  if (existing !== undefined) return existing;
  const password = randomBytes(32).toString('hex');
  await replaceFile(join(dir, 'redis.password'), password);
  return password;
}

export async function readPassword(dir: string): Promise<string | undefined> {
  const text = await readFile(join(dir, 'redis.password'), 'utf8').catch(ifMissing);
  return text !== undefined && /^[0-9a-f]{64}$/.test(text) ? text : undefined;
}

/** Undefined when the file is missing or unreadable: either way there is no server to look for. */
export async function readState(dir: string): Promise<ServerState | undefined> {
  const text = await readFile(join(dir, 'redis.json'), 'utf8').catch(ifMissing);
  return stateSchema.safeParse(parseJson(text ?? '')).data;
}

async function writeState(dir: string, state: ServerState): Promise<void> {
  await replaceFile(join(dir, 'redis.json'), JSON.stringify(state));
}

export async function removeState(dir: string): Promise<void> {
  await rm(join(dir, 'redis.json'), { force: true });
}

async function replaceFile(path: string, text: string): Promise<void> {
  await writeFile(`${path}.new`, text, PRIVATE);
  await rename(`${path}.new`, path);
}

export interface Running {
  address: ServerAddress;
  server: ServerProcess;
}

/** A server that lived this long restarts at once when it ends; others get a growing pause. */
const HEALTHY_MS = 10_000;
const LONGEST_PAUSE_MS = 5000;

/** Starts a server, records it in its directory and waits until it is ready; on failure throws the end of its log. */
export async function spawnAt(binary: string, address: ServerAddress): Promise<ServerProcess> {
  // Write the port first: if the bot is killed right here, the server can still be found.
  await writeState(address.dir, { port: address.port });
  const server = await spawnServer(binary, address);
  try {
    const identity = processIdentity(server.pid);
    if (identity !== undefined) {
      await writeState(address.dir, { port: address.port, process: { pid: server.pid, identity } });
    }
    await untilReady(address, server);
    return server;
  } catch (error) {
    killServer(server);
    throw error;
  }
}

/** Restarts the server on its port whenever it ends, until `stop` ends it for good. */
export function supervise(
  binary: string,
  running: Running,
  log: Log,
): { stop: () => Promise<void> } {
  const { address } = running;
  const stopping = new AbortController();
  let server = running.server;
  let restart: Promise<void> = Promise.resolve();

  const keepAlive = async (): Promise<void> => {
    let failures = 0;
    while (!stopping.signal.aborted) {
      const since = performance.now();
      await server.exited;
      if (stopping.signal.aborted) return;
      log.warn({ event: 'redis.ended', pid: server.pid }, 'the embedded Redis ended');
      failures = performance.now() - since > HEALTHY_MS ? 0 : failures + 1;
      restart = restartServer(failures);
      await restart;
    }
  };

  const restartServer = async (failuresBefore: number): Promise<void> => {
    for (let failures = failuresBefore; !stopping.signal.aborted; failures++) {
      const pause = failures > 1 ? Math.min(100 * 2 ** failures, LONGEST_PAUSE_MS) : 0;
      await delay(pause, undefined, { signal: stopping.signal }).catch(() => {});
      if (stopping.signal.aborted) return;
      try {
        server = await spawnAt(binary, address);
        log.warn({ event: 'redis.restarted', pid: server.pid }, 'the embedded Redis serves again');
        return;
      } catch (error) {
        log.error(
          { event: 'redis.restart_failed', err: error },
          'the embedded Redis did not start',
        );
      }
    }
  };

  const kept = keepAlive();
  return {
    stop: async () => {
      stopping.abort();
      await restart;
      await shutDownServer(address, server);
      await kept;
    },
  };
}
