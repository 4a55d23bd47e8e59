import { App, type AppOptions, type Logger, type Receiver, type ReceiverEvent } from '@slack/bolt';
import { createHttpReceiver } from './http-receiver.ts';
import { createSocketReceiver } from './socket-receiver.ts';

export type Identity = { teamId: string; botId: string; botUserId: string };

export type Listener = {
  app: App;
  /** Resolves with the port that Slack's requests arrive at; undefined in Socket Mode. */
  start(): Promise<number | undefined>;
  stop(): Promise<void>;
  /** Whether Slack can reach us now. */
  isConnected(): boolean;
};

type Options = {
  identity: Identity;
  botToken: string;
  apiUrl: string;
  logger: Logger;
  /** For what Slack sent and nobody answers. */
  rescue: Rescue;
};

/**
 * Bolt over Socket Mode or signed HTTP. It is told who it is, so that no request costs an auth.test, and it keeps no
 * conversation store. `clientOptions.headers` is never passed: the client would write its token into it.
 */
export function createListener(
  options:
    | (Options & { mode: 'socket'; appToken: string })
    | (Options & { mode: 'http'; signingSecret: string; port: number; host: string }),
): Listener {
  return options.mode === 'socket' ? socketListener(options) : httpListener(options);
}

function newApp({ identity, botToken, apiUrl, logger, rescue }: Options, receiver: Receiver): App {
  const options = {
    receiver,
    token: botToken,
    botId: identity.botId,
    botUserId: identity.botUserId,
    convoStore: false as const,
    logger,
    clientOptions: { slackApiUrl: apiUrl },
  };
  return new AnsweringApp(options, rescue);
}

function socketListener(options: Options & { appToken: string }): Listener {
  const { receiver, start, stop, isConnected } = createSocketReceiver(options);
  const app = newApp(options, receiver);
  return {
    app,
    start: async () => {
      await start();
      return undefined;
    },
    stop,
    isConnected,
  };
}

function httpListener(
  options: Options & { signingSecret: string; port: number; host: string },
): Listener {
  const receiver = createHttpReceiver(options);
  const app = newApp(options, receiver);
  let listening = false;
  return {
    app,
    start: async () => {
      const port = await receiver.start();
      listening = true;
      return port;
    },
    stop: async () => {
      listening = false;
      await receiver.stop();
    },
    isConnected: () => listening,
  };
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

/** Bolt acknowledges every event and then looks for whoever listens to its type. */
function isNameless({ event }: ReceiverEvent['body']): boolean {
  return event !== undefined && typeof event?.type !== 'string';
}
