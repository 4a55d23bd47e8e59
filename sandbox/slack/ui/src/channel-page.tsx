import type { Channel } from '../../workspace.ts';
import { Composer } from './composer.tsx';
import { MessageList } from './message-list.tsx';

function topicOf(channel: Channel): string {
  const shared = channel.isExtShared ? ' · shared with another company' : '';
  const app = channel.botIsMember ? '' : ' · the app is not in this channel';
  return `${channel.members.length} people${shared}${app}`;
}

/** One channel: its messages, and the place to write. */
export function ChannelPage({ channel }: { channel: Channel }) {
  return (
    <main className="channel" aria-label={`#${channel.name}`}>
      <header className="channel-header">
        <h1>
          <span aria-hidden="true"># </span>
          {channel.name}
        </h1>
        <p className="channel-topic">{topicOf(channel)}</p>
      </header>
      <MessageList key={channel.id} channel={channel.id} />
      <Composer key={`write ${channel.id}`} channel={channel.id} name={`#${channel.name}`} />
    </main>
  );
}
