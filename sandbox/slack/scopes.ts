import { type JsonRecord, textOf } from './json.ts';
import { findChannel, isDirectMessage, type Slack } from './slack.ts';
import { SlackApiError } from './slack-api-error.ts';

const FIXED: Record<string, string> = {
  'apps.connections.open': 'connections:write',
  'chat.postMessage': 'chat:write',
  'chat.update': 'chat:write',
  'chat.delete': 'chat:write',
  'chat.postEphemeral': 'chat:write',
  'users.info': 'users:read',
  'bots.info': 'users:read',
  'usergroups.list': 'usergroups:read',
  'usergroups.users.list': 'usergroups:read',
  'conversations.open': 'im:write',
  'files.getUploadURLExternal': 'files:write',
  'files.completeUploadExternal': 'files:write',
  'reactions.add': 'reactions:write',
};

const READS: Record<string, string> = {
  'conversations.info': 'read',
  'conversations.members': 'read',
  'conversations.history': 'history',
  'conversations.replies': 'history',
};

function neededScope(slack: Slack, method: string, args: JsonRecord): string | undefined {
  const right = READS[method];
  if (!right) return FIXED[method];
  const channel = findChannel(slack, textOf(args.channel) ?? '');
  if (channel && isDirectMessage(channel.id)) return `im:${right}`;
  if (channel?.isMpim) return `mpim:${right}`;
  return channel?.isPrivate ? `groups:${right}` : `channels:${right}`;
}

/** Refuses a call the granted scopes do not cover, naming the scope it needs as Slack does. */
export function checkScope(
  slack: Slack,
  method: string,
  args: JsonRecord,
  granted: readonly string[],
): void {
  const needed = neededScope(slack, method, args);
  if (!needed || granted.includes(needed)) return;
  throw new SlackApiError('missing_scope', {
    needed,
    provided: granted.join(','),
  });
}
