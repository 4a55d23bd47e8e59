import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { onTestFinished } from 'vitest';
import type { KillSwitch } from './kill-switch.ts';

type Passed = { status: number; headers: IncomingMessage['headers']; body: Buffer };

/**
 * Stands between two HTTP sides and lets every request through the kill switch under the name that `label` gives it.
 * A request that is cut off ends with a broken connection. `target` is asked each time: a bot comes back elsewhere.
 */
export async function startHttpRelay(options: {
  target: () => string;
  label: (method: string, path: string, body: string) => string | undefined;
  killSwitch: KillSwitch;
}) {
  const { target, label, killSwitch } = options;
  const server = createServer((incoming, response) => {
    relay(incoming, response).catch(() => response.socket?.destroy());
  });

  async function relay(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readAll(incoming);
    const { method = 'GET', url = '/' } = incoming;
    const name = label(method, url, body.toString());
    const act = () => send(new URL(url, target()), incoming, body);
    const answer = await (name === undefined ? act() : killSwitch.pass(name, act));
    const { 'transfer-encoding': _, ...headers } = answer.headers;
    response.writeHead(answer.status, headers).end(answer.body);
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no TCP address');
  return { url: `http://127.0.0.1:${address.port}` };
}

function send(url: URL, incoming: IncomingMessage, body: Buffer): Promise<Passed> {
  return new Promise((resolve, reject) => {
    const { host: _, connection: __, ...headers } = incoming.headers;
    const outgoing = request(url, { method: incoming.method, headers, agent: false });
    outgoing.on('error', reject);
    outgoing.on('response', (answer) => {
      readAll(answer).then(
        (text) => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: text }),
        reject,
      );
    });
    outgoing.end(body);
  });
}

async function readAll(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts);
}
