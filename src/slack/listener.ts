import { App, type AppOptions, type Logger, type ReceiverEvent } from '@slack/bolt';
import { createHttpReceiver } from './http-receiver.ts';
import { createSocketReceiver } from './socket-receiver.ts';

export type Identity = { teamId: string; botId: string; botUserId: string };

export type Listener = {
  app: App;
  /** Resolves with the port it listens on; undefined in Socket Mode. */
  start(): Promise<number | undefined>;
  stop(): Promise<void>;
  isConnected(): boolean;
};

type Options = {
  identity: Identity;
  botToken: string;
  apiUrl: string;
  logger: Logger;
  /** For requests from Slack that nobody answered. */
  rescue: Rescue;
};

/**
 * Bolt over Socket Mode or signed HTTP. Knowing its identity saves an auth.test per request; it keeps no conversation
 * store. Never pass `clientOptions.headers`: the client would write its token into it.
 */
export function createListener(
  options:
    | (Options & { mode: 'socket'; appToken: string })
    | (Options & { mode: 'http'; signingSecret: string; port: number; host: string }),
): Listener {
  const { identity, botToken, apiUrl, logger, rescue } = options;
  const { receiver, ...connection } =
    options.mode === 'socket' ? createSocketReceiver(options) : createHttpReceiver(options);
  const forBolt: AppOptions = {
    receiver,
    token: botToken,
    botId: identity.botId,
    botUserId: identity.botUserId,
    convoStore: false,
    logger,
    clientOptions: { slackApiUrl: apiUrl },
  };
  return { app: new AnsweringApp(forBolt, rescue), ...connection };
}

/** A payload that nobody acknowledged, or that Bolt or our parsing failed on. */
export type Unanswered = {
  /** As it came, unchecked. */
  body: unknown;
  /** Undefined once acknowledged. */
  ack: ((answer?: unknown) => Promise<void>) | undefined;
  /** Why nobody answered; undefined when no listener takes such a payload. */
  error: unknown;
};

/** Acknowledges what is left and tells the people it can. Never rejects. */
export type Rescue = (left: Unanswered) => Promise<void>;

/**
 * Bolt reads `event.type`, `user.id` and `actions[0]` before any of our listeners, throws when they are missing, and
 * leaves unknown payloads unanswered (App.processEvent of @slack/bolt 5.1.0). This catches both.
 */
class AnsweringApp extends App {
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

/** Bolt acknowledges every event before it looks for a listener for its type. */
function isNameless({ event }: ReceiverEvent['body']): boolean {
  return event !== undefined && typeof event?.type !== 'string';
}
