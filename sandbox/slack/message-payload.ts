import { filePayload } from './file-payload.ts';
import type { JsonRecord } from './json.ts';
import type { Slack } from './slack.ts';
import type { StoredMessage } from './store.ts';

/** A stored message in the shape Slack sends it: in API answers and in the payload of a click. */
export function messagePayload(
  slack: Slack,
  message: StoredMessage,
  withMetadata: boolean,
): JsonRecord {
  const { team } = slack.workspace;
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
          app_id: slack.workspace.bot.appId,
          bot_profile: botProfile(slack),
        }
      : {}),
    ...(message.blocks.length > 0 ? { blocks: message.blocks } : {}),
    ...(message.attachments ? { attachments: message.attachments } : {}),
    ...(message.botId ? {} : { client_msg_id: `client-${message.ts}` }),
    ...(message.files
      ? {
          files: message.files.map((id) => filePayload(slack, id, message)),
          upload: false,
          display_as_bot: false,
        }
      : {}),
    ...(message.threadTs
      ? { thread_ts: message.threadTs, parent_user_id: parentUser(slack, message) }
      : {}),
    ...(replies.length > 0 ? rootPart(message, replies) : {}),
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

/** What the first message of a thread says of its replies. */
function rootPart(root: StoredMessage, replies: readonly StoredMessage[]): JsonRecord {
  const users = [...new Set(replies.map(({ user }) => user))];
  return {
    thread_ts: root.ts,
    reply_count: replies.length,
    reply_users_count: users.length,
    reply_users: users,
    latest_reply: replies.at(-1)?.ts,
    is_locked: false,
  };
}

function botProfile({ workspace: { bot, team } }: Slack): JsonRecord {
  const icon = (size: number) => `https://a.slack-edge.com/img/plugins/app/bot_${size}.png`;
  return {
    id: bot.botId,
    app_id: bot.appId,
    name: bot.name,
    team_id: team.id,
    deleted: false,
    updated: 1_700_000_000,
    icons: { image_36: icon(36), image_48: icon(48), image_72: icon(72) },
  };
}
