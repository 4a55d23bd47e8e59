import type { IncomingHttpHeaders } from 'node:http';
import type { ShownAs } from './auth.ts';
import type { Op } from './faults.ts';

/** One request as it came in. Written at arrival; `status` is filled in when it is answered. */
export interface RecordedCall {
  /** `unknown` for a path or method the vendor does not have. */
  op: Op | 'unknown';
  method: string;
  path: string;
  query: Record<string, string>;
  /** Parsed JSON, or the text when it is none; a channel's access token is replaced. */
  body: unknown;
  /** Without `X-Auth-Token`, `Authorization` and cookies. */
  headers: IncomingHttpHeaders;
  credentials: ShownAs;
  /** Ms since the epoch, by the stand-in's clock. */
  at: number;
  /** The kind of the fault it met. */
  fault?: string;
  /** Undefined while under way, and for ever when it was reset or left hanging. */
  status?: number;
}

const SECRET_HEADERS = ['x-auth-token', 'authorization', 'cookie'];

export function withoutSecretHeaders(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !SECRET_HEADERS.includes(name)),
  );
}

export function withoutSecretFields(body: unknown): unknown {
  if (typeof body !== 'object' || body === null || !('access_token' in body)) return body;
  return { ...body, access_token: '[redacted]' };
}
