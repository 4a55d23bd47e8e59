import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Redis, type RedisOptions } from 'ioredis';
import { describe, inject, onTestFinished } from 'vitest';
import { findRedisBinary } from '../../../src/store/redis-facts.ts';
import { freePort } from '../global-setup.ts';
import { testRunDir } from '../redis.ts';

export const LOOPBACK = '127.0.0.1';

/** A look fails at once where nobody answers. */
const LOOK = {
  connectTimeout: 2_000,
  commandTimeout: 5_000,
  maxRetriesPerRequest: null,
  retryStrategy: () => null,
} satisfies RedisOptions;
/** A busy machine takes its time to start a process. */
const START_WITHIN_MS = 30_000;

/** Describes what needs real servers; skipped where there is no binary, which test/support/redis-servers/setup.ts says. */
export const onRealServers = describe.skipIf(!inject('hasRedisBinary'));

/** Servers that still run when the test run itself is ended. */
const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** Lines of redis.conf: the name of a directive and its arguments. */
export type Directives = readonly (readonly [name: string, ...args: (string | number)[]])[];
/** How a client differs from the usual one. */
type ClientOptions = Pick<
  RedisOptions,
  'username' | 'password' | 'tls' | 'retryStrategy' | 'commandTimeout'
>;
export type RedisServer = Awaited<ReturnType<typeof startRedisServer>>;

/**
 * A redis-server on loopback with a directory of its own below that of the run, which is searched for secrets at the
 * end. It ends with the test at the latest, also when it was stopped in its tracks.
 */
export async function startRedisServer(options: {
  directives: Directives;
  sentinel?: boolean;
  /** How this process talks to it. */
  client?: ClientOptions;
}) {
  const binary = await findRedisBinary();
  if (!binary) throw new Error('no redis-server on the PATH');
  const port = await freePort();
  const dir = await mkdtemp(join(testRunDir(), 'redis-'));
  const file = join(dir, 'redis.conf');
  const own: Directives = [
    ['bind', LOOPBACK],
    ['dir', dir],
    ['logfile', join(dir, 'server.log')],
    ['tls' in (options.client ?? {}) ? 'tls-port' : 'port', port],
  ];
  const lines = [...own, ...options.directives].map((words) => words.map(quoted).join(' '));
  await writeFile(file, `${lines.join('\n')}\n`);
  let child: ChildProcess | undefined;

  async function start(): Promise<void> {
    const args = options.sentinel ? [file, '--sentinel'] : [file];
    const born = spawn(binary?.path ?? '', args, { stdio: 'ignore' });
    child = born;
    running.add(born);
    born.once('exit', () => {
      running.delete(born);
      if (child === born) child = undefined;
    });
    await withClient((client) => client.ping(), {
      retryStrategy: () => (child === born ? 20 : null),
      commandTimeout: START_WITHIN_MS,
    }).catch(async (error: unknown) => {
      const log = await readFile(join(dir, 'server.log'), 'utf8').catch(String);
      throw new Error(`redis-server does not start: ${log.slice(-1_000)}`, { cause: error });
    });
  }

  /** Gone from one moment to the next. */
  async function kill(): Promise<void> {
    const dying = child;
    child = undefined;
    if (!dying) return;
    const gone = once(dying, 'exit');
    dying.kill('SIGKILL');
    await gone;
  }

  async function withClient<T>(
    work: (client: Redis) => Promise<T>,
    more: ClientOptions = {},
  ): Promise<T> {
    const client = new Redis(port, LOOPBACK, { ...LOOK, ...options.client, ...more });
    client.on('error', () => {}); // whatever matters rejects the command
    try {
      return await work(client);
    } finally {
      client.disconnect();
    }
  }

  onTestFinished(kill);
  await start();

  return {
    port,
    dir,
    start,
    kill,
    /** Hangs: sockets stay open, nothing is answered. */
    freeze: (): void => void child?.kill('SIGSTOP'),
    thaw: (): void => void child?.kill('SIGCONT'),
    /** One command over a connection of its own. */
    ask: (command: string, ...args: (string | number)[]): Promise<unknown> =>
      withClient((client) => client.call(command, args)),
    /** A field of INFO, empty when it is not there. */
    info: async (field: string): Promise<string> => {
      const text = await withClient((client) => client.info());
      return new RegExp(`^${field}:(.*?)\\r?$`, 'm').exec(text)?.[1] ?? '';
    },
  };
}

function quoted(word: string | number): string {
  return /^[\w./:{}-]+$/.test(String(word)) ? String(word) : JSON.stringify(word);
}
