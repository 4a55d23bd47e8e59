import { App, HTTPReceiver, LogLevel } from '@slack/bolt';
import type { SlackStandIn } from '../../sandbox/slack/stand-in.ts';

const QUIET = LogLevel.ERROR;

/** A bare Bolt app pointed at the stand-in over signed HTTP, listening on a free port. */
export async function startHttpBot(
  slack: SlackStandIn,
  listen: (app: App) => void,
): Promise<{ app: App; stop(): Promise<void> }> {
  const { signingSecret, botToken, bot } = slack.workspace;
  const receiver = new HTTPReceiver({ signingSecret, logLevel: QUIET });
  const app = new App({
    receiver,
    token: botToken,
    botId: bot.botId,
    botUserId: bot.userId,
    convoStore: false,
    logLevel: QUIET,
    clientOptions: { slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 } },
  });
  listen(app);
  const server = await app.start(0);
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  slack.sendTo({ requestUrl: `http://127.0.0.1:${port}/slack/events` });
  return {
    app,
    async stop() {
      if ('closeAllConnections' in server) server.closeAllConnections();
      await app.stop();
    },
  };
}

/** The same over Socket Mode. */
export async function startSocketBot(
  slack: SlackStandIn,
  listen: (app: App) => void,
): Promise<{ app: App; stop(): Promise<void> }> {
  const { botToken, appToken, bot } = slack.workspace;
  const app = new App({
    socketMode: true,
    appToken,
    token: botToken,
    botId: bot.botId,
    botUserId: bot.userId,
    convoStore: false,
    logLevel: QUIET,
    clientOptions: { slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 } },
  });
  listen(app);
  await app.start();
  return {
    app,
    async stop() {
      await app.stop();
    },
  };
}
