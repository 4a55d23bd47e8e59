import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { isRecord, parseJson, recordOf, textOf } from './json.ts';
import type { Ack } from './signed-http.ts';
import type { Slack } from './slack.ts';

export type EnvelopeType = 'slash_commands' | 'interactive' | 'events_api';
export type DisconnectReason = 'warning' | 'refresh_requested' | 'link_disabled';

export interface SocketMode {
  /** A fresh WebSocket address, good for one connection. */
  issueUrl(): string;
  connected(): number;
  /** Sends one envelope to one connection and waits for its ack, no longer than the ack limit. */
  send(
    type: EnvelopeType,
    payload: unknown,
    retry?: { attempt: number; reason: string },
  ): Promise<Ack>;
  /** Tells every connection to go and come back, as Slack does every few hours. */
  disconnect(reason: DisconnectReason): void;
  /** Cuts every connection without a word. */
  drop(): void;
  /** Closes every connection politely, then cuts those that do not answer. */
  stop(): Promise<void>;
}

const CLOSE_WITHIN_MS = 500;
const PING_EVERY_MS = 5000;

function closePolitely(socket: WebSocket): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => socket.terminate(), CLOSE_WITHIN_MS);
    socket.once('close', () => {
      clearTimeout(timer);
      resolve();
    });
    socket.close(1001);
  });
}

export function createSocketMode(slack: Slack, server: Server): SocketMode {
  const sockets = new Set<WebSocket>();
  const tickets = new Set<string>();
  const waiting = new Map<string, (body: unknown) => void>();
  const acceptor = new WebSocketServer({ noServer: true });
  let turn = 0;

  function onMessage(text: string): void {
    const message = recordOf(parseJson(text));
    const payload = message.payload;
    const isEmpty = !isRecord(payload) || Object.keys(payload).length === 0;
    waiting.get(textOf(message.envelope_id) ?? '')?.(isEmpty ? undefined : payload);
  }

  function onConnection(socket: WebSocket): void {
    sockets.add(socket);
    const pings = setInterval(() => socket.ping(), PING_EVERY_MS);
    socket.on('message', (data) => onMessage(String(data)));
    socket.on('error', () => socket.terminate());
    socket.on('close', () => {
      clearInterval(pings);
      sockets.delete(socket);
      slack.changed({ type: 'socket', connected: sockets.size });
    });
    socket.send(
      JSON.stringify({
        type: 'hello',
        num_connections: sockets.size,
        debug_info: { host: 'stand-in', build_number: 1, approximate_connection_time: 18_060 },
        connection_info: { app_id: slack.workspace.bot.appId },
      }),
    );
    slack.changed({ type: 'socket', connected: sockets.size });
  }

  server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    const ticket = new URL(request.url ?? '/', slack.baseUrl()).searchParams.get('ticket') ?? '';
    if (!tickets.delete(ticket)) {
      stream.end('HTTP/1.1 401 Unauthorized\r\n\r\n');
      return;
    }
    acceptor.handleUpgrade(request, stream, head, onConnection);
  });

  function send(
    type: EnvelopeType,
    payload: unknown,
    retry = { attempt: 0, reason: '' },
  ): Promise<Ack> {
    const open = [...sockets].filter((socket) => socket.readyState === socket.OPEN);
    turn += 1;
    const socket = open[turn % Math.max(open.length, 1)];
    if (!socket) return Promise.resolve({ ms: 0, failure: 'unreachable' });
    const envelopeId = slack.ids.next('envelope-');
    const started = performance.now();
    return new Promise((resolve) => {
      const settle = (ack: Omit<Ack, 'ms'>) => {
        clearTimeout(timer);
        waiting.delete(envelopeId);
        resolve({ ...ack, ms: Math.round(performance.now() - started) });
      };
      const timer = setTimeout(() => settle({ failure: 'timeout' }), slack.ackLimitMs);
      waiting.set(envelopeId, (body) => settle({ status: 200, body }));
      socket.send(
        JSON.stringify({
          envelope_id: envelopeId,
          type,
          payload,
          accepts_response_payload: type !== 'events_api',
          ...(type === 'events_api'
            ? { retry_attempt: retry.attempt, retry_reason: retry.reason }
            : {}),
        }),
      );
    });
  }

  return {
    issueUrl() {
      const ticket = slack.ids.next('ticket-');
      tickets.add(ticket);
      return `${slack.baseUrl().replace(/^http/, 'ws')}/socket?ticket=${ticket}`;
    },
    connected: () => sockets.size,
    send,
    disconnect(reason) {
      for (const socket of sockets) {
        socket.send(
          JSON.stringify({ type: 'disconnect', reason, debug_info: { host: 'stand-in' } }),
        );
      }
    },
    drop() {
      for (const socket of sockets) socket.terminate();
    },
    async stop() {
      await Promise.all([...sockets].map(closePolitely));
      acceptor.close();
    },
  };
}
