import { EnvHttpProxyAgent, setGlobalDispatcher } from 'undici';
import { z } from 'zod';
import { userIdSchema } from '../domain/actor.ts';
import { issueText, type PolicyIssue } from '../domain/policy/policy-text.ts';
import type { Env } from '../runtime.ts';
import { groupRedis, redisVariables } from './redis-settings.ts';

const text = z.string().trim().min(1);
const url = text.refine((value) => URL.canParse(value), 'must be a URL');
const whole = (min: number, max: number) => {
  const message = `must be a whole number from ${min} to ${max}`;
  return z.coerce.number(message).int(message).min(min, message).max(max, message);
};
const LONGEST_MS = 24 * 3_600_000;
const ms = (fallback: number, max = LONGEST_MS) => whole(1, max).default(fallback);
const graphUrl = text.refine(isForTokens, 'must begin with https://, or be off');
const port = whole(0, 65_535);
/** User ids, separated by commas or spaces. */
const people = text
  .transform((value) => value.split(/[\s,]+/).filter(Boolean))
  .pipe(z.array(userIdSchema));
/** Entering or requesting a code keeps others out for `TURN_MS`; the call must end before that. */
const CODE_TIMEOUT_MAX_MS = 30_000;
/** A click that waits for Meta takes one of a person's turns. */
const GRAPH_TIMEOUT_MAX_MS = 10_000;

const environmentSchema = z.object({
  SLACK_MODE: z.enum(['socket', 'http']).default('socket'),
  SLACK_BOT_TOKEN: text.startsWith('xoxb-', 'must be a bot token, which starts with xoxb-'),
  SLACK_APP_TOKEN: text
    .startsWith('xapp-', 'must be an app-level token, which starts with xapp-')
    .optional(),
  SLACK_SIGNING_SECRET: text.optional(),
  SLACK_API_URL: url.default('https://slack.com/api/'),
  PORT: port.default(3000),
  OPS_PORT: port.default(8081),
  HOST: text.default('127.0.0.1'),
  OPS_HOST: text.default('127.0.0.1'),
  VOBIZ_BASE_URL: url.default('https://api.vobiz.ai'),
  VOBIZ_AUTH_ID: text,
  VOBIZ_AUTH_TOKEN: text.optional(),
  VOBIZ_BEARER_TOKEN: text.optional(),
  VOBIZ_ORDER_READ: z.enum(['try', 'off']).default('try'),
  VOBIZ_READ_TIMEOUT_MS: ms(10_000),
  VOBIZ_ORDER_TIMEOUT_MS: ms(60_000),
  VOBIZ_CODE_TIMEOUT_MS: ms(20_000, CODE_TIMEOUT_MAX_MS),
  VOBIZ_CHANNEL_TIMEOUT_MS: ms(30_000),
  VOBIZ_STALE_GRACE_MS: ms(15_000),
  ...redisVariables,
  POLICY_FILE: text.optional(),
  ADMINS: people.default([]),
  META_TOKENS_FILE: text.optional(),
  META_GRAPH_URL: z.union([z.literal('off'), graphUrl]).default('https://graph.facebook.com/v24.0'),
  META_READ_TIMEOUT_MS: ms(4_000, GRAPH_TIMEOUT_MAX_MS),
  ROLE: z.enum(['all', 'bot', 'worker']).default('all'),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
  CODE_RESEND_AFTER_MS: ms(60_000),
  CODE_PAUSE_MS: ms(10 * 60_000),
  SWEEP_EVERY_MS: ms(60_000),
  WATCH_EVERY_MS: ms(6 * 3_600_000),
  POST_UNKNOWN_AFTER_MS: ms(30_000),
  JOB_LOCK_MS: ms(30_000),
});
export const SETTINGS: readonly string[] = Object.keys(environmentSchema.shape);
type Environment = z.infer<typeof environmentSchema>;

export type Config = ReturnType<typeof group>;

