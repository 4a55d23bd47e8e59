import { AppError, type ErrorCode, errorCode } from '../errors.ts';

/** A failure that is shown in place, where the person is looking, instead of in a message of its own. */
export type Problem = { kind: 'problem'; code: ErrorCode; ref: string; retryAfterMs?: number };

/** Faults of our own making are not shown in place: they are thrown on to the edge, which logs them. */
export function problemOf(error: unknown, ref: string): Problem {
  if (!(error instanceof AppError) || error.code === 'internal') throw error;
  const wait = retryAfterOf(error);
  return {
    kind: 'problem',
    code: errorCode(error),
    ref,
    ...(wait !== undefined && { retryAfterMs: wait }),
  };
}

/** How long a refused caller was asked to wait, in ms. */
export function retryAfterOf(error: unknown): number | undefined {
  return error instanceof AppError &&
    'retryAfterMs' in error &&
    typeof error.retryAfterMs === 'number'
    ? error.retryAfterMs
    : undefined;
}
