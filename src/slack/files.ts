import { WebAPIPlatformError, type WebClient } from '@slack/web-api';
import { z } from 'zod';
import { slackError } from './failure.ts';

export type PrivateFile = { filename: string; title: string; content: string; comment: string };

/** `missing` is the scope that the app was not given. */
export type FileSent = { sent: true } | { sent: false; missing: string };

const openedSchema = z.object({ channel: z.object({ id: z.string() }) });
const missingScopeSchema = z.object({ error: z.literal('missing_scope'), needed: z.string() });

/**
 * Sends a file to one person's direct messages. Needs `files:write`, an optional scope, and `im:write`: a file can be
 * shared to the id of a conversation only, never to a user id. Throws AppError `slack_*`.
 */
export function createPrivateFiles(client: WebClient) {
  return async (userId: string, file: PrivateFile): Promise<FileSent> => {
    try {
      const { channel } = openedSchema.parse(await client.conversations.open({ users: userId }));
      const { filename, title, content, comment } = file;
      await client.filesUploadV2({
        channel_id: channel.id,
        filename,
        title,
        content,
        initial_comment: comment,
      });
      return { sent: true };
    } catch (error) {
      const missing = missingScope(error);
      if (missing !== undefined) return { sent: false, missing };
      throw slackError('files.upload', error);
    }
  };
}
export type SendPrivateFile = ReturnType<typeof createPrivateFiles>;

function missingScope(error: unknown): string | undefined {
  if (!(error instanceof WebAPIPlatformError)) return undefined;
  return missingScopeSchema.safeParse(error.data).data?.needed;
}
