import { useEffect, useState } from 'react';
import type { ShownWorkspace } from '../../../playground/shown.ts';
import type { Snapshot } from './live.ts';
import { messagesIn } from './window.ts';

/** Person and place -> ts of the newest message seen. Outlives a change of person, not a reload. */
const seen = new Map<string, string>();

function isSame(before: ReadonlySet<string>, now: string[]): boolean {
  return before.size === now.length && now.every((place) => before.has(place));
}

/** The places with messages the person has not seen in this window. `shown` is the one being looked at. */
export function useUnread(
  items: Snapshot['items'],
  workspace: ShownWorkspace,
  shown: string,
): ReadonlySet<string> {
  const { you, channels, directMessages } = workspace;
  const [unread, setUnread] = useState<ReadonlySet<string>>(new Set());
  useEffect(() => {
    const places = [...channels.map(({ id }) => id), directMessages];
    const news = places.filter((place) => {
      const newest = messagesIn(items, place).at(-1)?.ts ?? '';
      const key = `${you.id} ${place}`;
      if (place === shown) seen.set(key, newest);
      return newest > (seen.get(key) ?? '');
    });
    setUnread((before) => (isSame(before, news) ? before : new Set(news)));
  }, [items, you.id, channels, directMessages, shown]);
  return unread;
}
