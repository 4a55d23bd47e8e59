import { once } from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import type { Socket } from 'node:net';
import { inspect } from 'node:util';
import { onTestFinished } from 'vitest';
import { createVobizClient } from '../../src/vobiz/client.ts';
import type { VobizClientOptions } from '../../src/vobiz/client-options.ts';
import { VobizError } from '../../src/vobiz/vobiz-errors.ts';

export const TOKEN = 'tok_live_do_not_print';
export const CODE = '493817';

export type WireRequest = {
  method: string;
  /** Path without the query. */
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  body: string;
};

/** What the far side does: a status with a body, or something worse to the socket. */
export type Reply = (response: ServerResponse, socket: Socket) => void;

/** Answers with a JSON body, or with text as it is. */
export function answer(
  status: number,
  body: unknown = '',
  headers: Record<string, string> = {},
): Reply {
  return (response) => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const type = typeof body === 'string' ? 'text/html' : 'application/json';
    response.writeHead(status, { 'content-type': type, ...headers }).end(text);
  };
}

/** Ends the connection with a TCP reset and no answer. */
export const reset: Reply = (_response, socket) => {
  socket.resetAndDestroy();
};

/** Takes the request and never answers. */
export const silence: Reply = () => {};
/** How long to wait for a reply, in ms: short only where none comes, so that a busy machine cannot turn one into silence. */
export const patience = (reply: Reply): number => (reply === silence ? 300 : 10_000);

/** Promises more body than it sends, then breaks off. */
export function brokenOff(status: number, begin: string): Reply {
  return (response, socket) => {
    response.writeHead(status, { 'content-type': 'application/json', 'content-length': '5000' });
    response.write(begin, () => socket.destroy());
  };
}

/** A far side that records what it got; `reply` is asked for each request. It ends with the test. */
export async function startWire(reply: (request: WireRequest, count: number) => Reply) {
  const requests: WireRequest[] = [];
  const server = createServer((message, response) => {
    void readRequest(message).then((request) => {
      requests.push(request);
      reply(request, requests.length)(response, message.socket);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no TCP address');
  return { url: `http://127.0.0.1:${address.port}`, requests };
}

async function readRequest(message: IncomingMessage): Promise<WireRequest> {
  message.setEncoding('utf8');
  let body = '';
  for await (const chunk of message) body += chunk;
  const url = new URL(message.url ?? '/', 'http://wire');
  return {
    method: message.method ?? '',
    path: url.pathname,
    query: url.searchParams,
    headers: message.headers,
    body,
  };
}

/** The client under test against `baseUrl`, closed with the test. */
export function clientFor(baseUrl: string, options: Partial<VobizClientOptions> = {}) {
  const client = createVobizClient({
    baseUrl,
    auth: { kind: 'headers', authId: 'MA_TEST01', authToken: TOKEN },
    ...options,
  });
  onTestFinished(() => client.close());
  return client;
}

/** The `VobizError` a call ends with; anything else fails the test. */
export async function failure(call: Promise<unknown>): Promise<VobizError> {
  const thrown = await call.then(
    (value) => new Error(`no error, but ${inspect(value)}`),
    (error: unknown) => error,
  );
  if (thrown instanceof VobizError) return thrown;
  throw thrown;
}

/** Everything a log, a crash report or a debugger could show of a value. */
export function everythingIn(value: unknown): string {
  return inspect(value, { depth: 20, showHidden: true, getters: true }) + JSON.stringify(value);
}
