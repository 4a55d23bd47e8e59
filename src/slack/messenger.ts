import type { KnownBlock } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import { readSlackFailure, type SlackFailure } from './slack-failure.ts';

export type Message = { text: string; blocks: KnownBlock[] };
export type Posted = { channel: string; ts: string };
/** `channel` may be a user id: Slack then opens the direct message. */
export type Place = { channel: string; thread?: string };
/** `may_not`: the bot can never look there. `not_now`: the look failed and proves nothing. */
type FindResult =
  | { found: 'there'; posted: Posted }
  | { found: 'not_there' | 'may_not' }
  | { found: 'not_now'; retryMs: number };
/** `refused` lasts until a person changes something; if `final`, for ever. */
export type SendResult = { ok: true; posted: Posted } | ({ ok: false } & SlackFailure);

/** Marks our messages in their metadata, so that one whose post was never answered can be found. */
const MARK_EVENT = 'vobiz_number';
/** The limit of chat.update; posts keep to it too. */
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

/** Posts, edits and finds the messages people rely on. Never retries. */
export function createMessenger(client: WebClient) {
  /** Posting accepts a user id; reading needs the id of the direct message. */
  async function conversationOf(channel: string): Promise<string> {
    if (!/^[UW]/.test(channel)) return channel;
    return openedSchema.parse(await client.conversations.open({ users: channel })).channel.id;
  }

  return {
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

    /** A note that only `user` sees, gone when they reload. False if it did not arrive, or nobody knows. */
    async whisper(channel: string, user: string, { text, blocks }: Message): Promise<boolean> {
      const note = { channel, user, text: text.slice(0, TEXT_MAX), blocks };
      return client.chat.postEphemeral(note).then(
        () => true,
        () => false,
      );
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

    /** Without the optional history scopes the answer is `may_not`, and the caller posts again. `since` is epoch ms. */
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

  /** Reads up to `PAGES_MAX` pages, so that a busy channel does not hide a message. */
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

/** Looking can never work: a scope was not granted, or the bot cannot see the place. */
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
