import type { App, Logger, Receiver } from '@slack/bolt';
import { createHttpReceiver } from './http-receiver.ts';
import { AnsweringApp, type Rescue } from './private-answer.ts';
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
