const DEEPEST = 5;
const MOST = 5;

/**
 * What a log keeps of an error, whoever made it: libraries hang what they were given on their errors (commands with their
 * arguments, requests with their headers, the URL that could not be read), and any of it may be a secret. So only these
 * are kept, and of what is not an error only its type.
 */
export type LoggedError = {
  name: string;
  message: string;
  code?: string | number;
  status?: number;
  stack?: string;
  cause?: LoggedError;
  errors?: LoggedError[];
};

export function describeError(error: unknown, depth = 0): LoggedError {
  if (typeof error === 'string') return { name: 'string', message: error };
  if (!(error instanceof Error)) {
    return { name: typeof error, message: 'something that is no error was thrown' };
  }
  const { code, status, errors } = error as { code?: unknown; status?: unknown; errors?: unknown };
  const deeper = depth < DEEPEST;
  return {
    name: error.name,
    message: error.message,
    ...((typeof code === 'string' || typeof code === 'number') && { code }),
    ...(typeof status === 'number' && { status }),
    ...(error.stack !== undefined && { stack: error.stack }),
    ...(deeper && error.cause !== undefined && { cause: describeError(error.cause, depth + 1) }),
    ...(deeper &&
      Array.isArray(errors) && {
        errors: errors.slice(0, MOST).map((one) => describeError(one, depth + 1)),
      }),
  };
}

/** The error at the end of the chain of causes: the one that happened first. */
export function rootOf(error: unknown): unknown {
  let root = error;
  for (let depth = 0; depth < DEEPEST; depth += 1) {
    if (!(root instanceof Error) || root.cause === undefined) return root;
    root = root.cause;
  }
  return root;
}
