import { memo, useMemo } from 'react';
import type { ShownMessage } from '../../../playground/shown.ts';
import type { Place } from '../../deeds.ts';
import { Avatar } from './avatar.tsx';
import { Blocks } from './blocks/blocks.tsx';
import { Mrkdwn } from './blocks/mrkdwn.tsx';
import { Files } from './files.tsx';
import { MessageMenu } from './message-menu.tsx';
import { go } from './place.ts';
import { SurfaceContext } from './surface.ts';
import { dayOf, timeOf } from './times.ts';
import { authorOf, useWindow } from './window.ts';

interface Props {
  message: ShownMessage;
  replies: number;
  onDismiss?: ((ts: string) => void) | undefined;
  isInThread?: boolean;
}

const NO_ERRORS = {};

function placeOf({ kind, channel, ts }: ShownMessage): Place {
  return kind === 'message' ? { in: 'message', channel, ts } : { in: 'ephemeral', ts };
}

function Replies({ ts, count }: { ts: string; count: number }) {
  if (count === 0) return null;
  return (
    <button type="button" className="replies" onClick={() => go({ thread: ts })}>
      {count === 1 ? '1 reply' : `${count} replies`}
    </button>
  );
}

function Body({ message }: { message: ShownMessage }) {
  if (message.blocks.length > 0) return <Blocks blocks={message.blocks} />;
  return (
    <p className="text">
      <Mrkdwn text={message.text} />
      {message.isEdited ? <span className="quiet"> (edited)</span> : null}
    </p>
  );
}

/** One message or private note, with its menu. */
export const Message = memo(function Message({ message, replies, onDismiss, isInThread }: Props) {
  const { workspace } = useWindow();
  const { tz } = workspace.you;
  const person = workspace.people.find(({ id }) => id === message.author);
  const author = authorOf(workspace, message);
  const isNote = message.kind === 'ephemeral';
  const surface = useMemo(
    () => ({ where: placeOf(message), inputs: message.inputs, errors: NO_ERRORS }),
    [message],
  );
  return (
    <article
      className={isNote ? 'message message-note' : 'message'}
      aria-label={`${author}, ${timeOf(message.ts, tz)}${isNote ? ', only visible to you' : ''}`}
    >
      <Avatar person={person} />
      <div className="message-body">
        {isNote ? (
          <p className="quiet note-lead">
            Only visible to you
            {onDismiss ? (
              <button type="button" className="link-button" onClick={() => onDismiss(message.ts)}>
                Dismiss
              </button>
            ) : null}
          </p>
        ) : null}
        <p className="byline">
          <strong>{author}</strong>
          {message.isBot ? <span className="app-badge">APP</span> : null}
          <time className="quiet" title={dayOf(message.ts, workspace)}>
            {timeOf(message.ts, tz)}
          </time>
        </p>
        <SurfaceContext value={surface}>
          <Body message={message} />
          <Files files={message.files ?? []} />
        </SurfaceContext>
        {message.reactions.length > 0 ? (
          <p className="reactions">
            {message.reactions.map((name) => (
              <span key={name} className="reaction">{`:${name}: 1`}</span>
            ))}
          </p>
        ) : null}
        {isInThread ? null : <Replies ts={message.ts} count={replies} />}
      </div>
      {isNote || isInThread ? null : <MessageMenu message={message} />}
    </article>
  );
});
