import { type FetchFunction, type Logger, WebClient } from '@slack/web-api';

export type SlackClients = {
  /** For what a trigger or an acknowledgement waits on: answers within seconds or fails. */
  interactive: WebClient;
  /** For who people are, asked before anything they do: as pressed for time, and when it has to wait, no modal has to. */
  people: WebClient;
  /** For what is told after that, in an open modal or a private message: better late than never. */
  answering: WebClient;
  /** For cards and notices: never retries by itself, since posting is not idempotent; the job owns the retry. */
  background: WebClient;
  /** For Homes: nobody waits for one, and nothing else may wait for them. */
  homes: WebClient;
};

/**
 * Several clients, because a rate-limited call pauses its whole client: a card that has to wait must not hold up a modal
 * whose trigger lives three seconds. `apiUrl` ends with `/api/`.
 */
export function createSlackClients(options: {
  token: string;
  apiUrl: string;
  logger: Logger;
  fetch?: FetchFunction;
}): SlackClients {
  const { token, apiUrl, logger, fetch } = options;
  const common = {
    slackApiUrl: apiUrl,
    rejectRateLimitedCalls: true,
    logger,
    ...(fetch && { fetch }),
  };
  return {
    interactive: new WebClient(token, { ...common, timeout: 2_500, retryConfig: { retries: 0 } }),
    people: new WebClient(token, { ...common, timeout: 2_000, retryConfig: { retries: 0 } }),
    answering: new WebClient(token, { ...common, timeout: 10_000, retryConfig: { retries: 0 } }),
    background: new WebClient(token, { ...common, timeout: 10_000, retryConfig: { retries: 0 } }),
    homes: new WebClient(token, { ...common, timeout: 10_000, retryConfig: { retries: 0 } }),
  };
}
