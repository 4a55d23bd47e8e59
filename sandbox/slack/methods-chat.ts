import { derivedText, withIds } from './elements.ts';
import { type JsonRecord, recordsIn, textOf } from './json.ts';
import { LIMITS } from './limits.ts';
import { messagePayload } from './message-payload.ts';
import { directMessageId, findChannel, findPerson, type Slack } from './slack.ts';
import { refusalWithPointers, SlackApiError } from './slack-api-error.ts';
import type { StoredMessage } from './store.ts';
import { validateBlocks } from './validate-blocks.ts';
import type { Method } from './web-api.ts';
import type { Channel } from './workspace.ts';

/** The text and blocks of a message, checked against the limits; block ids filled in. */
export function messageContent(
  slack: Slack,
  args: JsonRecord,
): { text: string; blocks: JsonRecord[] } {
  const text = typeof args.text === 'string' ? args.text : '';
  const raw = args.blocks;
  if (raw !== undefined && raw !== '' && !Array.isArray(raw)) {
    throw refusalWithPointers('invalid_blocks_format', ['[ERROR] must provide an array of blocks']);
  }
  const problems = validateBlocks(raw ?? [], 'message');
  if (problems.length > 0) throw refusalWithPointers('invalid_blocks', problems);
  const blocks = withIds(recordsIn(raw), slack.ids);
  const attachments = recordsIn(args.attachments);
  if (text === '' && blocks.length === 0 && attachments.length === 0) {
    throw new SlackApiError('no_text');
  }
  return { text: (text || derivedText(blocks)).slice(0, LIMITS.message.postText), blocks };
}

/** The channel a message may be posted to; a user id means the direct message with that person. */
export function postableChannel(slack: Slack, args: JsonRecord): Channel {
  const id = textOf(args.channel) ?? '';
  const person = findPerson(slack, id);
  if (person?.kind === 'bot') throw new SlackApiError('cannot_dm_bot');
  if (person?.kind === 'deactivated') throw new SlackApiError('is_inactive');
  const channel = findChannel(slack, person ? directMessageId(person.id) : id);
  if (!channel) throw new SlackApiError('channel_not_found');
  if (!channel.botIsMember && channel.isPrivate) throw new SlackApiError('channel_not_found');
  if (channel.isArchived) throw new SlackApiError('is_archived');
  return channel;
}

function metadataOf(args: JsonRecord): { metadata?: JsonRecord } {
  const [metadata] = recordsIn([args.metadata]);
  return metadata ? { metadata } : {};
}

export function threadOf(slack: Slack, channel: string, args: JsonRecord): { threadTs?: string } {
  const threadTs = textOf(args.thread_ts);
  if (!threadTs) return {};
  const parent = slack.store.messages.find(
    (message) => message.channel === channel && message.ts === threadTs,
  );
  if (!parent) throw new SlackApiError('thread_not_found');
  return { threadTs: parent.threadTs ?? parent.ts };
}

const postMessage: Method = (slack, args) => {
  const channel = postableChannel(slack, args);
  const mayPost = channel.botIsMember || slack.workspace.scopes.includes('chat:write.public');
  if (!mayPost) throw new SlackApiError('not_in_channel');
  const { bot } = slack.workspace;
  const message: StoredMessage = {
    kind: 'message',
    channel: channel.id,
    ts: slack.ids.ts(),
    ...threadOf(slack, channel.id, args),
    user: bot.userId,
    botId: bot.botId,
    ...messageContent(slack, args),
    ...metadataOf(args),
    edited: false,
    reactions: [],
    inputs: {},
  };
  slack.store.messages.push(message);
  slack.changed({ type: 'message', channel: channel.id, ts: message.ts });
  slack.announce({ kind: 'posted', message });
  return { channel: channel.id, ts: message.ts, message: messagePayload(slack, message, true) };
};

