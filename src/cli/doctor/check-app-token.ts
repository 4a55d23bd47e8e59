import { WebAPIPlatformError, type WebClient } from '@slack/web-api';
import { z } from 'zod';
import { APP_TOKEN_SCOPE } from '../../slack/scopes.ts';
import { whyNot } from './check-slack-app.ts';
import { type Finding, ok, problem, unchecked } from './finding.ts';

const ABOUT = 'Slack app token';
const WHERE = 'Basic Information, App-Level Tokens';

/** `xapp-1-<app>-<number>-<secret>`, as Slack makes them. Only the app is read, and it is no secret. */
const APP_IN_TOKEN = /^xapp-\d+-(A[A-Z0-9]+)-/;

/** Refusals of which copying the token again is no cure. */
const OVER = new Set(['token_revoked', 'token_expired', 'account_inactive']);

const refusalSchema = z.object({ error: z.string(), needed: z.string().optional() });

/**
 * Whether Socket Mode would open, and for the app whose bot this is: with another app's token the bot would connect and never hear
 * a command. `botApp` is the app of the bot token, undefined where Slack does not say. Asking for an address opens no connection.
 */
export async function checkAppToken(
  client: WebClient,
  token: string,
  botApp: string | undefined,
): Promise<Finding[]> {
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
    return whyNot(error, `it is no app-level token, copy the one under ${WHERE}`);
  }
  if (refusal && OVER.has(refusal.error)) {
    return whyNot(error, `make a new one under ${WHERE}, with the scope ${APP_TOKEN_SCOPE}`);
  }
  const fix = `copy it again from ${WHERE}, or make one there with the scope ${APP_TOKEN_SCOPE}, and turn Socket Mode on`;
  return whyNot(error, fix);
}
