import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import { takeCommands } from './resp.ts';

/** A server that speaks just enough of Redis to be connected to, and says of itself what a test wants it to say. */
export async function startRedisStub(info: Record<string, string>): Promise<string> {
  const text = Object.entries(info)
    .map(([name, value]) => `${name}:${value}\r\n`)
    .join('');
  const replies: Record<string, string> = {
    info: `$${Buffer.byteLength(text)}\r\n${text}\r\n`,
    smembers: '*0\r\n',
  };
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {}); // the client may cut the line
    let left: Buffer = Buffer.alloc(0);
    socket.on('data', (data) => {
      const { commands, rest } = takeCommands(Buffer.concat([left, data]));
      left = rest;
      for (const { words } of commands) {
        const command = words[0]?.toLowerCase() ?? '';
        socket.write(replies[command] ?? '+OK\r\n');
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no TCP address');
  return `redis://127.0.0.1:${address.port}`;
}