/** The bot's own message that a call means. */
function ownMessage(slack: Slack, args: JsonRecord, notOwn: string): StoredMessage {
  const channel = textOf(args.channel) ?? '';
  if (!findChannel(slack, channel)) throw new SlackApiError('channel_not_found');
  const message = slack.store.messages.find(
    (candidate) => candidate.channel === channel && candidate.ts === args.ts,
  );
  if (!message) {
    const wasEphemeral = slack.store.ephemerals.some((note) => note.ts === args.ts);
    throw new SlackApiError(wasEphemeral ? 'cant_update_message' : 'message_not_found');
  }
  if (message.botId !== slack.workspace.bot.botId) throw new SlackApiError(notOwn);
  return message;
}

const update: Method = (slack, args) => {
  const message = ownMessage(slack, args, 'cant_update_message');
  if (findChannel(slack, message.channel)?.isArchived) throw new SlackApiError('is_inactive');
  if ((textOf(args.text) ?? '').length > LIMITS.message.updateText) {
    throw new SlackApiError('msg_too_long');
  }
  const before = structuredClone(message);
  Object.assign(message, messageContent(slack, args), metadataOf(args));
  message.edited = message.blocks.length === 0;
  message.inputs = {};
  slack.changed({ type: 'message', channel: message.channel, ts: message.ts });
  slack.announce({ kind: 'changed', message, before });
  return {
    channel: message.channel,
    ts: message.ts,
    text: message.text,
    message: messagePayload(slack, message, true),
  };
};

const remove: Method = (slack, args) => {
  const message = ownMessage(slack, args, 'cant_delete_message');
  slack.store.messages.splice(slack.store.messages.indexOf(message), 1);
  slack.changed({ type: 'message', channel: message.channel, ts: message.ts });
  slack.announce({ kind: 'deleted', message });
  return { channel: message.channel, ts: message.ts };
};

const postEphemeral: Method = (slack, args) => {
  const channel = postableChannel(slack, args);
  if (!channel.botIsMember) throw new SlackApiError('not_in_channel');
  const person = findPerson(slack, textOf(args.user) ?? '');
  if (!person) throw new SlackApiError('user_not_found');
  if (!channel.members.includes(person.id) || person.kind === 'deactivated') {
    throw new SlackApiError('user_not_in_channel');
  }
  if ((textOf(args.text) ?? '').length > LIMITS.message.ephemeralText) {
    throw new SlackApiError('msg_too_long');
  }
  const ts = slack.ids.ts();
  slack.store.ephemerals.push({
    kind: 'ephemeral',
    channel: channel.id,
    ts,
    ...threadOf(slack, channel.id, args),
    userId: person.id,
    ...messageContent(slack, args),
    source: 'postEphemeral',
    inputs: {},
  });
  slack.changed({ type: 'ephemeral', userId: person.id, ts });
  return { message_ts: ts };
};

const getPermalink: Method = (slack, args) => {
  const channel = textOf(args.channel) ?? '';
  if (!findChannel(slack, channel)) throw new SlackApiError('channel_not_found');
  const ts = textOf(args.message_ts) ?? '';
  const found = slack.store.messages.some(
    (message) => message.channel === channel && message.ts === ts,
  );
  if (!found) throw new SlackApiError('message_not_found');
  const { domain } = slack.workspace.team;
  const permalink = `https://${domain}.slack.com/archives/${channel}/p${ts.replace('.', '')}`;
  return { channel, permalink };
};

const addReaction: Method = (slack, args) => {
  const message = slack.store.messages.find(
    (candidate) => candidate.channel === args.channel && candidate.ts === args.timestamp,
  );
  if (!message) throw new SlackApiError('message_not_found');
  const name = textOf(args.name) ?? '';
  if (message.reactions.includes(name)) throw new SlackApiError('already_reacted');
  message.reactions.push(name);
  slack.changed({ type: 'message', channel: message.channel, ts: message.ts });
  return {};
};

export const chatMethods: Record<string, Method> = {
  'chat.postMessage': postMessage,
  'chat.update': update,
  'chat.delete': remove,
  'chat.postEphemeral': postEphemeral,
  'chat.getPermalink': getPermalink,
  'reactions.add': addReaction,
};
