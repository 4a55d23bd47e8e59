import { setTimeout as pause } from 'node:timers/promises';
import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { Log } from '../runtime.ts';
import type { Identity } from '../slack/listener.ts';
import { readSlackFailure } from '../slack/slack-failure.ts';
import type { BotSide } from './bot.ts';
import { ConfigError } from './config.ts';

const RETRY_MS = 2_000;
const answerSchema = z.object({ team_id: z.string(), bot_id: z.string(), user_id: z.string() });

/** The bot user of the token; waits while Slack is unreachable. Throws ConfigError when Slack refuses the token. */
export async function identifyBot(client: WebClient, log: Pick<Log, 'warn'>): Promise<Identity> {
  for (;;) {
    try {
      const answer = answerSchema.parse(await client.auth.test());
      return { teamId: answer.team_id, botId: answer.bot_id, botUserId: answer.user_id };
    } catch (error) {
      const why = error instanceof z.ZodError ? 'not_a_bot_token' : refusalIn(error);
      if (why !== undefined)
        throw new ConfigError(
          `Slack doesn't accept SLACK_BOT_TOKEN: ${why}. Copy it from the app's page again.`,
        );
    }
    log.warn({ event: 'slack.unreachable' }, 'trying again');
    await pause(RETRY_MS);
  }
}

/** Starts listening to Slack. In Socket Mode, throws ConfigError when Slack refuses the app-level token. */
export async function listenToSlack(bot: Pick<BotSide, 'start'>): Promise<number | undefined> {
  try {
    return await bot.start();
  } catch (error) {
    const why = refusalIn(error);
    if (why === undefined) throw error;
    throw new ConfigError(
      `Slack doesn't accept SLACK_APP_TOKEN: ${why}. It needs the scope connections:write; copy it from the app's page again.`,
    );
  }
}

/** Slack's word for a refusal, such as `invalid_auth`; undefined when it is worth trying again. */
function refusalIn(error: unknown): string | undefined {
  const failure = readSlackFailure(error);
  return failure.why === 'refused' ? failure.error : undefined;
}
