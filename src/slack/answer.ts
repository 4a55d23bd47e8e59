import type { RespondFn } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import type { Message } from './door.ts';

type Log = { warn(fields: object, message?: string): void };

/**
 * Tells one person something that only they see. The click's own response_url reaches anyone, also people from other
 * workspaces and channels the bot is not in; when it fails, an ephemeral message and then a direct message are tried.
 */
export function createPrivateAnswer(client: WebClient, log: Log) {
  return async (
    to: { userId: string; channel: string | undefined; respond: RespondFn | undefined },
    message: Message,
  ): Promise<void> => {
    const { text, blocks } = message;
    const ways: (() => Promise<unknown>)[] = [];
    if (to.respond) {
      const respond = to.respond;
      ways.push(() =>
        respond({ response_type: 'ephemeral', replace_original: false, text, blocks }),
      );
    }
    const channel = to.channel;
    if (channel)
      ways.push(() => client.chat.postEphemeral({ channel, user: to.userId, text, blocks }));
    ways.push(() => client.chat.postMessage({ channel: to.userId, text, blocks }));
    for (const way of ways) {
      try {
        await way();
        return;
      } catch (error) {
        log.warn({ event: 'answer.failed', user_id: to.userId, err: error });
      }
    }
  };
}
export type PrivateAnswer = ReturnType<typeof createPrivateAnswer>;
