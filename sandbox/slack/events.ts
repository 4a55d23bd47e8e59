import type { Courier } from './courier.ts';
import type { JsonRecord } from './json.ts';
import { messagePayload } from './message-payload.ts';
import { eventPayload } from './payloads.ts';
import { findChannel, isDirectMessage, type MessageHappening, type Slack } from './slack.ts';
import type { Channel } from './workspace.ts';

/** What each kind of channel is called in events, the event an app asks for, and the scope it needs. */
const KINDS = {
  channel: { event: 'message.channels', scope: 'channels:history' },
  group: { event: 'message.groups', scope: 'groups:history' },
  mpim: { event: 'message.mpim', scope: 'mpim:history' },
  im: { event: 'message.im', scope: 'im:history' },
} as const;

function kindOf(channel: Channel): keyof typeof KINDS {
  if (isDirectMessage(channel.id)) return 'im';
  if (channel.isMpim) return 'mpim';
  return channel.isPrivate ? 'group' : 'channel';
}

/**
 * Tells the app of messages as Slack does: where it is a member, asks for the event and has the scope; also of its own ones.
 * Source: docs.slack.dev/reference/events/message
 */
export function createEvents(slack: Slack, courier: Courier): (what: MessageHappening) => void {
  return (what) => {
    const channel = findChannel(slack, what.message.channel);
    if (!channel?.botIsMember || !courier.reaches()) return;
    const kind = kindOf(channel);
    const { event, scope } = KINDS[kind];
    if (!slack.workspace.events.includes(event)) return;
    if (!slack.workspace.scopes.includes(scope)) return;
    const body = eventPayload(slack, { ...eventOf(slack, what), channel_type: kind });
    // After the call that caused it has been answered.
    setImmediate(() => void courier.deliverEvent(what.message.user, body));
  };
}

function eventOf(slack: Slack, what: MessageHappening): JsonRecord {
  const { message } = what;
  const { channel } = message;
  const now = slack.ids.ts();
  const own = messagePayload(slack, message, false);
  switch (what.kind) {
    case 'posted':
      return { ...own, ...broadcastPart(slack, what), channel, event_ts: message.ts };
    case 'changed':
      return {
        type: 'message',
        subtype: 'message_changed',
        hidden: true,
        channel,
        ts: now,
        event_ts: now,
        message: own,
        previous_message: messagePayload(slack, what.before, false),
      };
    case 'deleted':
      return {
        type: 'message',
        subtype: 'message_deleted',
        hidden: true,
        channel,
        ts: now,
        event_ts: now,
        deleted_ts: message.ts,
        previous_message: own,
      };
  }
}

/** A reply that was sent to the channel too carries the message it replies to. */
function broadcastPart(slack: Slack, { message }: MessageHappening): JsonRecord {
  if (message.subtype !== 'thread_broadcast') return {};
  const root = slack.store.messages.find(
    ({ channel, ts }) => channel === message.channel && ts === message.threadTs,
  );
  return root ? { root: messagePayload(slack, root, false) } : {};
}
