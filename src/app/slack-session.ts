import { setTimeout as pause } from 'node:timers/promises';
import type { WebClient } from '@slack/web-api';
import type { Log } from '../runtime.ts';
import { whoAmI } from '../slack/clients.ts';
import type { Identity } from '../slack/listener.ts';
import { readSlackFailure } from '../slack/slack-failure.ts';
import { ConfigError } from './config.ts';

const RETRY_MS = 2_000;

/** The bot user of the token; waits while Slack is unreachable. Throws ConfigError when Slack refuses the token. */
export async function identifyBot(client: WebClient, log: Pick<Log, 'warn'>): Promise<Identity> {
  for (;;) {
    const who = await whoAmI(client);
    if (who.ok) return who.identity;
    if (who.why === 'refused') {
      throw new ConfigError(
        `Slack does not accept SLACK_BOT_TOKEN: ${who.error}. Copy it from the app's page again.`,
      );
    }
    log.warn({ event: 'slack.unreachable' }, 'trying again');
    await pause(RETRY_MS);
  }
}

/** Starts listening to Slack. In Socket Mode, throws ConfigError when Slack refuses the app-level token. */
export async function listenToSlack(bot: {
  start(): Promise<number | undefined>;
}): Promise<number | undefined> {
  try {
    return await bot.start();
  } catch (error) {
    const failure = readSlackFailure(error);
    if (failure.why !== 'refused') throw error;
    throw new ConfigError(
      `Slack does not accept SLACK_APP_TOKEN: ${failure.error}. It needs the scope connections:write; copy it from the app's page again.`,
    );
  }
}
