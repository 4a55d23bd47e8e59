import { EventEmitter } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createCourier, type Delivery } from './courier.ts';
import { createEvents } from './events.ts';
import { createFaults, type Fault } from './faults.ts';
import { sendJson } from './http.ts';
import { chatMethods } from './methods-chat.ts';
import { conversationMethods } from './methods-conversations.ts';
import { fileMethods, handleUpload } from './methods-files.ts';
import { peopleMethods } from './methods-people.ts';
import { viewMethods } from './methods-views.ts';
import { createPerson, type PersonActions } from './person.ts';
import { handleResponseUrl } from './response-url.ts';
import { type Change, createSlack, directMessageId } from './slack.ts';
import { createSocketMode, type DisconnectReason } from './socket-mode.ts';
import type { EphemeralMessage, OpenView, StoredFile, StoredMessage } from './store.ts';
import { stackOf } from './view-store.ts';
import { type ApiCall, createWebApi } from './web-api.ts';
import { DEFAULT_WORKSPACE, type Workspace } from './workspace.ts';

/** Anything left out comes from DEFAULT_WORKSPACE. */
export interface SlackStandInOptions extends Partial<Workspace> {
  /** 0, the default, takes any free port. */
  port?: number;
  /** Where the bot is told to call (response_url, sockets) when something stands in between. */
  publicUrl?: string;
  /** ms since the epoch; ages triggers and response_urls. */
  now?: () => number;
  /** ms the bot has to acknowledge; Slack's limit of 3000 unless said otherwise. */
  ackLimitMs?: number;
  /** What has been posted before, oldest first. */
  messages?: readonly StoredMessage[];
  /** Handles requests outside Slack's own addresses; resolves to false to leave one alone. */
  extraRoute?: (request: IncomingMessage, response: ServerResponse) => Promise<boolean>;
}

export interface SlackStandIn {
  /** `http://127.0.0.1:<port>`. */
  url: string;
  /** What the bot takes as SLACK_API_URL; ends with `/api/`. */
  apiUrl: string;
  /** The live workspace: change people, channels, groups or scopes here and the next call sees it. */
  workspace: Workspace;
  /** HTTP mode: where the bot takes commands, interactions and events; several processes of it take turns. */
  sendTo(target: { requestUrl: string | readonly string[] }): void;
  /** How many sockets the bot has open. */
  socketConnected(): number;
  /** Socket Mode: asks every connection to reconnect. */
  disconnectSockets(reason: DisconnectReason): void;
  /** Socket Mode: cuts every connection without a word. */
  dropSockets(): void;
  calls: readonly ApiCall[];
  /** Methods the bot called that the stand-in does not know; empty in a sound test. */
  unknownMethods: readonly string[];
  deliveries: readonly Delivery[];
  /** Messages of a channel, threads included, oldest first. */
  messages(channel: string): StoredMessage[];
  message(channel: string, ts: string): StoredMessage | undefined;
  /** Replies in a thread, oldest first, without the parent. */
  thread(channel: string, ts: string): StoredMessage[];
  /** Private notes a person has seen, oldest first. */
  ephemerals(userId: string): EphemeralMessage[];
  /** The direct messages between the bot and a person, oldest first. */
  directMessages(userId: string): StoredMessage[];
  /** Files shared in a channel, or with a person in the direct messages with the bot, oldest first. */
  files(place: string): StoredFile[];
  file(id: string): StoredFile | undefined;
  /** The modal on top of a person's stack. */
  openView(userId: string): OpenView | undefined;
  /** A person's modals, root first. */
  viewStack(userId: string): OpenView[];
  home(userId: string): OpenView | undefined;
  as(userId: string): PersonActions;
  /** Calls back after every change; returns the way to stop. */
  onChange(listener: (change: Change) => void): () => void;
  /** Makes the next calls of a Web API method go wrong; `*` means any method. */
  fault(method: string, fault: Fault): void;
  clearFaults(): void;
  /** While on, the Web API answers 503, sockets are cut and no payload reaches the bot. */
  outage(on: boolean): void;
  stop(): Promise<void>;
}

type Http = [request: IncomingMessage, response: ServerResponse];

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : port);
    });
  });
}

