import { type DestinationStream, type Logger, type LoggerOptions, pino } from 'pino';
import { errorCode } from '../errors.ts';
import type { Env } from '../runtime.ts';

const DEEPEST = 5;
const MOST = 5;

/**
 * What a log keeps of an error. Libraries attach what they were given (commands with arguments, requests with headers,
 * an unreadable URL), and any of it may be a secret. So only these fields are kept, and of a non-error only its type.
 */
type LoggedError = {
  name: string;
  message: string;
  code?: string | number;
  status?: number;
  stack?: string;
  cause?: LoggedError;
  errors?: LoggedError[];
};

function describeError(error: unknown, depth = 0): LoggedError {
  if (typeof error === 'string') return { name: 'string', message: error };
  if (!(error instanceof Error)) {
    return { name: typeof error, message: 'something that is no error was thrown' };
  }
  const { code, status, errors } = error as { code?: unknown; status?: unknown; errors?: unknown };
  const deeper = depth < DEEPEST;
  return {
    name: error.name,
    message: error.message,
    ...((typeof code === 'string' || typeof code === 'number') && { code }),
    ...(typeof status === 'number' && { status }),
    ...(error.stack !== undefined && { stack: error.stack }),
    ...(deeper && error.cause !== undefined && { cause: describeError(error.cause, depth + 1) }),
    ...(deeper &&
      Array.isArray(errors) && {
        errors: errors.slice(0, MOST).map((one) => describeError(one, depth + 1)),
      }),
  };
}

/** The innermost cause: the error that happened first. */
function rootOf(error: unknown): unknown {
  let root = error;
  for (let depth = 0; depth < DEEPEST; depth += 1) {
    if (!(root instanceof Error) || root.cause === undefined) return root;
    root = root.cause;
  }
  return root;
}

const WINDOW_MS = 60_000;

/** Logged over and over while Redis is away, full or read-only. No person or order waits for these. */
const LOOPS = new Set([
  'redis.error',
  'queue.error',
  'worker.error',
  'job.failed',
  'sweep.failed',
  'request.not_finished',
  'job.not_enqueued',
]);
const ALWAYS_REDIS = new Set(['redis.error', 'queue.error', 'worker.error']);

/**
 * Lets the first line of a kind through and holds back those of the next minute, then writes the last one with their
 * number as `count`. Lines that are not from a loop, or not about Redis, all pass.
 */
function createRepeats() {
  const minutes = new Map<string, { held: number; write: (count?: number) => void }>();

  function over(kind: string): void {
    const minute = minutes.get(kind);
    if (!minute) return;
    if (minute.held === 0) {
      minutes.delete(kind);
      return;
    }
    minute.write(minute.held);
    minute.held = 0;
    setTimeout(() => over(kind), WINDOW_MS).unref();
  }

  return (fields: unknown, write: (count?: number) => void): void => {
    const kind = kindOf(fields);
    const minute = kind === undefined ? undefined : minutes.get(kind);
    if (minute) {
      minute.held += 1;
      minute.write = write;
      return;
    }
    write();
    if (kind === undefined) return;
    minutes.set(kind, { held: 0, write });
    setTimeout(() => over(kind), WINDOW_MS).unref();
  };
}

type Line = { event?: unknown; err?: unknown; reason?: unknown; connection?: unknown };

function kindOf(fields: unknown): string | undefined {
  if (typeof fields !== 'object' || fields === null) return undefined;
  const { event, err, reason, connection }: Line = fields;
  if (typeof event !== 'string' || !LOOPS.has(event)) return undefined;
  if (!ALWAYS_REDIS.has(event) && errorCode(err) !== 'store_unavailable') return undefined;
  const root = rootOf(err);
  const words = root instanceof Error ? root.message : String(reason ?? '');
  return [event, connection, gist(words)].join(' ');
}

/** `READONLY`, `OOM`, `ECONNREFUSED` if there is such a word, else the message's first words: the rest holds ids. */
function gist(message: string): string {
  return /\b[A-Z]{3,}\b/.exec(message)?.[0] ?? message.split(/\s+/, 4).join(' ');
}

const SECRET_NAME = /(TOKEN|SECRET|PASSWORD)$/;
/** Everything between a URL's scheme and its last @, percent-encoded or not. */
const LOGIN = /^\w[\w+.-]*:\/\/(.*)@/s;
/** Redacting shorter ones would garble every line; they occur only in parts of errors that are never logged. */
const SHORTEST = 6;

/**
 * The secrets among settings, found by variable names and URL logins, even in wrong settings, which errors are about.
 * Each in every spelling that could be printed.
 */
export function secretsOf(env: Env): string[] {
  const found = Object.entries(env).flatMap(([name, value = '']) => [
    ...(SECRET_NAME.test(name) ? [value.trim()] : []),
    ...loginsIn(value.trim()),
  ]);
  const spelled = found.flatMap((secret) => [
    secret,
    encodeURIComponent(secret),
    JSON.stringify(secret).slice(1, -1),
  ]);
  const long = spelled.filter((secret) => secret.length >= SHORTEST);
  return [...new Set(long)].sort((a, b) => b.length - a.length);
}

function loginsIn(value: string): string[] {
  const login = LOGIN.exec(value)?.[1];
  if (!login) return [];
  const secret = login.slice(login.indexOf(':') + 1);
  try {
    return [secret, decodeURIComponent(secret)];
  } catch {
    return [secret];
  }
}

export function createScrub(secrets: readonly string[]): (text: string) => string {
  return (text) =>
    secrets.reduce((clean, secret) => clean.replaceAll(secret, () => '[redacted]'), text);
}

/** Keys whose value never belongs in a log, at any depth we log at. */
const SECRET_KEYS = [
  'token',
  'botToken',
  'appToken',
  'authToken',
  'signingSecret',
  'otp_code',
  'code_text',
  'authorization',
];

/** JSON lines: `event` first, then ids, and none of `secrets`. `destination` defaults to standard output. */
export function createLog(
  level: string,
  destination?: DestinationStream,
  secrets: readonly string[] = [],
): Logger {
  const paths = SECRET_KEYS.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]);
  const repeats = createRepeats();
  const options: LoggerOptions = {
    level,
    base: null,
    redact: { paths, censor: '[redacted]' },
    serializers: { err: describeError },
    hooks: {
      logMethod(args, method) {
        const [fields, ...message] = args;
        repeats(fields, (count) =>
          method.apply(this, count ? [Object.assign({}, fields, { count }), ...message] : args),
        );
      },
      streamWrite: createScrub(secrets),
    },
  };
  return destination ? pino(options, destination) : pino(options);
}

/** For code that only reads. */
export const QUIET = { info: () => {}, warn: () => {}, error: () => {} };
