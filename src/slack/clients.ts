import { type FetchFunction, type Logger, LogLevel, WebClient } from '@slack/web-api';

export type SlackClients = {
  /** For calls a trigger or an acknowledgement waits on: answers within seconds or fails. */
  interactive: WebClient;
  /** For looking up people before they act: just as urgent, but separate, so that a backlog delays no modal. */
  people: WebClient;
  /** For what follows, in an open modal or a private message: better late than never. */
  answering: WebClient;
  /** For cards and notices: never retries, since posting is not idempotent; the job owns the retry. */
  background: WebClient;
  /** For Homes: nobody waits for them, so they must delay nothing else. */
  homes: WebClient;
};

/** For calls without a trigger. */
export const BACKGROUND_TIMEOUT_MS = 10_000;

/** Several, as each sends at most 100 requests at once: cards must not delay a modal, whose trigger lives 3 s. */
export function createSlackClients(options: {
  token: string;
  /** Ends with `/api/`. */
  apiUrl: string;
  logger: Logger;
  fetch?: FetchFunction;
}): SlackClients {
  const { token, apiUrl, logger, fetch } = options;
  const within = (timeout: number) =>
    new WebClient(token, {
      slackApiUrl: apiUrl,
      rejectRateLimitedCalls: true,
      retryConfig: { retries: 0 },
      logger,
      timeout,
      ...(fetch && { fetch }),
    });
  return {
    interactive: within(2_500),
    people: within(2_000),
    answering: within(BACKGROUND_TIMEOUT_MS),
    background: within(BACKGROUND_TIMEOUT_MS),
    homes: within(BACKGROUND_TIMEOUT_MS),
  };
}

/** The clients of a job: it may wait only for other jobs. Homes keep their own. */
export function shareOneClient({ background, homes }: SlackClients): SlackClients {
  const each = background;
  return { interactive: each, people: each, answering: each, background: each, homes };
}

type Sink = Record<'debug' | 'info' | 'warn' | 'error', (message: string) => void>;

/** Lets Bolt and the web clients write to our log, without debug, where they print whole payloads. */
export function createSlackLogger(sink: Sink): Logger {
  const line = (parts: unknown[]) =>
    parts
      .map((part) => (part instanceof Error ? `${part.name}: ${part.message}` : String(part)))
      .join(' ');
  return {
    debug: () => undefined,
    info: (...parts) => sink.debug(line(parts)),
    warn: (...parts) => sink.warn(line(parts)),
    error: (...parts) => sink.error(line(parts)),
    setLevel: () => undefined,
    getLevel: () => LogLevel.INFO,
    setName: () => undefined,
  };
}
