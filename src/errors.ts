/**
 * What can go wrong, as a closed set: `views/kit/error-sentences.ts` has one sentence for each code, and a test proves it.
 * Expected refusals ("you may not approve this") are returned values, not errors; see `domain/`.
 */
export const ERROR_CODES = [
  'store_unavailable',
  'vobiz_unavailable',
  'vobiz_credentials',
  'vobiz_rate_limited',
  'vobiz_refused',
  'vobiz_unreadable',
  'slack_unavailable',
  'slack_refused',
  'slack_late',
  'slack_unreadable',
  'busy',
  'slow',
  'membership_unread',
  'policy_unread',
  'internal',
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

/** Base of every error the project throws. `message` is for the log; people read the sentence for `code`. */
export class AppError extends Error {
  override readonly name: string = 'AppError';
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options: { cause?: unknown } = {}) {
    super(message, options);
    this.code = code;
  }
}

/** The code of any thrown value; `internal` for whatever we did not throw. */
export function errorCode(error: unknown): ErrorCode {
  return error instanceof AppError ? error.code : 'internal';
}
