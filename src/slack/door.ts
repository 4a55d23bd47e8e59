import type { KnownBlock } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import { readSlackFailure, type SlackFailure } from './failure.ts';

export type Message = { text: string; blocks: KnownBlock[] };
type Posted = { channel: string; ts: string };
type Place = { channel: string; thread?: string };
type Sent = { ok: true; posted: Posted } | ({ ok: false } & SlackFailure);

/** Marks our messages in their metadata, so that one whose post was never answered can be found again. */
const MARK_EVENT = 'vobiz_number';
/** chat.update refuses longer texts, so posts keep to it as well. */
const TEXT_MAX = 4_000;
const CLOCK_SLACK_S = 120;

const identitySchema = z.object({ channel: z.string(), ts: z.string() });
const openedSchema = z.object({ channel: z.object({ id: z.string() }) });
const historySchema = z.object({
  messages: z.array(
    z.object({
      ts: z.string(),
      metadata: z
        .object({ event_payload: z.object({ mark: z.string() }) })
        .optional()
        .catch(undefined),
    }),
  ),
});

/** The one door for messages that people must be able to rely on: posts, edits and finds them, each call once. */
export function createDoor(client: WebClient) {
  /** Posting takes a user id, reading does not: it wants the id of the direct message. */
  async function conversationOf(channel: string): Promise<string> {
    if (!/^[UW]/.test(channel)) return channel;
    return openedSchema.parse(await client.conversations.open({ users: channel })).channel.id;
  }

  return {
    /** `place.channel` may be a user id: Slack then opens the direct message and answers its channel. */
    async post(place: Place, message: Message, mark: string): Promise<Sent> {
      try {
        const answer = await client.chat.postMessage({
          channel: place.channel,
          text: message.text.slice(0, TEXT_MAX),
          blocks: message.blocks,
          unfurl_links: false,
          unfurl_media: false,
          metadata: { event_type: MARK_EVENT, event_payload: { mark } },
          ...(place.thread && { thread_ts: place.thread }),
        });
        const posted = identitySchema.safeParse(answer);
        return posted.success ? { ok: true, posted: posted.data } : { ok: false, why: 'unknown' };
      } catch (error) {
        return { ok: false, ...readSlackFailure(error) };
      }
    },

    async edit(posted: Posted, message: Message): Promise<Sent> {
      try {
        const text = message.text.slice(0, TEXT_MAX);
        await client.chat.update({ ...posted, text, blocks: message.blocks, parse: 'none' });
        return { ok: true, posted };
      } catch (error) {
        return { ok: false, ...readSlackFailure(error) };
      }
    },

    /** Needs the optional history scopes; without them nothing is found and the message is posted again. */
    async find(place: Place, mark: string, since: number): Promise<Posted | undefined> {
      const oldest = `${Math.floor(since / 1000) - CLOCK_SLACK_S}`;
      try {
        const channel = await conversationOf(place.channel);
        const range = { channel, oldest, limit: 200, include_all_metadata: true };
        const answer = place.thread
          ? await client.conversations.replies({ ...range, ts: place.thread })
          : await client.conversations.history(range);
        const found = historySchema
          .parse(answer)
          .messages.find(({ metadata }) => metadata?.event_payload.mark === mark);
        return found && { channel, ts: found.ts };
      } catch {
        return undefined;
      }
    },
  };
}
export type SlackDoor = ReturnType<typeof createDoor>;
