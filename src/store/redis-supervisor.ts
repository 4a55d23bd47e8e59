import { setTimeout as delay } from 'node:timers/promises';
import { writeState } from './embedded-redis-files.ts';
import { processIdentity } from './process-identity.ts';
import type { ServerAddress } from './redis-connection.ts';
import {
  killServer,
  type ServerProcess,
  shutDownServer,
  spawnServer,
  untilReady,
} from './redis-process.ts';

/** The part of a pino logger that is used here. */
export interface Log {
  info: (fields: object, message: string) => void;
  warn: (fields: object, message: string) => void;
  error: (fields: object, message: string) => void;
}

export interface Running {
  address: ServerAddress;
  server: ServerProcess;
}

/** A server that lived this long is restarted at once when it ends; one that did not is given a growing pause. */
const HEALTHY_MS = 10_000;
const LONGEST_PAUSE_MS = 5000;

/** A server at that address, recorded in its directory and ready; throws with the end of its log when it does not get there. */
export async function spawnAt(binary: string, address: ServerAddress): Promise<ServerProcess> {
  // The port is on disk before the process exists: a bot killed right here leaves a server that can be found.
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

/** Starts the server again on its port whenever it ends, until `stop`, which ends it for good. */
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
