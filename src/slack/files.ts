import { WebAPIPlatformError, type WebClient } from '@slack/web-api';
import { z } from 'zod';
import { AppError } from '../errors.ts';
import { slackError } from './slack-failure.ts';

export type PrivateFile = { filename: string; title: string; content: string; comment: string };

/** `words`: what it shows, for those who don't see it. */
export type Picture = {
  filename: string;
  title: string;
  png: Uint8Array<ArrayBuffer>;
  words: string;
};

/** `missing` is the scope the app lacks. */
export type FileSent = { sent: true } | { sent: false; missing: string };

const UPLOAD_TIMEOUT_MS = 10_000;

const announcedSchema = z.object({ upload_url: z.string(), file_id: z.string() });
const postedSchema = z.object({ channel: z.string(), ts: z.string() });
const missingScopeSchema = z.object({ error: z.literal('missing_scope'), needed: z.string() });

/**
 * Sends a file to one person's direct messages. Needs only the optional scope `files:write`: a file can be shared to a
 * conversation id but not to a user id, and posting the comment returns that id. The comment waits until Slack has the
 * file, and is taken back if Slack does not confirm that it shared it. Throws AppError `slack_*`.
 */
export function createPrivateFiles(client: WebClient) {
  return (userId: string, file: PrivateFile): Promise<FileSent> =>
    sending(async () => {
      const { filename, title, comment } = file;
      const id = await upload(client, { filename }, new TextEncoder().encode(file.content));
      const post = { channel: userId, text: comment, unfurl_links: false, unfurl_media: false };
      const { channel, ts } = postedSchema.parse(await client.chat.postMessage(post));
      try {
        await client.files.completeUploadExternal({ files: [{ id, title }], channel_id: channel });
      } catch (error) {
        // Words about a file that may not be there would mislead; a file without them does not.
        await client.chat.delete({ channel, ts }).catch(() => undefined);
        throw error;
      }
    });
}
export type SendPrivateFile = ReturnType<typeof createPrivateFiles>;

/**
 * Puts a picture into the thread of a message: people who see that one see it, and nobody else. With the same scope. Throws
 * AppError `slack_*`.
 */
export function createSendPicture(client: WebClient) {
  return (at: { channel: string; thread: string }, picture: Picture): Promise<FileSent> =>
    sending(async () => {
      const { filename, title, png, words: alt_text } = picture;
      const id = await upload(client, { filename, alt_text }, png);
      const place = { channel_id: at.channel, thread_ts: at.thread };
      await client.files.completeUploadExternal({ files: [{ id, title }], ...place });
    });
}
export type SendPicture = ReturnType<typeof createSendPicture>;

async function sending(send: () => Promise<void>): Promise<FileSent> {
  try {
    await send();
    return { sent: true };
  } catch (error) {
    const missing = missingScope(error);
    if (missing !== undefined) return { sent: false, missing };
    throw error instanceof AppError ? error : slackError('files', error);
  }
}

/** Slack's upload address takes no token: knowing it is enough. Returns the id of the file. */
async function upload(
  client: WebClient,
  about: { filename: string; alt_text?: string },
  bytes: Uint8Array<ArrayBuffer>,
): Promise<string> {
  const announced = await client.files.getUploadURLExternal({ ...about, length: bytes.length });
  const { upload_url, file_id } = announcedSchema.parse(announced);
  const signal = AbortSignal.timeout(UPLOAD_TIMEOUT_MS);
  const { ok, status } = await fetch(upload_url, { method: 'POST', body: bytes, signal });
  if (!ok) throw new AppError('slack_refused', `Slack did not take the file: http_${status}`);
  return file_id;
}

function missingScope(error: unknown): string | undefined {
  if (!(error instanceof WebAPIPlatformError)) return undefined;
  return missingScopeSchema.safeParse(error.data).data?.needed;
}
