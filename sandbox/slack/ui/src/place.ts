import { useSyncExternalStore } from 'react';

/** Where this window is: kept in the address, so that a reload or a second window finds it again. */
export interface Place {
  /** The handle of the person. */
  as: string;
  /** A channel name, `home` or `messages` of the app. */
  in: string;
  /** The ts of the message whose thread is open. */
  thread: string;
  /** The panel on the right: `vobiz`, `inspector` or none. */
  panel: string;
}

const DEFAULTS: Place = { as: 'asha', in: 'numbers-approvals', thread: '', panel: '' };
const MOVED = 'playground:moved';

let read: { search: string; place: Place } | undefined;

function currentPlace(): Place {
  const { search } = location;
  if (read?.search === search) return read.place;
  const given = new URLSearchParams(search);
  const place = { ...DEFAULTS };
  for (const key of ['as', 'in', 'thread', 'panel'] as const) {
    place[key] = given.get(key) ?? DEFAULTS[key];
  }
  read = { search, place };
  return place;
}

/** Goes somewhere else; what is not mentioned stays, and a thread closes when the channel changes. */
export function go(to: Partial<Place>): void {
  const leaves = to.in !== undefined || to.as !== undefined;
  const place = { ...currentPlace(), ...(leaves ? { thread: '' } : {}), ...to };
  const query = new URLSearchParams({ as: place.as, in: place.in });
  if (place.thread) query.set('thread', place.thread);
  if (place.panel) query.set('panel', place.panel);
  history.pushState(null, '', `?${query}`);
  dispatchEvent(new Event(MOVED));
}

function subscribe(listener: () => void): () => void {
  addEventListener('popstate', listener);
  addEventListener(MOVED, listener);
  return () => {
    removeEventListener('popstate', listener);
    removeEventListener(MOVED, listener);
  };
}

export function usePlace(): Place {
  return useSyncExternalStore(subscribe, currentPlace);
}
