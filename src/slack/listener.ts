import type { AddressInfo } from 'node:net';
import { App, HTTPReceiver, type Logger, SocketModeReceiver } from '@slack/bolt';

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
};

/**
 * Bolt over Socket Mode or signed HTTP. It is told who it is, so that no request costs an auth.test, and it keeps no
 * conversation store. `clientOptions.headers` is never passed: the client would write its token into it.
 */
export function createListener(
  options:
    | (Options & { mode: 'socket'; appToken: string })
    | (Options & { mode: 'http'; signingSecret: string; port: number }),
): Listener {
  return options.mode === 'socket' ? socketListener(options) : httpListener(options);
}

function newApp(
  { identity, botToken, apiUrl, logger }: Options,
  receiver: HTTPReceiver | SocketModeReceiver,
): App {
  return new App({
    receiver,
    token: botToken,
    botId: identity.botId,
    botUserId: identity.botUserId,
    convoStore: false,
    logger,
    clientOptions: { slackApiUrl: apiUrl },
  });
}

function socketListener(options: Options & { appToken: string }): Listener {
  const { appToken, apiUrl, logger } = options;
  const installerOptions = { clientOptions: { slackApiUrl: apiUrl } };
  const receiver = new SocketModeReceiver({ appToken, logger, installerOptions });
  let connected = false;
  receiver.client.on('connected', () => {
    connected = true;
  });
  for (const event of ['reconnecting', 'disconnecting', 'disconnected']) {
    receiver.client.on(event, () => {
      connected = false;
    });
  }
  const app = newApp(options, receiver);
  return {
    app,
    start: async () => {
      await app.start();
      return undefined;
    },
    stop: async () => {
      await app.stop();
    },
    isConnected: () => connected,
  };
}

function httpListener(options: Options & { signingSecret: string; port: number }): Listener {
  const { signingSecret, port, logger } = options;
  const receiver = new HTTPReceiver({ signingSecret, logger });
  const app = newApp(options, receiver);
  let listening = false;
  return {
    app,
    start: async () => {
      const server = await receiver.start(port);
      listening = true;
      return (server.address() as AddressInfo).port;
    },
    stop: async () => {
      listening = false;
      await app.stop();
    },
    isConnected: () => listening,
  };
}
