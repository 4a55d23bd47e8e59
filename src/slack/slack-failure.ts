import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError } from '@slack/web-api';
import { AppError } from '../errors.ts';

/** How a failed Slack call is to be taken. */
export type SlackFailure =
  /** Nothing was done. `final` when nobody can lift it for this target or this content; else it is worth trying again. */
  | { why: 'refused'; error: string; final: boolean }
  | { why: 'not_now'; retryMs: number }
  /** The message is not there any more, or not ours to edit. */
  | { why: 'gone' }
  /** It may have been carried out. */
  | { why: 'unknown' };

/**
 * What Slack's errors mean, in one table. What is not named here is a refusal that somebody can lift: a token that is
 * exchanged, a scope that is granted, a bot that is invited, a channel that is taken out of the archive, a rule of the
 * workspace. Source: the error tables of docs.slack.dev/reference/methods/chat.postMessage, chat.update, views.push.
 */
const MEANING: Readonly<Record<string, 'busy' | 'unsure' | 'gone' | 'final' | 'late'>> = {
  // Slack is busy, and nothing was done.
  ratelimited: 'busy',
  rate_limited: 'busy',
  message_limit_exceeded: 'busy',
  service_unavailable: 'busy',
  team_added_to_org: 'busy',
  org_login_required: 'busy',
  external_channel_migrating: 'busy',
  // It may have been done in part.
  internal_error: 'unsure',
  fatal_error: 'unsure',
  request_timeout: 'unsure',
  // The message that was to be changed.
  message_not_found: 'gone',
  cant_update_message: 'gone',
  edit_window_closed: 'gone',
  block_mismatch: 'gone',
  // Somebody who is not there, or cannot be written to.
  user_not_found: 'final',
  users_not_found: 'final',
  user_disabled: 'final',
  is_inactive: 'final',
  cannot_dm_bot: 'final',
  // A thread whose first message is gone.
  thread_not_found: 'final',
  // Content that Slack does not take: a bug of a view, the same at every try.
  invalid_arguments: 'final',
  invalid_blocks: 'final',
  invalid_blocks_format: 'final',
  msg_blocks_too_long: 'final',
  msg_too_long: 'final',
  no_text: 'final',
  view_too_large: 'final',
  // A trigger that ran out or was used up: only a new click brings a new one.
  expired_trigger_id: 'late',
  exchanged_trigger_id: 'late',
  invalid_trigger_id: 'late',
  trigger_expired: 'late',
  trigger_exchanged: 'late',
};
/** The client takes a body that is no JSON, a gateway's page, for the name of an error: that is no word of Slack's. */
const ERROR_NAME = /^[a-z0-9_:.-]{1,100}$/i;
const BUSY_RETRY_MS = 5_000;
/** Bounds of what Slack may ask for with Retry-After: neither at once nor for ever. */
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

/** Before a status of 500 nothing was done; 408 is a request that took too long, wherever it was then. */
function failureOfStatus(status: number): SlackFailure {
  if (status === 429) return { why: 'not_now', retryMs: BUSY_RETRY_MS };
  if (status === 408 || status >= 500 || status < 400) return { why: 'unknown' };
  return { why: 'refused', error: `http_${status}`, final: false };
}

/** `seconds` as Slack sent them: 0, negative and huge ones, and what is no number, are brought into bounds. */
function retryMsOf(seconds: number): number {
  const ms = Number.isNaN(seconds) ? BUSY_RETRY_MS : seconds * 1_000;
  return Math.min(Math.max(ms, RETRY_MIN_MS), RETRY_MAX_MS);
}

function meaningOf(error: WebAPIPlatformError) {
  const code = error.data.error;
  if (code === 'invalid_arguments' && saysExpired(error)) return 'late';
  return Object.hasOwn(MEANING, code) ? MEANING[code] : undefined;
}

/** Slack also says it in words: github.com/slackapi/bolt-python/issues/434. */
function saysExpired({ data }: WebAPIPlatformError): boolean {
  return /trigger_id.*(expired|exchanged)/.test(String(data.response_metadata?.messages ?? ''));
}

/** For calls a person waits on: what they are told is `slack_refused`, `slack_late` or `slack_unavailable`. */
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
