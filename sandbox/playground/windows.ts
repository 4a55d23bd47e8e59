import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Items } from './items.ts';
import type { Patch } from './shown.ts';

/** Changes within this time travel together. */
const GATHER_MS = 15;
/** At least this long between two patches, so that a page under a stream of messages has time to draw and to answer. */
const REST_MS = 60;
/** Time passes too: an order becomes due, a code expires. */
const LOOK_EVERY_MS = 1_000;

/** The items that differ from what a window has; `had` is brought up to date. */
export function difference(had: Map<string, string>, items: Items): Patch {
  const patch: Patch = { set: {}, remove: [] };
  for (const [key, value] of items) {
    const text = JSON.stringify(value);
    if (had.get(key) === text) continue;
    had.set(key, text);
    patch.set[key] = value;
  }
  for (const key of had.keys()) {
    if (items.has(key)) continue;
    had.delete(key);
    patch.remove.push(key);
  }
  return patch;
}

/** Browser windows over WebSockets: each gets what its person sees, then what changes of it. */
export function createWindows(itemsFor: (userId: string) => Items) {
  const acceptor = new WebSocketServer({ noServer: true });
  const open = new Map<WebSocket, { userId: string; had: Map<string, string> }>();
  let gathering: NodeJS.Timeout | undefined;
  let shownAt = 0;

  function show(socket: WebSocket): void {
    const window = open.get(socket);
    if (!window || socket.readyState !== socket.OPEN) return;
    const patch = difference(window.had, itemsFor(window.userId));
    if (Object.keys(patch.set).length + patch.remove.length === 0) return;
    socket.send(JSON.stringify(patch));
  }

  function showAll(): void {
    gathering = undefined;
    shownAt = performance.now();
    for (const socket of open.keys()) show(socket);
  }

  const watch = setInterval(showAll, LOOK_EVERY_MS);
  watch.unref();

  return {
    /** Opens the window of a person on an upgrade request. */
    accept(request: IncomingMessage, stream: Duplex, head: Buffer, userId: string): void {
      acceptor.handleUpgrade(request, stream, head, (socket) => {
        open.set(socket, { userId, had: new Map() });
        socket.on('close', () => open.delete(socket));
        socket.on('error', () => socket.terminate());
        show(socket);
      });
    },
    /** Says that something changed; the windows hear of it in a moment. */
    changed(): void {
      const rest = shownAt + REST_MS - performance.now();
      gathering ??= setTimeout(showAll, Math.max(GATHER_MS, rest));
    },
    stop(): void {
      clearInterval(watch);
      clearTimeout(gathering);
      for (const socket of open.keys()) socket.terminate();
      acceptor.close();
    },
  };
}
