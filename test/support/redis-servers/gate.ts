import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import { LOOPBACK } from './server.ts';

/** Who is at the other end: a replica that follows, a sentinel that watches, or anybody else. */
export type Caller = 'replica' | 'sentinel' | 'client';

type Line = { caller: Caller; silent: boolean; close: () => void };

export type Gate = Awaited<ReturnType<typeof startGate>>;

/** What a caller says first tells who it is. */
const SAYS: readonly [Caller, RegExp][] = [
  ['replica', /\b(REPLCONF|PSYNC|SYNC)\b/i],
  ['sentinel', /sentinel-[0-9a-f]+-(cmd|pubsub)/],
];

/** Stands in front of one redis-server and can cut off or silence callers of one kind alone. */
export async function startGate() {
  let target: number | undefined;
  const lines = new Set<Line>();
  const shut = new Set<Caller>();

  const server = createServer((outer) => {
    const inner: Socket = connect(target ?? 0, LOOPBACK);
    const line: Line = {
      caller: 'client',
      silent: false,
      close: () => {
        lines.delete(line);
        outer.destroy();
        inner.destroy();
      },
    };
    lines.add(line);
    for (const socket of [outer, inner]) {
      socket.on('error', () => {});
      socket.on('close', line.close);
    }
    outer.on('data', (data) => {
      const text = data.toString('latin1');
      line.caller = SAYS.find(([, words]) => words.test(text))?.[0] ?? line.caller;
      if (shut.has(line.caller)) line.close();
      else if (!line.silent) inner.write(data);
    });
    inner.on('data', (data) => {
      if (!line.silent) outer.write(data);
    });
  });
  server.listen(0, LOOPBACK);
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no TCP address');
  onTestFinished(() => {
    server.close();
    for (const line of lines) line.close();
  });

  return {
    port: address.port,
    /** Where it leads. */
    leadTo(port: number): void {
      target = port;
    },
    /** Cuts off callers of a kind, now and from now on. */
    cut(caller: Caller): void {
      shut.add(caller);
      for (const line of lines) if (line.caller === caller) line.close();
    },
    mend(caller: Caller): void {
      shut.delete(caller);
    },
    /** The connections that are there stay open and carry nothing any more; new ones work. */
    silence(caller: Caller): void {
      for (const line of lines) if (line.caller === caller) line.silent = true;
    },
  };
}
