import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import { readSlackFailure } from '../../slack/failure.ts';
import { BOT_SCOPES } from '../../slack/scopes.ts';
import { type Finding, ok, problem, unchecked, warning } from './finding.ts';

const TOKEN = 'Slack bot token';
const SCOPES = 'Slack scopes';

const answerSchema = z.object({
  team: z.string().optional(),
  team_id: z.string(),
  user: z.string().optional(),
  bot_id: z.string().optional(),
  /** What Slack's header x-oauth-scopes says. */
  response_metadata: z.object({ scopes: z.array(z.string()).optional() }).optional(),
});

/** Whether Slack takes the bot token, and which scopes it has. `teamId` and `botId` are there when it does. */
export async function checkBotToken(
  client: WebClient,
): Promise<{ teamId?: string; botId?: string; findings: Finding[] }> {
  try {
    const answer = answerSchema.parse(await client.auth.test());
    if (!answer.bot_id) {
      return {
        findings: [
          problem(TOKEN, 'is not the token of a bot: copy the one that starts with xoxb-'),
        ],
      };
    }
    const says = `accepted: ${answer.user ?? 'the bot'} in ${answer.team ?? answer.team_id}`;
    const granted = answer.response_metadata?.scopes;
    return {
      teamId: answer.team_id,
      botId: answer.bot_id,
      findings: [
        ok(TOKEN, says),
        ...(granted ? judgeScopes(granted) : [unchecked(SCOPES, 'Slack did not say which it has')]),
      ],
    };
  } catch (error) {
    return { findings: [problem(TOKEN, whyNot(error, 'copy it again from OAuth & Permissions'))] };
  }
}

const botSchema = z.object({ bot: z.object({ app_id: z.string() }) });

/** The app that a bot (`B…`) belongs to; undefined where Slack does not say. */
export async function appOf(client: WebClient, botId: string): Promise<string | undefined> {
  try {
    return botSchema.parse(await client.bots.info({ bot: botId })).bot.app_id;
  } catch {
    return undefined;
  }
}

/** The granted scopes against those of the manifest. */
export function judgeScopes(granted: readonly string[]): Finding[] {
  const missing = BOT_SCOPES.filter(({ name }) => !granted.includes(name));
  const needed = missing.filter(({ optional }) => !optional);
  const unneeded = granted.filter((name) => BOT_SCOPES.every((scope) => scope.name !== name));
  const findings = [
    ...needed.map(({ name, reason }) =>
      problem(
        SCOPES,
        `${name} is missing (${reason}): add it under OAuth & Permissions and install the app again`,
      ),
    ),
    ...missing
      .filter(({ optional }) => optional)
      .map(({ name, reason }) => warning(SCOPES, `optional ${name} is not granted (${reason})`)),
    ...(unneeded.length > 0
      ? [
          warning(
            SCOPES,
            `granted but never used: ${unneeded.join(', ')}. Remove them to leave less to lose`,
          ),
        ]
      : []),
  ];
  return needed.length > 0
    ? findings
    : [ok(SCOPES, 'everything the bot needs is granted'), ...findings];
}

/** Slack's own word for a refusal and what to do; or that it cannot be reached. */
export function whyNot(error: unknown, fix: string): string {
  const failure = readSlackFailure(error);
  if (failure.why === 'refused') return `Slack says ${failure.error}: ${fix}`;
  if (failure.why === 'not_now') return 'Slack is busy: run the doctor again in a minute';
  return 'Slack gave no usable answer: check the network, a proxy, and SLACK_API_URL if it is set';
}
