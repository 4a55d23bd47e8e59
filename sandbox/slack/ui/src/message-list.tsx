import { useCallback, useContext, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { ShownMessage, ShownWorkspace } from '../../../playground/shown.ts';
import { Message } from './message.tsx';
import { dayOf } from './times.ts';
import { ItemsContext, messagesIn, useWindow } from './window.ts';

/** How many messages are drawn at once; older ones when asked for. */
const PAGE = 40;
/** This close to the end, in px, a reader follows what arrives. */
const NEAR = 120;

function withDays(messages: ShownMessage[], workspace: ShownWorkspace) {
  let last = '';
  return messages.map((message) => {
    const day = dayOf(message.ts, workspace);
    const isNew = day !== last;
    last = day;
    return { message, day: isNew ? day : '' };
  });
}

/** The messages of a channel outside threads, newest at the bottom. */
export function MessageList({ channel }: { channel: string }) {
  const items = useContext(ItemsContext);
  const { workspace } = useWindow();
  const [pages, setPages] = useState(1);
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const list = useRef<HTMLDivElement>(null);
  const follows = useRef(true);
  // The same function every time: a message that did not change is not drawn again.
  const dismiss = useCallback((ts: string) => setHidden((before) => new Set([...before, ts])), []);

  const { shown, replies, earlier } = useMemo(() => {
    const all = messagesIn(items, channel);
    const counts = new Map<string, number>();
    for (const { threadTs } of all) {
      if (threadTs) counts.set(threadTs, (counts.get(threadTs) ?? 0) + 1);
    }
    const main = all.filter(({ threadTs, ts }) => !threadTs && !hidden.has(ts));
    const page = main.slice(-pages * PAGE);
    return { shown: page, replies: counts, earlier: main.length - page.length };
  }, [items, channel, pages, hidden]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: follows what was drawn
  useLayoutEffect(() => {
    const box = list.current;
    if (box && follows.current) box.scrollTop = box.scrollHeight;
  }, [shown]);

  return (
    <div
      className="messages"
      ref={list}
      role="log"
      aria-label="Messages"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area has to be reachable by keyboard
      tabIndex={0}
      onScroll={({ currentTarget: box }) => {
        follows.current = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR;
      }}
    >
      {earlier > 0 ? (
        <button type="button" className="earlier" onClick={() => setPages(pages + 1)}>
          Show earlier messages ({earlier})
        </button>
      ) : null}
      {shown.length === 0 ? <p className="empty">Nothing here yet.</p> : null}
      {withDays(shown, workspace).map(({ message, day }) => (
        <div key={message.ts}>
          {day ? (
            <p className="day">
              <span>{day}</span>
            </p>
          ) : null}
          <Message message={message} replies={replies.get(message.ts) ?? 0} onDismiss={dismiss} />
        </div>
      ))}
    </div>
  );
}
