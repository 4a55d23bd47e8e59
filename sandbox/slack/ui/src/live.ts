import type { Patch } from '../../../playground/shown.ts';

/** What the window knows at one moment. Items that did not change keep their identity. */
export interface Snapshot {
  items: ReadonlyMap<string, unknown>;
  /** False until the first items came, and while the playground cannot be reached. */
  isLive: boolean;
}

export interface Live {
  snapshot(): Snapshot;
  subscribe(listener: () => void): () => void;
  close(): void;
}

const RETRY_MS = 500;

/** Follows what one person sees; comes back by itself when the connection breaks. */
export function follow(handle: string): Live {
  let current: Snapshot = { items: new Map(), isLive: false };
  let socket: WebSocket | undefined;
  let retry: number | undefined;
  let isClosed = false;
  const listeners = new Set<() => void>();

  let isDrawing = false;

  function draw(): void {
    isDrawing = false;
    for (const listener of listeners) listener();
  }

  /** Many changes within one frame are drawn once. A window that is out of sight has no frames. */
  function become(next: Snapshot): void {
    current = next;
    if (isDrawing) return;
    isDrawing = true;
    if (document.hidden) setTimeout(draw);
    else requestAnimationFrame(draw);
  }

  function connect(): void {
    let items = new Map<string, unknown>();
    socket = new WebSocket(`ws://${location.host}/live?as=${encodeURIComponent(handle)}`);
    socket.addEventListener('message', (event) => {
      const patch: Patch = JSON.parse(String(event.data));
      items = new Map(items);
      for (const key of patch.remove) items.delete(key);
      for (const [key, value] of Object.entries(patch.set)) items.set(key, value);
      become({ items, isLive: true });
    });
    socket.addEventListener('close', () => {
      if (isClosed) return;
      become({ ...current, isLive: false });
      retry = window.setTimeout(connect, RETRY_MS);
    });
  }

  connect();
  return {
    snapshot: () => current,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      isClosed = true;
      clearTimeout(retry);
      socket?.close();
    },
  };
}
