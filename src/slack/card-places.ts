import { WebAPIPlatformError, type WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { NoCard } from '../domain/actor.ts';
import { slackError } from './slack-failure.ts';

const infoSchema = z.object({
  channel: z.object({
    is_member: z.boolean().optional(),
    is_archived: z.boolean().optional(),
    is_im: z.boolean().optional(),
    is_mpim: z.boolean().optional(),
  }),
});
const openedSchema = z.object({ channel: z.object({ id: z.string() }) });

/** Why no card can appear here; undefined when one can, or when we lack the scope to ask. Throws AppError `slack_*`. */
export function createCardPlaces(client: WebClient) {
  return async (channel: string, userId: string): Promise<NoCard | undefined> => {
    try {
      return await (channel.startsWith('D') ? ownMessages(channel, userId) : inChannel(channel));
    } catch (error) {
      return fromError(error);
    }
  };

  /** A direct message with the bot, or one between two other people. */
  async function ownMessages(channel: string, userId: string): Promise<NoCard | undefined> {
    const opened = openedSchema.parse(await client.conversations.open({ users: userId }));
    return opened.channel.id === channel ? undefined : 'direct_messages';
  }

  async function inChannel(channel: string): Promise<NoCard | undefined> {
    const info = infoSchema.parse(await client.conversations.info({ channel })).channel;
    if (info.is_archived) return 'archived';
    if (info.is_member) return undefined;
    return info.is_im || info.is_mpim ? 'direct_messages' : 'not_a_member';
  }
}
export type CardPlaces = ReturnType<typeof createCardPlaces>;

const neededSchema = z.object({ needed: z.string() });

function fromError(error: unknown): NoCard | undefined {
  if (!(error instanceof WebAPIPlatformError)) throw slackError('conversations.info', error);
  const code = error.data.error;
  if (code === 'channel_not_found' || code === 'not_in_channel') return 'not_found';
  if (code !== 'missing_scope') throw slackError('conversations.info', error);
  // Slack never tells the bot about group direct messages it was not added to.
  return neededSchema.safeParse(error.data).data?.needed.startsWith('mpim')
    ? 'direct_messages'
    : undefined;
}
