import { App, type AppOptions, type ReceiverEvent } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import type { Log } from '../runtime.ts';
import type { Message } from './messenger.ts';

/** How somebody can be reached: whatever of it is known. */
export type Reachable = {
  userId: string | undefined;
  channel: string | undefined;
  responseUrl: string | undefined;
};

const RESPOND_TIMEOUT_MS = 10_000;

/**
 * Tells one person something that only they see. The click's own response_url reaches anyone, also people from other
 * workspaces and channels the bot is not in; when it fails, an ephemeral message and then a direct message are tried.
 * Answers whether one of them arrived.
 */
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

/** Slack answers `ok` or JSON that says so; the page of a gateway is no word of Slack's, whatever its status. */
const REFUSED = /^\s*(<|\{.*"ok"\s*:\s*false)/s;

/** A response_url takes five messages within thirty minutes (docs.slack.dev/interactivity/handling-user-interaction). */
async function respond(url: string, message: Message): Promise<void> {
  const body = { response_type: 'ephemeral', replace_original: false, ...message };
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    redirect: 'error',
    signal: AbortSignal.timeout(RESPOND_TIMEOUT_MS),
  });
  if (!response.ok) throw new Error(`response_url: http_${response.status}`);
  if (REFUSED.test(await response.text())) throw new Error('response_url: not taken');
}

/** A payload that nobody acknowledged, or that Bolt or the reading of it gave up on. */
export type Unanswered = {
  /** As it came: nothing of it is known to be there. */
  body: unknown;
  /** Undefined once it was acknowledged. */
  ack: ((answer?: unknown) => Promise<void>) | undefined;
  /** Why nobody answers it; undefined where nobody here takes such a payload. */
  error: unknown;
};

/** Acknowledges what is left over and tells whoever can be told. Never rejects. */
export type Rescue = (left: Unanswered) => Promise<void>;

/**
 * Bolt, with a net under it. Bolt reads `event.type`, `user.id` and `actions[0]` before any listener of ours, throws where
 * they are missing, and leaves what it does not know without an answer (App.processEvent of @slack/bolt 5.1.0).
 */
export class AnsweringApp extends App {
  readonly #rescue: Rescue;

  constructor(options: AppOptions, rescue: Rescue) {
    super(options);
    this.#rescue = rescue;
  }

  override async processEvent(event: ReceiverEvent): Promise<void> {
    let acknowledged = false;
    const ack = async (answer?: unknown) => {
      acknowledged = true;
      await event.ack(answer);
    };
    let error: unknown;
    try {
      await super.processEvent({ ...event, ack });
      if (isNameless(event.body)) error = new Error('an event without a type');
    } catch (thrown) {
      error = thrown;
    }
    if (acknowledged && error === undefined) return;
    await this.#rescue({ body: event.body, ack: acknowledged ? undefined : ack, error });
  }
}

/** Bolt acknowledges every event and then looks for whoever listens to its type. */
function isNameless({ event }: ReceiverEvent['body']): boolean {
  return event !== undefined && typeof event?.type !== 'string';
}
