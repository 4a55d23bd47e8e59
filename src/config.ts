import { z } from 'zod';

const text = z.string().trim().min(1);
const url = text.refine((value) => URL.canParse(value), 'must be a URL');
const ms = (fallback: number) => z.coerce.number().int().positive().default(fallback);
const port = z.coerce.number().int().min(0).max(65_535);

/** An empty variable counts as one that is not set, as in `REDIS_URL= npm start`. */
const environmentSchema = z.preprocess(
  (env) => Object.fromEntries(Object.entries(env as object).filter(([, value]) => value !== '')),
  z
    .object({
      SLACK_MODE: z.enum(['socket', 'http']).default('socket'),
      SLACK_BOT_TOKEN: text.startsWith('xoxb-', 'must be a bot token, which starts with xoxb-'),
      SLACK_APP_TOKEN: text
        .startsWith('xapp-', 'must be an app-level token, which starts with xapp-')
        .optional(),
      SLACK_SIGNING_SECRET: text.optional(),
      SLACK_API_URL: url.default('https://slack.com/api/'),
      PORT: port.default(3000),
      OPS_PORT: port.default(8081),
      OPS_HOST: text.default('0.0.0.0'),
      VOBIZ_BASE_URL: url.default('https://api.vobiz.ai'),
      VOBIZ_AUTH_ID: text,
      VOBIZ_AUTH_TOKEN: text.optional(),
      VOBIZ_BEARER_TOKEN: text.optional(),
      VOBIZ_ORDER_READ: z.enum(['try', 'off']).default('try'),
      VOBIZ_READ_TIMEOUT_MS: ms(10_000),
      VOBIZ_ORDER_TIMEOUT_MS: ms(60_000),
      VOBIZ_STALE_GRACE_MS: ms(15_000),
      REDIS_URL: url.optional(),
      REDIS_PREFIX: text
        .regex(/^[\w-]+$/, 'may have letters, digits, - and _')
        .default('vobiz-number-bot'),
      DATA_DIR: text.default('.data'),
      POLICY_FILE: text.optional(),
      ROLE: z.enum(['all', 'bot', 'worker']).default('all'),
      LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
      SWEEP_EVERY_MS: ms(60_000),
      POST_UNKNOWN_AFTER_MS: ms(30_000),
      JOB_LOCK_MS: ms(30_000),
    })
    .superRefine((env, context) => {
      const missing = (path: string, message: string) =>
        context.addIssue({ code: 'custom', path: [path], message });
      const listens = env.ROLE !== 'worker';
      if (listens && env.SLACK_MODE === 'socket' && !env.SLACK_APP_TOKEN) {
        missing('SLACK_APP_TOKEN', 'is needed in Socket Mode (or set SLACK_MODE=http)');
      }
      if (listens && env.SLACK_MODE === 'http' && !env.SLACK_SIGNING_SECRET) {
        missing('SLACK_SIGNING_SECRET', 'is needed when SLACK_MODE=http');
      }
      if (!env.VOBIZ_AUTH_TOKEN && !env.VOBIZ_BEARER_TOKEN) {
        missing('VOBIZ_AUTH_TOKEN', 'is needed (or VOBIZ_BEARER_TOKEN)');
      }
      if (env.ROLE !== 'all' && !env.REDIS_URL) {
        missing(
          'REDIS_URL',
          `is needed when ROLE=${env.ROLE}: the embedded Redis serves one process only`,
        );
      }
    }),
);
type Environment = z.infer<typeof environmentSchema>;

export type Config = ReturnType<typeof group>;

/** The environment in groups, as the parts of the bot take it. */
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
      /** How much longer than its timeout an unanswered purchase is left alone before it counts as interrupted. */
      staleGraceMs: env.VOBIZ_STALE_GRACE_MS,
    },
    redis: { url: env.REDIS_URL, prefix: env.REDIS_PREFIX, dataDir: env.DATA_DIR },
    policyFile: env.POLICY_FILE,
    logLevel: env.LOG_LEVEL,
    sweepEveryMs: env.SWEEP_EVERY_MS,
    postUnknownAfterMs: env.POST_UNKNOWN_AFTER_MS,
    /** How long a job of a killed process stays with it: half the longest wait until another takes it up. */
    jobLockMs: env.JOB_LOCK_MS,
  };
}

/** A setting that stops the bot from starting. `message` lists every problem, ready to be shown to an operator. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** Reads the environment. Throws ConfigError listing every problem at once; values are not repeated. */
export function loadConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const parsed = environmentSchema.safeParse(env);
  if (parsed.success) return group(parsed.data);
  throw new ConfigError(problemList('The environment is not complete:', parsed.error));
}

/** One line per problem: where, and what is wrong. */
export function problemList(title: string, error: z.ZodError): string {
  const lines = error.issues.map(({ path, message, code }) => {
    const what = code === 'invalid_type' && message.includes('undefined') ? 'is not set' : message;
    return `  - ${path.join('.') || '(the whole file)'}: ${what}`;
  });
  return [title, ...lines].join('\n');
}
