import { Redis } from 'ioredis';

/** Where an embedded server lives: its data directory (a real path), its loopback port and its password. */
export interface ServerAddress {
  dir: string;
  port: number;
  password: string;
}

export function serverUrl({ port, password }: ServerAddress): string {
  return `redis://:${password}@127.0.0.1:${port}`;
}

/**
 * What answers at the address, if it is the server of that directory: wrong password, another directory, another program
 * and silence are all undefined. `loading` is true while it reads its append-only file.
 */
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

/** One connection for one look, without retries: whatever is wrong rejects. */
export async function withClient<T>(
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
