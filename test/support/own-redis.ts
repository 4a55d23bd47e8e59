import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { onTestFinished } from 'vitest';
import { findRedisBinary } from '../../src/store/redis-facts.ts';
import { freePort } from './global-setup.ts';
import { testRunDir } from './redis.ts';

/** Where the changes of one script begin in an append-only file. */
const MULTI = '*1\r\n$5\r\nMULTI\r\n';

/** A redis-server of the test's own that can go and come back on the same port with its data. It starts out stopped. */
export async function createOwnRedis() {
  const found = await findRedisBinary();
  if (!found) throw new Error('no redis-server on the PATH');
  const port = await freePort();
  const dir = await mkdtemp(join(testRunDir(), 'own-redis-'));
  const options = ['--bind', '127.0.0.1', '--port', String(port), '--dir', dir, '--save', ''];
  const durable = ['--appendonly', 'yes', '--appendfsync', 'always'];
  const url = `redis://127.0.0.1:${port}`;
  let child: ChildProcess | undefined;

  async function stop(): Promise<void> {
    const running = child;
    child = undefined;
    if (!running) return;
    running.kill('SIGKILL');
    await once(running, 'exit');
  }

  onTestFinished(stop);

  return {
    url,
    async start(): Promise<void> {
      child = spawn(found.path, [...options, ...durable], { stdio: 'ignore' });
      const client = new Redis(url, { retryStrategy: () => 20, maxRetriesPerRequest: null });
      client.on('error', () => {}); // refused until the server listens
      await client.ping();
      client.disconnect();
    },
    /** Gone from one moment to the next. */
    stop,
    /**
     * While it is stopped, cuts its append-only file where the last change that holds `text` begins, or in the middle of it:
     * what came after was acknowledged and is lost.
     */
    async cutBefore(text: string, { inTheMiddle = false } = {}): Promise<void> {
      const names = (await readdir(dir, { recursive: true })).filter((name) =>
        name.endsWith('aof'),
      );
      for (const name of names) {
        const path = join(dir, name);
        const bytes = await readFile(path);
        const found = bytes.lastIndexOf(text);
        if (found === -1) continue;
        return truncate(path, inTheMiddle ? found : bytes.lastIndexOf(MULTI, found));
      }
      throw new Error(`no change with ${text} in the append-only file`);
    },
  };
}
