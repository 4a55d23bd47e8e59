import { WebAPIPlatformError, type WebClient } from '@slack/web-api';
import { z } from 'zod';
import { AppError } from '../errors.ts';
import { slackError } from './slack-failure.ts';

export type PrivateFile = { filename: string; title: string; content: string; comment: string };

/** `missing` is the scope the app lacks. */
export type FileSent = { sent: true } | { sent: false; missing: string };

const UPLOAD_TIMEOUT_MS = 10_000;

const announcedSchema = z.object({ upload_url: z.string(), file_id: z.string() });
const postedSchema = z.object({ channel: z.string() });
const missingScopeSchema = z.object({ error: z.literal('missing_scope'), needed: z.string() });

/**
 * Sends a file to one person's direct messages. Needs only the optional scope `files:write`: a file can be shared to a
 * conversation id but not to a user id, and posting the comment returns that id. The comment waits until Slack has the
 * file. Throws AppError `slack_*`.
 */
export function createPrivateFiles(client: WebClient) {
  return async (userId: string, file: PrivateFile): Promise<FileSent> => {
    const { filename, title, content, comment } = file;
    const bytes = new TextEncoder().encode(content);
    try {
      const announced = await client.files.getUploadURLExternal({ filename, length: bytes.length });
      const { upload_url, file_id } = announcedSchema.parse(announced);
      await upload(upload_url, bytes);
      const post = { channel: userId, text: comment, unfurl_links: false, unfurl_media: false };
      const { channel } = postedSchema.parse(await client.chat.postMessage(post));
      const files: [{ id: string; title: string }] = [{ id: file_id, title }];
      await client.files.completeUploadExternal({ files, channel_id: channel });
      return { sent: true };
    } catch (error) {
      const missing = missingScope(error);
      if (missing !== undefined) return { sent: false, missing };
      throw error instanceof AppError ? error : slackError('files', error);
    }
  };
}
export type SendPrivateFile = ReturnType<typeof createPrivateFiles>;

/** Slack's upload address takes no token: knowing it is enough. */
async function upload(url: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  const signal = AbortSignal.timeout(UPLOAD_TIMEOUT_MS);
  const { ok, status } = await fetch(url, { method: 'POST', body: bytes, signal });
  if (!ok) throw new AppError('slack_refused', `Slack did not take the file: http_${status}`);
}

function missingScope(error: unknown): string | undefined {
  if (!(error instanceof WebAPIPlatformError)) return undefined;
  return missingScopeSchema.safeParse(error.data).data?.needed;
}
