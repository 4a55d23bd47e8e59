import type { JsonRecord } from './json.ts';
import type { Slack } from './slack.ts';
import type { StoredFile, StoredMessage } from './store.ts';

/** A stored message in the shape Slack sends it: in API answers and in the payload of a click. */
export function messagePayload(
  slack: Slack,
  message: StoredMessage,
  withMetadata: boolean,
): JsonRecord {
  const { bot, team } = slack.workspace;
  const replies = slack.store.messages.filter(
    (other) => other.channel === message.channel && other.threadTs === message.ts,
  );
  return structuredClone({
    type: 'message',
    ...(message.subtype ? { subtype: message.subtype } : {}),
    user: message.user,
    ts: message.ts,
    text: message.text,
    team: team.id,
    ...(message.botId
      ? {
          bot_id: message.botId,
          app_id: bot.appId,
          bot_profile: { id: bot.botId, app_id: bot.appId, name: bot.name, team_id: team.id },
        }
      : {}),
    ...(message.blocks.length > 0 ? { blocks: message.blocks } : {}),
    ...(message.attachments ? { attachments: message.attachments } : {}),
    ...(message.botId ? {} : { client_msg_id: `client-${message.ts}` }),
    ...(message.files
      ? { files: message.files.map((id) => filePayload(slack.store.files.get(id))) }
      : {}),
    ...(message.threadTs
      ? { thread_ts: message.threadTs, parent_user_id: parentUser(slack, message) }
      : {}),
    ...(replies.length > 0 ? { thread_ts: message.ts, reply_count: replies.length } : {}),
    ...(message.edited ? { edited: { user: message.user, ts: message.ts } } : {}),
    ...(withMetadata && message.metadata ? { metadata: message.metadata } : {}),
    ...(message.reactions.length > 0
      ? {
          reactions: message.reactions.map((name) => ({ name, users: [message.user], count: 1 })),
        }
      : {}),
  });
}

function parentUser(slack: Slack, { channel, threadTs }: StoredMessage): string | undefined {
  return slack.store.messages.find((one) => one.channel === channel && one.ts === threadTs)?.user;
}

function filePayload(file: StoredFile | undefined): JsonRecord {
  return { id: file?.id, name: file?.filename, title: file?.title, size: file?.length };
}
