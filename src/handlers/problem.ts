import { AppError, type ErrorCode, errorCode } from '../errors.ts';

/** A failure that is shown in place, where the person is looking, instead of in a message of its own. */
export type Problem = { kind: 'problem'; code: ErrorCode; ref: string; retryAfterMs?: number };

export function problemOf(error: unknown, ref: string): Problem {
  const wait = retryAfterOf(error);
  const code = errorCode(error);
  return { kind: 'problem', code, ref, ...(wait !== undefined && { retryAfterMs: wait }) };
}

/** How long a refused caller was asked to wait, in ms. */
function retryAfterOf(error: unknown): number | undefined {
  return error instanceof AppError &&
    'retryAfterMs' in error &&
    typeof error.retryAfterMs === 'number'
    ? error.retryAfterMs
    : undefined;
}
