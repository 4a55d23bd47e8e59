import type { KnownBlock } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import { readSlackFailure, type SlackFailure } from './slack-failure.ts';

export type Message = { text: string; blocks: KnownBlock[] };
export type Posted = { channel: string; ts: string };
/** `channel` may be a user: Slack then opens the direct messages. */
export type Place = { channel: string; thread?: string };
/** What came of a look. `may_not` when it can never be looked there; a look that failed says nothing of what is there. */
type FindResult =
  | { found: 'there'; posted: Posted }
  | { found: 'not_there' | 'may_not' }
  | { found: 'not_now'; retryMs: number };
/** What came of a post or an edit. `refused` stays so until a person changes something; `final`, whatever anybody does. */
export type SendResult = { ok: true; posted: Posted } | ({ ok: false } & SlackFailure);

/** Marks our messages in their metadata, so that one whose post was never answered can be found again. */
const MARK_EVENT = 'vobiz_number';
/** chat.update refuses longer texts, so posts keep to it as well. */
const TEXT_MAX = 4_000;
const CLOCK_SLACK_S = 120;
const LOOK_AGAIN_MS = 5_000;
const PAGES_MAX = 20;

const identitySchema = z.object({ channel: z.string(), ts: z.string() });
const openedSchema = z.object({ channel: z.object({ id: z.string() }) });
const historySchema = z.object({
  response_metadata: z.object({ next_cursor: z.string().optional() }).optional().catch(undefined),
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

/** The one messenger for messages that people must be able to rely on: posts, edits and finds them, each call once. */
export function createMessenger(client: WebClient) {
  /** Posting takes a user id, reading does not: it wants the id of the direct message. */
  async function conversationOf(channel: string): Promise<string> {
    if (!/^[UW]/.test(channel)) return channel;
    return openedSchema.parse(await client.conversations.open({ users: channel })).channel.id;
  }

  return {
    /** `place.channel` may be a user id: Slack then opens the direct message and answers its channel. */
    async post(place: Place, message: Message, mark: string): Promise<SendResult> {
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

    async edit(posted: Posted, message: Message): Promise<SendResult> {
      try {
        const text = message.text.slice(0, TEXT_MAX);
        await client.chat.update({ ...posted, text, blocks: message.blocks, parse: 'none' });
        return { ok: true, posted };
      } catch (error) {
        return { ok: false, ...readSlackFailure(error) };
      }
    },

    /**
     * Needs the optional history scopes; without them it may not be looked, and the message is posted again. A look that
     * fails in any other way says nothing: the message may be there.
     */
    async find(place: Place, mark: string, since: number): Promise<FindResult> {
      const oldest = `${Math.floor(since / 1000) - CLOCK_SLACK_S}`;
      try {
        const channel = await conversationOf(place.channel);
        const ts = await look({ channel, oldest }, place.thread, mark);
        return ts === undefined
          ? { found: 'not_there' }
          : { found: 'there', posted: { channel, ts } };
      } catch (error) {
        return failedFind(error);
      }
    },
  };

  /** Through all pages, so that a busy channel does not hide a message. */
  async function look(
    range: { channel: string; oldest: string },
    thread: string | undefined,
    mark: string,
  ): Promise<string | undefined> {
    let cursor = '';
    for (let page = 0; page < PAGES_MAX; page += 1) {
      const about = { ...range, limit: 200, include_all_metadata: true, ...(cursor && { cursor }) };
      const answer = historySchema.parse(
        thread
          ? await client.conversations.replies({ ...about, ts: thread })
          : await client.conversations.history(about),
      );
      const found = answer.messages.find(({ metadata }) => metadata?.event_payload.mark === mark);
      cursor = answer.response_metadata?.next_cursor ?? '';
      if (found || !cursor) return found?.ts;
    }
    return undefined;
  }
}
export type SlackMessenger = ReturnType<typeof createMessenger>;

/** What stands in the way of ever looking: a scope nobody granted, or a place that the bot cannot see into. */
const MAY_NOT = new Set([
  'missing_scope',
  'channel_not_found',
  'not_in_channel',
  'thread_not_found',
]);

function failedFind(error: unknown): FindResult {
  const failure = readSlackFailure(error);
  if (failure.why === 'not_now') return { found: 'not_now', retryMs: failure.retryMs };
  const mayNot = failure.why === 'refused' && (failure.final || MAY_NOT.has(failure.error));
  return mayNot ? { found: 'may_not' } : { found: 'not_now', retryMs: LOOK_AGAIN_MS };
}
