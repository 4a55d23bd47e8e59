import { useContext } from 'react';
import type { ShownMessage } from '../../../playground/shown.ts';
import { Composer } from './composer.tsx';
import { useOwnFocus } from './focus-back.ts';
import { Message } from './message.tsx';
import { go } from './place.ts';
import { ItemsContext, itemIn, messagesIn } from './window.ts';

/** A message and its replies, beside the channel. */
export function Thread({ channel, ts }: { channel: string; ts: string }) {
  const items = useContext(ItemsContext);
  const parent = itemIn<ShownMessage>(items, `message/${channel}/${ts}`);
  const box = useOwnFocus();
  const replies = messagesIn(items, channel).filter(({ threadTs }) => threadTs === ts);
  return (
    <aside
      className="thread"
      aria-label="Thread"
      tabIndex={-1}
      ref={box}
      onKeyDown={({ key, defaultPrevented }) => {
        if (key === 'Escape' && !defaultPrevented) go({ thread: '' });
      }}
    >
      <header className="channel-header">
        <h2>Thread</h2>
        <button
          type="button"
          className="plain-button close"
          aria-label="Close thread"
          onClick={() => go({ thread: '' })}
        >
          ×
        </button>
      </header>
      <div className="thread-messages">
        {parent ? (
          <Message message={parent} replies={0} isInThread />
        ) : (
          <p className="empty">This message is gone.</p>
        )}
        {replies.map((reply) => (
          <Message key={reply.ts} message={reply} replies={0} isInThread />
        ))}
      </div>
      <Composer channel={channel} name="the thread" threadTs={ts} />
    </aside>
  );
}
