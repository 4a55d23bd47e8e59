import { type FetchFunction, type Logger, LogLevel, WebClient } from '@slack/web-api';

import { z } from 'zod';
import type { Identity } from './listener.ts';
import { readSlackFailure } from './slack-failure.ts';

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

const answerSchema = z.object({ team_id: z.string(), bot_id: z.string(), user_id: z.string() });

/** Whose token it is. `refused` carries Slack's error (`invalid_auth`); `unreachable` is worth retrying. */
export type WhoAmI =
  | { ok: true; identity: Identity }
  | { ok: false; why: 'refused'; error: string }
  | { ok: false; why: 'unreachable' };

export async function whoAmI(client: WebClient): Promise<WhoAmI> {
  try {
    const answer = answerSchema.parse(await client.auth.test());
    const { team_id: teamId, bot_id: botId, user_id: botUserId } = answer;
    return { ok: true, identity: { teamId, botId, botUserId } };
  } catch (error) {
    if (error instanceof z.ZodError) return { ok: false, why: 'refused', error: 'not_a_bot_token' };
    const failure = readSlackFailure(error);
    return failure.why === 'refused'
      ? { ok: false, why: 'refused', error: failure.error }
      : { ok: false, why: 'unreachable' };
  }
}
