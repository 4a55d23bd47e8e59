import type { WebClient } from '@slack/web-api';
import { request } from 'undici';
import type { Log } from '../runtime.ts';
import type { Message } from './messenger.ts';

/** The known ways to reach a person. */
export type Reachable = {
  userId: string | undefined;
  channel: string | undefined;
  responseUrl: string | undefined;
};

const RESPOND_TIMEOUT_MS = 10_000;

/** True when it arrived. The response_url goes first: it reaches other workspaces and channels the bot is not in. */
export function createPrivateAnswer(client: WebClient, log: Pick<Log, 'warn'>) {
  return async (to: Reachable, message: Message): Promise<boolean> => {
    const { text, blocks } = message;
    const { userId: user, channel, responseUrl } = to;
    const responder: (() => Promise<unknown>)[] = [];
    if (responseUrl) responder.push(() => respond(responseUrl, message));
    if (user && channel) {
      responder.push(() => client.chat.postEphemeral({ channel, user, text, blocks }));
    }
    if (user) responder.push(() => client.chat.postMessage({ channel: user, text, blocks }));
    for (const way of responder) {
      try {
        await way();
        return true;
      } catch (error) {
        log.warn({ event: 'answer.failed', user_id: user, err: error });
      }
    }
    return false;
  };
}
export type PrivateAnswer = ReturnType<typeof createPrivateAnswer>;

/** Slack answers `ok` or JSON; a gateway's page does not come from Slack, whatever its status. */
const REFUSED = /^\s*(<|\{.*"ok"\s*:\s*false)/s;

/**
 * A response_url takes five messages in thirty minutes (docs.slack.dev/interactivity/handling-user-interaction). Not by fetch, which
 * costs a command a fifth of all it takes. Redirects are not followed.
 */
async function respond(url: string, message: Message): Promise<void> {
  const { statusCode, body } = await request(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ response_type: 'ephemeral', replace_original: false, ...message }),
    headersTimeout: RESPOND_TIMEOUT_MS,
    bodyTimeout: RESPOND_TIMEOUT_MS,
  });
  const answer = await body.text();
  if (statusCode < 200 || statusCode > 299) throw new Error(`response_url: http_${statusCode}`);
  if (REFUSED.test(answer)) throw new Error('response_url: not taken');
}
