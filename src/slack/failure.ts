import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError } from '@slack/web-api';
import { AppError } from '../errors.ts';

/** How a failed Slack call is to be taken. `unknown`: it may have been carried out. */
export type SlackFailure =
  | { why: 'refused'; error: string }
  | { why: 'not_now'; retryMs: number }
  | { why: 'gone' }
  | { why: 'unknown' };

/** Slack's own word that it is busy: nothing was done. */
const BUSY = new Set([
  'ratelimited',
  'rate_limited',
  'service_unavailable',
  'team_added_to_org',
  'org_login_required',
]);
/** Slack's own word that it may have been done in part. */
const UNSURE = new Set(['internal_error', 'fatal_error', 'request_timeout']);
const GONE = new Set([
  'message_not_found',
  'cant_update_message',
  'edit_window_closed',
  'block_mismatch',
]);
const BUSY_RETRY_MS = 5_000;

export function readSlackFailure(error: unknown): SlackFailure {
  if (error instanceof WebAPIRateLimitedError)
    return { why: 'not_now', retryMs: error.retryAfter * 1000 };
  if (error instanceof WebAPIHTTPError && error.statusCode < 500) {
    return { why: 'refused', error: `http_${error.statusCode}` };
  }
  if (!(error instanceof WebAPIPlatformError)) return { why: 'unknown' };
  const code = error.data.error;
  if (BUSY.has(code)) return { why: 'not_now', retryMs: BUSY_RETRY_MS };
  if (GONE.has(code)) return { why: 'gone' };
  return UNSURE.has(code) ? { why: 'unknown' } : { why: 'refused', error: code };
}

/** For calls a person waits on: what they are told is `slack_refused` or `slack_unavailable`. */
export function slackError(what: string, error: unknown): AppError {
  const failure = readSlackFailure(error);
  const code =
    failure.why === 'refused' || failure.why === 'gone' ? 'slack_refused' : 'slack_unavailable';
  const detail = failure.why === 'refused' ? failure.error : failure.why;
  return new AppError(code, `Slack ${what}: ${detail}`, { cause: error });
}
