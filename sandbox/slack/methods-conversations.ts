import { flagOf, type JsonRecord, textOf } from './json.ts';
import { messagePayload } from './message-payload.ts';
import { directMessageId, findChannel, findPerson, isDirectMessage, type Slack } from './slack.ts';
import { SlackApiError } from './slack-api-error.ts';
import type { StoredMessage } from './store.ts';
import type { Method } from './web-api.ts';
import type { Channel } from './workspace.ts';

function visibleChannel(slack: Slack, args: JsonRecord): Channel {
  const channel = findChannel(slack, textOf(args.channel) ?? '');
  if (!channel || (channel.isPrivate && !channel.botIsMember)) {
    throw new SlackApiError('channel_not_found');
  }
  return channel;
}

const info: Method = (slack, args) => {
  const channel = visibleChannel(slack, args);
  const isIm = isDirectMessage(channel.id);
  const isPrivate = channel.isPrivate ?? false;
  return {
    channel: {
      id: channel.id,
      ...(isIm ? { user: channel.members[0] } : { name: channel.name }),
      is_channel: !isIm && !isPrivate,
      is_group: !isIm && isPrivate && !channel.isMpim,
      is_im: isIm,
      is_mpim: channel.isMpim ?? false,
      is_private: isPrivate,
      is_archived: channel.isArchived ?? false,
      is_member: channel.botIsMember,
      is_shared: channel.isExtShared ?? false,
      is_ext_shared: channel.isExtShared ?? false,
      is_org_shared: false,
      is_general: false,
      context_team_id: slack.workspace.team.id,
    },
  };
};

const members: Method = (slack, args) => {
  const channel = visibleChannel(slack, args);
  const bot = channel.botIsMember ? [slack.workspace.bot.userId] : [];
  const all = [...channel.members, ...bot];
  const from = Number(textOf(args.cursor) || 0);
  const until = from + Number(args.limit ?? 100);
  const next_cursor = until < all.length ? String(until) : '';
  return { members: all.slice(from, until), response_metadata: { next_cursor } };
};

const open: Method = (slack, args) => {
  const userId = textOf(args.users) ?? textOf(args.channel)?.replace(/^D/, 'U') ?? '';
  const person = findPerson(slack, userId);
  if (!person) throw new SlackApiError('user_not_found');
  if (person.kind === 'bot') throw new SlackApiError('cannot_dm_bot');
  if (person.kind === 'deactivated') throw new SlackApiError('user_disabled');
  return { channel: { id: directMessageId(person.id) } };
};

/** The part of a list of messages that `oldest`, `latest`, `inclusive` and `limit` select. */
function page(messages: StoredMessage[], args: JsonRecord): StoredMessage[] {
  const oldest = Number(args.oldest ?? 0);
  const latest = Number(args.latest ?? Number.POSITIVE_INFINITY);
  const inclusive = flagOf(args.inclusive);
  return messages.filter(({ ts }) => {
    const at = Number(ts);
    if (inclusive && (ts === args.oldest || ts === args.latest)) return true;
    return at > oldest && at < latest;
  });
}

function readableMessages(slack: Slack, args: JsonRecord): StoredMessage[] {
  const channel = visibleChannel(slack, args);
  if (!channel.botIsMember) throw new SlackApiError('not_in_channel');
  return slack.store.messages.filter((message) => message.channel === channel.id);
}

function answer(slack: Slack, args: JsonRecord, messages: StoredMessage[], fallback: number) {
  const limit = Number(args.limit ?? fallback);
  const withMetadata = flagOf(args.include_all_metadata);
  return {
    messages: messages
      .slice(0, limit)
      .map((message) => messagePayload(slack, message, withMetadata)),
    has_more: messages.length > limit,
  };
}

/** Newest first, replies in threads left out. */
const history: Method = (slack, args) => {
  const roots = readableMessages(slack, args).filter((message) => !message.threadTs);
  return answer(slack, args, page(roots, args).reverse(), 100);
};

/** The parent first, then its replies, oldest first. */
const replies: Method = (slack, args) => {
  const all = readableMessages(slack, args);
  const parent = all.find((message) => message.ts === args.ts);
  if (!parent) throw new SlackApiError('thread_not_found');
  const thread = all.filter((message) => message.threadTs === parent.ts);
  return answer(slack, args, [parent, ...page(thread, args)], 1000);
};

export const conversationMethods: Record<string, Method> = {
  'conversations.info': info,
  'conversations.members': members,
  'conversations.open': open,
  'conversations.history': history,
  'conversations.replies': replies,
};