function group(env: Environment) {
  return {
    role: env.ROLE,
    slack: {
      mode: env.SLACK_MODE,
      botToken: env.SLACK_BOT_TOKEN,
      appToken: env.SLACK_APP_TOKEN ?? '',
      signingSecret: env.SLACK_SIGNING_SECRET ?? '',
      apiUrl: env.SLACK_API_URL.endsWith('/') ? env.SLACK_API_URL : `${env.SLACK_API_URL}/`,
      port: env.PORT,
      host: env.HOST,
    },
    ops: { port: env.OPS_PORT, host: env.OPS_HOST },
    vobiz: {
      baseUrl: env.VOBIZ_BASE_URL,
      auth: env.VOBIZ_BEARER_TOKEN
        ? ({ kind: 'bearer', authId: env.VOBIZ_AUTH_ID, token: env.VOBIZ_BEARER_TOKEN } as const)
        : ({
            kind: 'headers',
            authId: env.VOBIZ_AUTH_ID,
            authToken: env.VOBIZ_AUTH_TOKEN ?? '',
          } as const),
      orderRead: env.VOBIZ_ORDER_READ,
      readTimeoutMs: env.VOBIZ_READ_TIMEOUT_MS,
      orderTimeoutMs: env.VOBIZ_ORDER_TIMEOUT_MS,
      codeTimeoutMs: env.VOBIZ_CODE_TIMEOUT_MS,
      channelTimeoutMs: env.VOBIZ_CHANNEL_TIMEOUT_MS,
      /** How long past its timeout an unanswered purchase is left alone before it counts as interrupted. */
      staleGraceMs: env.VOBIZ_STALE_GRACE_MS,
    },
    codePace: { resendAfterMs: env.CODE_RESEND_AFTER_MS, pauseMs: env.CODE_PAUSE_MS },
    redis: groupRedis(env),
    policyFile: env.POLICY_FILE,
    /** User ids; if there are any, only they may change settings in Slack. */
    admins: env.ADMINS,
    metaTokensFile: env.META_TOKENS_FILE,
    /** Where what Meta says is read, with the tokens of that file. */
    graph: {
      baseUrl: env.META_GRAPH_URL === 'off' ? undefined : env.META_GRAPH_URL,
      timeoutMs: env.META_READ_TIMEOUT_MS,
    },
    logLevel: env.LOG_LEVEL,
    sweepEveryMs: env.SWEEP_EVERY_MS,
    /** How often what is owned is compared with the account, if nothing else has it read. */
    watchEveryMs: env.WATCH_EVERY_MS,
    postUnknownAfterMs: env.POST_UNKNOWN_AFTER_MS,
    /** How long a killed process keeps its job: half the longest wait until another takes it up. */
    jobLockMs: env.JOB_LOCK_MS,
  };
}

/** Meta's tokens leave this machine encrypted or not at all. */
function isForTokens(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname } = new URL(address);
  return (
    protocol === 'https:' ||
    (protocol === 'http:' && ['127.0.0.1', '[::1]', 'localhost'].includes(hostname))
  );
}

/** A setting that stops the bot from starting. `message` lists every problem, ready for an operator. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** Reads the environment. Throws ConfigError listing every problem at once, without repeating values. */
export function loadConfig(env: Env): Config {
  const settings = withoutEmpty(env);
  const parsed = environmentSchema.safeParse(settings);
  const issues = [...(parsed.error?.issues ?? []), ...missingTogether(settings)];
  if (parsed.success && issues.length === 0) return group(parsed.data);
  throw new ConfigError(problemList("The environment isn't complete:", issues));
}

/** An empty variable, as in `REDIS_URL= npm start`, counts as not set. */
export function withoutEmpty(env: Env): Env {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value?.trim()));
}

/** What is needed only with another setting. Not in the schema, which would report it only on a second try. */
function missingTogether(env: Env): PolicyIssue[] {
  const { SLACK_MODE = 'socket', ROLE = 'all' } = env;
  const listensBy = ROLE === 'worker' ? undefined : SLACK_MODE;
  const needed: Record<string, string | false | undefined> = {
    SLACK_APP_TOKEN:
      listensBy === 'socket' &&
      'is needed in Socket Mode: make one under Basic Information, App-Level Tokens (or set SLACK_MODE=http)',
    SLACK_SIGNING_SECRET:
      listensBy === 'http' &&
      'is needed when SLACK_MODE=http: copy it from Basic Information, App Credentials',
    VOBIZ_AUTH_TOKEN: !env.VOBIZ_BEARER_TOKEN && 'is needed (or VOBIZ_BEARER_TOKEN)',
    REDIS_URL:
      ['bot', 'worker'].includes(ROLE) &&
      `is needed when ROLE=${ROLE}: the embedded Redis serves one process only`,
    REDIS_SENTINEL_PASSWORD:
      env.REDIS_SENTINEL_USERNAME && 'is needed with REDIS_SENTINEL_USERNAME',
    REDIS_KEY_FILE: env.REDIS_CERT_FILE && 'is needed with REDIS_CERT_FILE',
  };
  return Object.entries(needed).flatMap(([name, message]) =>
    message && !env[name] ? [{ code: 'custom', path: [name], message }] : [],
  );
}

export function problemList(title: string, issues: readonly PolicyIssue[]): string {
  return [title, ...issues.map((issue) => `  - ${issueText(issue)}`)].join('\n');
}

/**
 * Sends Slack's Web API and Socket Mode through the environment's proxy (HTTPS_PROXY, HTTP_PROXY, NO_PROXY, upper or
 * lower case); both use the process-wide dispatcher. Vobiz's client, axios, reads the same variables itself.
 */
export function followProxyOf(env: Env): void {
  const named = (name: string) => env[name.toLowerCase()] || env[name] || undefined;
  const httpProxy = named('HTTP_PROXY');
  const httpsProxy = named('HTTPS_PROXY');
  const noProxy = named('NO_PROXY');
  if (!httpProxy && !httpsProxy) return;
  setGlobalDispatcher(
    new EnvHttpProxyAgent({
      ...(httpProxy && { httpProxy }),
      ...(httpsProxy && { httpsProxy }),
      ...(noProxy && { noProxy }),
    }),
  );
}