/** Starts enough of Slack on a local port for a bot and several people. All state is in memory. */
export async function startSlackStandIn(options: SlackStandInOptions = {}): Promise<SlackStandIn> {
  const {
    port = 0,
    publicUrl,
    now = Date.now,
    ackLimitMs = 3000,
    messages = [],
    extraRoute,
    ...given
  } = options;
  const workspace: Workspace = structuredClone({ ...DEFAULT_WORKSPACE, ...given });
  const changes = new EventEmitter<{ change: [Change] }>();
  let url = '';
  let down = false;
  const slack = createSlack({
    workspace,
    now,
    ackLimitMs,
    changed: (change) => changes.emit('change', change),
    announce: (what) => announce(what),
    baseUrl: () => publicUrl ?? url,
  });
  slack.store.messages.push(...structuredClone(messages));
  const server = createServer((request, response) => void route(request, response));
  const sockets = createSocketMode(slack, server);
  const courier = createCourier(slack, sockets, () => down);
  const announce = createEvents(slack, courier);
  const faults = createFaults();
  const methods = {
    ...peopleMethods,
    ...chatMethods,
    ...conversationMethods,
    ...viewMethods,
    ...fileMethods,
    'apps.connections.open': () => ({ url: sockets.issueUrl() }),
  };
  const webApi = createWebApi(slack, methods, faults, () => down);

  const areas: Record<string, (name: string, ...http: Http) => Promise<void>> = {
    api: webApi.handle,
    response: (name, ...http) =>
      handleResponseUrl(slack, webApi.calls, faults.take('response_url'), name, ...http),
    upload: (name, ...http) => handleUpload(slack, name, ...http),
  };

  async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, area = '', name = ''] = new URL(request.url ?? '/', url).pathname.split('/');
    try {
      const handle = Object.hasOwn(areas, area) ? areas[area] : undefined;
      if (handle) await handle(name, request, response);
      else if (!(await extraRoute?.(request, response))) {
        sendJson(response, 404, { ok: false, error: 'not_found' });
      }
    } catch (error) {
      const detail = error instanceof Error ? error.message : String(error);
      if (!response.headersSent)
        sendJson(response, 500, { ok: false, error: 'stand_in_bug', detail });
    }
  }

  url = `http://127.0.0.1:${await listen(server, port)}`;
  const copies = <T>(items: T[]): T[] => structuredClone(items);
  const inChannel = (channel: string) =>
    copies(slack.store.messages.filter((message) => message.channel === channel));

  return {
    url,
    apiUrl: `${url}/api/`,
    workspace,
    sendTo: ({ requestUrl }) => courier.target([requestUrl].flat()),
    socketConnected: () => sockets.connected(),
    disconnectSockets: (reason) => sockets.disconnect(reason),
    dropSockets: () => sockets.drop(),
    calls: webApi.calls,
    unknownMethods: webApi.unknownMethods,
    deliveries: courier.deliveries,
    messages: inChannel,
    message: (channel, ts) => inChannel(channel).find((message) => message.ts === ts),
    thread: (channel, ts) => inChannel(channel).filter((message) => message.threadTs === ts),
    ephemerals: (userId) => copies(slack.store.ephemerals.filter((note) => note.userId === userId)),
    directMessages: (userId) => inChannel(directMessageId(userId)),
    file: (id) => slack.store.files.get(id),
    files(place) {
      const channel = place.startsWith('C') ? place : directMessageId(place);
      return copies([...slack.store.files.values()].filter((file) => file.channel === channel));
    },
    openView: (userId) => copies(stackOf(slack, userId)).at(-1),
    viewStack: (userId) => copies(stackOf(slack, userId)),
    home: (userId) => structuredClone(slack.store.homes.get(userId)),
    as: (userId) => createPerson(slack, courier, userId),
    onChange(listener) {
      changes.on('change', listener);
      return () => changes.off('change', listener);
    },
    fault: (method, fault) => faults.add(method, fault),
    clearFaults: () => faults.clear(),
    outage(on) {
      down = on;
      if (on) sockets.drop();
    },
    async stop() {
      await sockets.stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
