import { WebAPIPlatformError, type WebClient } from '@slack/web-api';
import { z } from 'zod';
import { APP_TOKEN_SCOPE, BOT_SCOPES } from '../../slack/scopes.ts';
import { readSlackFailure } from '../../slack/slack-failure.ts';
import { type Diagnosis, ok, problem, unchecked, warning } from './diagnosis.ts';

const TOKEN = 'Slack bot token';
const SCOPES = 'Slack scopes';

const answerSchema = z.object({
  team: z.string().optional(),
  team_id: z.string(),
  user: z.string().optional(),
  bot_id: z.string().optional(),
  /** From Slack's header x-oauth-scopes. */
  response_metadata: z.object({ scopes: z.array(z.string()).optional() }).optional(),
});

/** Whether Slack accepts the bot token, and its scopes. `teamId` and `botId` are set when it does. */
export async function checkBotToken(
  client: WebClient,
): Promise<{ teamId?: string; botId?: string; diagnoses: Diagnosis[] }> {
  try {
    const answer = answerSchema.parse(await client.auth.test());
    if (!answer.bot_id) {
      const says = "isn't a bot token: copy the one that starts with xoxb-";
      return { diagnoses: [problem(TOKEN, says)] };
    }
    const says = `accepted: ${answer.user ?? 'the bot'} in ${answer.team ?? answer.team_id}`;
    const granted = answer.response_metadata?.scopes;
    const scopes = granted
      ? assessScopes(granted)
      : [unchecked(SCOPES, "which the token has, because Slack didn't say")];
    const { team_id: teamId, bot_id: botId } = answer;
    return { teamId, botId, diagnoses: [ok(TOKEN, says), ...scopes] };
  } catch (error) {
    return { diagnoses: [problem(TOKEN, whyNot(error, 'copy it again from OAuth & Permissions'))] };
  }
}

const botSchema = z.object({ bot: z.object({ app_id: z.string() }) });

/** The app a bot (`B…`) belongs to; undefined when Slack does not say. */
export async function appOf(client: WebClient, botId: string): Promise<string | undefined> {
  try {
    return botSchema.parse(await client.bots.info({ bot: botId })).bot.app_id;
  } catch {
    return undefined;
  }
}

const ADD_SCOPE = 'add it under OAuth & Permissions and install the app again';

function assessScopes(granted: readonly string[]): Diagnosis[] {
  const missing = BOT_SCOPES.filter(({ name }) => !granted.includes(name));
  const unneeded = granted.filter((name) => BOT_SCOPES.every((scope) => scope.name !== name));
  const unused = `granted but never used: ${unneeded.join(', ')}. Remove them, so that a lost token can do less`;
  const diagnoses = [
    ...missing.map(({ name, optional, reason }) =>
      optional
        ? warning(SCOPES, `optional ${name} isn't granted (${reason})`)
        : problem(SCOPES, `${name} is missing (${reason}): ${ADD_SCOPE}`),
    ),
    ...(unneeded.length > 0 ? [warning(SCOPES, unused)] : []),
  ];
  return missing.every(({ optional }) => optional)
    ? [ok(SCOPES, 'the bot has all it needs'), ...diagnoses]
    : diagnoses;
}

/** Slack's word for a refusal and the fix, or that we can't reach Slack. */
function whyNot(error: unknown, fix: string): string {
  const failure = readSlackFailure(error);
  if (failure.why === 'refused') return `Slack says ${failure.error}: ${fix}`;
  if (failure.why === 'not_now') return 'Slack is busy: run the doctor again in a minute';
  return 'Slack gave no usable answer: check the network, a proxy, and SLACK_API_URL if it is set';
}

const ABOUT = 'Slack app token';
const WHERE = 'Basic Information, App-Level Tokens';

/** `xapp-1-<app>-<number>-<secret>`. Only the app is read, which is no secret. */
const APP_IN_TOKEN = /^xapp-\d+-(A[A-Z0-9]+)-/;

/** Refusals that copying the token again does not cure. */
const OVER = new Set(['token_revoked', 'token_expired', 'account_inactive']);

const refusalSchema = z.object({ error: z.string(), needed: z.string().optional() });

/**
 * Whether Socket Mode would open, and for the right app: with another app's token the bot would connect and never hear
 * a command. `botApp` is the bot token's app, if Slack says. Asking for an address opens no connection.
 */
export async function checkAppToken(
  client: WebClient,
  token: string,
  botApp: string | undefined,
): Promise<Diagnosis[]> {
  const app = APP_IN_TOKEN.exec(token)?.[1];
  if (app && botApp && app !== botApp) {
    const fix = `make one under ${WHERE}, in the app ${botApp}, with the scope ${APP_TOKEN_SCOPE}`;
    return [problem(ABOUT, `belongs to the app ${app}, and the bot token to ${botApp}: ${fix}`)];
  }
  try {
    await client.apps.connections.open({});
  } catch (error) {
    return [problem(ABOUT, refusalOf(error))];
  }
  const accepted = ok(ABOUT, 'accepted: Socket Mode can connect');
  return app && botApp
    ? [accepted]
    : [accepted, unchecked(ABOUT, 'whether it belongs to the same app as the bot token')];
}

function refusalOf(error: unknown): string {
  const refusal =
    error instanceof WebAPIPlatformError ? refusalSchema.parse(error.data) : undefined;
  if (refusal?.error === 'missing_scope') {
    const scope = refusal.needed ?? APP_TOKEN_SCOPE;
    return `lacks the scope ${scope}: make one that has it under ${WHERE}`;
  }
  if (refusal?.error === 'not_allowed_token_type') {
    return whyNot(error, `it isn't an app-level token, so copy the one under ${WHERE}`);
  }
  if (refusal && OVER.has(refusal.error)) {
    return whyNot(error, `make a new one under ${WHERE}, with the scope ${APP_TOKEN_SCOPE}`);
  }
  const fix = `copy it again from ${WHERE}, or make one there with the scope ${APP_TOKEN_SCOPE}, and turn Socket Mode on`;
  return whyNot(error, fix);
}
