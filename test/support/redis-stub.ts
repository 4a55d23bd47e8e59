import { createServer } from 'node:net';
import { takeCommands } from './resp.ts';
import { listenInTest } from './tcp-server.ts';

/** A server that speaks just enough of Redis to be connected to, and says of itself what a test wants it to say. */
export async function startRedisStub(info: Record<string, string>): Promise<string> {
  const text = Object.entries(info)
    .map(([name, value]) => `${name}:${value}\r\n`)
    .join('');
  const replies: Record<string, string> = {
    info: `$${Buffer.byteLength(text)}\r\n${text}\r\n`,
    smembers: '*0\r\n',
    zrange: '*0\r\n',
    get: '$-1\r\n',
  };
  const server = createServer((socket) => {
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
  return `redis://127.0.0.1:${await listenInTest(server)}`;
}
