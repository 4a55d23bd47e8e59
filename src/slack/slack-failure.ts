import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError } from '@slack/web-api';
import { AppError } from '../errors.ts';

export type SlackFailure =
  /** Nothing was done. `final` when nobody can lift it for this target or content; else worth retrying. */
  | { why: 'refused'; error: string; final: boolean }
  | { why: 'not_now'; retryMs: number }
  /** The message is gone, or not ours to edit. */
  | { why: 'gone' }
  /** It may have been done. */
  | { why: 'unknown' };

/**
 * What Slack's errors mean. Any other error is a refusal somebody can lift: replace a token, grant a scope, invite the
 * bot, unarchive a channel, change a workspace rule. Source: the error tables of
 * docs.slack.dev/reference/methods/chat.postMessage, chat.update, views.push.
 */
const MEANING: Readonly<Record<string, 'busy' | 'unsure' | 'gone' | 'final' | 'late'>> = {
  // Nothing was done.
  ratelimited: 'busy',
  rate_limited: 'busy',
  message_limit_exceeded: 'busy',
  service_unavailable: 'busy',
  team_added_to_org: 'busy',
  org_login_required: 'busy',
  external_channel_migrating: 'busy',
  // Part of it may have been done.
  internal_error: 'unsure',
  fatal_error: 'unsure',
  request_timeout: 'unsure',
  // About the message to edit.
  message_not_found: 'gone',
  cant_update_message: 'gone',
  edit_window_closed: 'gone',
  block_mismatch: 'gone',
  // The person is gone or cannot be messaged.
  user_not_found: 'final',
  users_not_found: 'final',
  user_disabled: 'final',
  is_inactive: 'final',
  cannot_dm_bot: 'final',
  // The first message of the thread is gone.
  thread_not_found: 'final',
  // Slack rejects the content: a bug in a view, the same on every try.
  invalid_arguments: 'final',
  invalid_blocks: 'final',
  invalid_blocks_format: 'final',
  msg_blocks_too_long: 'final',
  msg_too_long: 'final',
  no_text: 'final',
  view_too_large: 'final',
  // The trigger expired or was used: only a new click brings another.
  expired_trigger_id: 'late',
  exchanged_trigger_id: 'late',
  invalid_trigger_id: 'late',
  trigger_expired: 'late',
  trigger_exchanged: 'late',
};
/** The client mistakes a non-JSON body, such as a gateway's page, for an error name. */
const ERROR_NAME = /^[a-z0-9_:.-]{1,100}$/i;
const BUSY_RETRY_MS = 5_000;
/** Bounds on Slack's Retry-After. */
const RETRY_MIN_MS = 1_000;
const RETRY_MAX_MS = 10 * 60_000;

export function readSlackFailure(error: unknown): SlackFailure {
  if (error instanceof WebAPIRateLimitedError) {
    return { why: 'not_now', retryMs: retryMsOf(error.retryAfter) };
  }
  if (error instanceof WebAPIHTTPError) return failureOfStatus(error.statusCode);
  if (!(error instanceof WebAPIPlatformError)) return { why: 'unknown' };
  const code: unknown = error.data.error;
  if (typeof code !== 'string' || !ERROR_NAME.test(code)) return { why: 'unknown' };
  switch (meaningOf(error)) {
    case 'busy':
      return { why: 'not_now', retryMs: BUSY_RETRY_MS };
    case 'unsure':
      return { why: 'unknown' };
    case 'gone':
      return { why: 'gone' };
    case 'final':
    case 'late':
      return { why: 'refused', error: code, final: true };
    case undefined:
      return { why: 'refused', error: code, final: false };
  }
}

/** Whether Slack answered with one of these errors. */
export function isAnswer(error: unknown, ...answers: readonly string[]): boolean {
  return error instanceof WebAPIPlatformError && answers.includes(error.data.error);
}

/** A 4xx means nothing was done, except 408, whose request may have got anywhere. */
function failureOfStatus(status: number): SlackFailure {
  if (status === 429) return { why: 'not_now', retryMs: BUSY_RETRY_MS };
  if (status === 408 || status >= 500 || status < 400) return { why: 'unknown' };
  return { why: 'refused', error: `http_${status}`, final: false };
}

/** Slack may send 0, a negative or huge number of seconds, or no number. */
function retryMsOf(seconds: number): number {
  const ms = Number.isNaN(seconds) ? BUSY_RETRY_MS : seconds * 1_000;
  return Math.min(Math.max(ms, RETRY_MIN_MS), RETRY_MAX_MS);
}

function meaningOf(error: WebAPIPlatformError) {
  const code = error.data.error;
  if (code === 'invalid_arguments' && saysExpired(error)) return 'late';
  return Object.hasOwn(MEANING, code) ? MEANING[code] : undefined;
}

/** Slack sometimes says it only in words: github.com/slackapi/bolt-python/issues/434. */
function saysExpired({ data }: WebAPIPlatformError): boolean {
  return /trigger_id.*(expired|exchanged)/.test(String(data.response_metadata?.messages ?? ''));
}

/** For calls a person waits on: `slack_refused`, `slack_late` or `slack_unavailable`. */
export function slackError(what: string, error: unknown): AppError {
  const failure = readSlackFailure(error);
  const detail = failure.why === 'refused' ? failure.error : failure.why;
  return new AppError(codeOf(error, failure), `Slack ${what}: ${detail}`, { cause: error });
}

function codeOf(error: unknown, { why }: SlackFailure) {
  if (why !== 'refused' && why !== 'gone') return 'slack_unavailable';
  const isLate = error instanceof WebAPIPlatformError && meaningOf(error) === 'late';
  return isLate ? 'slack_late' : 'slack_refused';
}
