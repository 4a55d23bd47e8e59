import { type DestinationStream, type Logger, type LoggerOptions, pino } from 'pino';
import { describeError } from './log-errors.ts';
import { createRepeats } from './log-repeats.ts';
import { createScrub } from './secrets.ts';

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

/**
 * JSON lines: `event` first, then ids. No line has one of `secrets` in it. `destination` is where they go; standard output
 * without one.
 */
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
