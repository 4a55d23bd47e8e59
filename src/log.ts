import { type DestinationStream, type Logger, pino } from 'pino';

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

/** JSON lines: `event` first, then ids. `destination` is where they go; standard output without one. */
export function createLog(level: string, destination?: DestinationStream): Logger {
  const paths = SECRET_KEYS.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]);
  const options = { level, base: null, redact: { paths, censor: '[redacted]' } };
  return destination ? pino(options, destination) : pino(options);
}
