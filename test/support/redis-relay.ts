import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import { takeCommands, takeReplies } from './resp.ts';

/** What a named command and its reply pass through. */
type Gate = { pass: (name: string, act: () => Promise<Buffer>) => Promise<Buffer> };

/**
 * Stands between the bot and Redis, one command at a time on each connection, and lets those that `label` names through
 * the kill switch. A command that is cut off "after" was carried out; its reply is not passed on.
 */
export async function startRedisRelay(options: {
  url: string;
  label: (command: string[]) => string | undefined;
  killSwitch: Gate;
}) {
  const { port, hostname, password } = new URL(options.url);
  const sockets = new Set<Socket>();
  const server = createServer((bot) => {
    const redis = connect(Number(port), hostname);
    for (const socket of [bot, redis]) {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        sockets.delete(socket);
        bot.destroy();
        redis.destroy();
      });
    }
    relay(bot, redis, options);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no TCP address');
  return { url: `redis://:${password}@127.0.0.1:${address.port}` };
}

function relay(
  bot: Socket,
  redis: Socket,
  { label, killSwitch }: { label: (command: string[]) => string | undefined; killSwitch: Gate },
): void {
  const waiting: ((reply: Buffer) => void)[] = [];
  let replies: Buffer = Buffer.alloc(0);
  redis.on('data', (data) => {
    const taken = takeReplies(Buffer.concat([replies, data]));
    replies = taken.rest;
    for (const reply of taken.replies) waiting.shift()?.(reply);
  });

  function ask(bytes: Buffer): Promise<Buffer> {
    return new Promise((resolve) => {
      waiting.push(resolve);
      redis.write(bytes);
    });
  }

  let turn = Promise.resolve();
  async function carry(bytes: Buffer, words: string[]): Promise<void> {
    const name = label(words);
    const act = () => ask(bytes);
    try {
      bot.write(await (name === undefined ? act() : killSwitch.pass(name, act)));
    } catch {
      bot.destroy();
      redis.destroy();
    }
  }

  let commands: Buffer = Buffer.alloc(0);
  bot.on('data', (data) => {
    const taken = takeCommands(Buffer.concat([commands, data]));
    commands = taken.rest;
    for (const { bytes, words } of taken.commands) turn = turn.then(() => carry(bytes, words));
  });
}
