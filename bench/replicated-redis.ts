import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { findRedisBinary } from '../src/store/redis-facts.ts';
import { freePort } from '../test/support/global-setup.ts';
import { until } from './wait.ts';

const DURABLE = ['--save', '', '--appendonly', 'yes', '--appendfsync', 'always'];

/** A server that is alone, and one with a replica that can be made to hang; all write to disk as the bot's own does. */
export async function startReplicatedRedis(dir: string) {
  const children: ChildProcess[] = [];
  async function start(...more: string[]): Promise<{ port: number; child: ChildProcess }> {
    const binary = await findRedisBinary();
    if (!binary) throw new Error('no redis-server on the PATH');
    const port = await freePort();
    const home = await mkdtemp(join(dir, 'replicated-'));
    const options = ['--port', `${port}`, '--bind', '127.0.0.1', '--dir', home, ...DURABLE];
    const child = spawn(binary.path, [...options, ...more], { stdio: 'ignore' });
    process.once('exit', () => child.kill('SIGKILL'));
    children.push(child);
    const client = new Redis(port, { retryStrategy: () => 20, maxRetriesPerRequest: null });
    client.on('error', () => {}); // refused until it listens
    await client.ping();
    client.disconnect();
    return { port, child };
  }

  const alone = await start();
  const paired = await start('--repl-diskless-sync-delay', '0');
  const replica = await start('--replicaof', '127.0.0.1', `${paired.port}`);
  const look = new Redis(paired.port);
  await until('the replica follows', async () =>
    (await look.info('replication')).includes('state=online'),
  );
  look.disconnect();

  return {
    alone: alone.port,
    paired: paired.port,
    hang: () => replica.child.kill('SIGSTOP'),
    goOn: () => replica.child.kill('SIGCONT'),
    async stop(): Promise<void> {
      for (const child of children) {
        const gone = once(child, 'exit');
        child.kill('SIGKILL');
        await gone;
      }
    },
  };
}
