import type { IncomingHttpHeaders } from 'node:http';
import type { Reply } from './reply.ts';

export interface Credentials {
  authId: string;
  authToken: string;
  bearer: string;
}

/** How a request showed who it is, for the record of calls; the secrets themselves are not recorded. */
export type ShownAs = 'pair' | 'bearer' | 'nothing';

export function shownAs(headers: IncomingHttpHeaders): ShownAs {
  if (headers['x-auth-id'] !== undefined || headers['x-auth-token'] !== undefined) return 'pair';
  return headers.authorization === undefined ? 'nothing' : 'bearer';
}

/**
 * The refusal of a request with wrong credentials, or undefined. The header pair answers in shape 1, a bearer token
 * in the gateway's shape 4 (both published; which endpoint uses which is assumed).
 * `bearerAllowed` is false on account endpoints: there a token works only where a page says so.
 */
export function refuseCredentials(
  headers: IncomingHttpHeaders,
  credentials: Credentials,
  bearerAllowed: boolean,
): Reply | undefined {
  if (shownAs(headers) === 'bearer') {
    const good = bearerAllowed && headers.authorization === `Bearer ${credentials.bearer}`;
    return good ? undefined : invalidToken;
  }
  const good =
    headers['x-auth-id'] === credentials.authId &&
    headers['x-auth-token'] === credentials.authToken;
  return good ? undefined : invalidCredentials;
}

const invalidToken: Reply = {
  status: 401,
  body: { error: { code: 401, message: 'Invalid token' } },
};

export const invalidCredentials: Reply = {
  status: 401,
  body: {
    status: 'error',
    error: { code: 'INVALID_CREDENTIALS', message: 'Invalid authentication credentials' },
  },
};

/** Another account's path: published as a numeric 403 of the gateway; the wording is assumed. */
export const accountMismatch: Reply = {
  status: 403,
  body: { error: { code: 403, message: 'Account mismatch' } },
};
