import type { Fault } from './faults.ts';

/**
 * One refusal as the vendor may word it. `message` and `code` are what a reader should get out of the body, by the
 * rule `error.message`, then `error` with `message`, then `message`, then `detail`, then the trimmed text.
 */
export interface ErrorShape {
  name: string;
  /** The row of the vendor's coexisting body shapes: 1 to 6 are published or in its SDK, 8 and 9 are assumed. */
  shape: 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9;
  status: number;
  headers?: Record<string, string>;
  body: unknown;
  message: string | undefined;
  code: string | number | undefined;
}

const stamp = { timestamp: '2026-03-01T10:00:00Z', requestId: 'req_7f3a9c' };

function enveloped(
  name: string,
  status: number,
  code: string,
  message: string,
  details?: Record<string, unknown>,
): ErrorShape {
  const error = { code, message, ...(details && { details }) };
  return { name, shape: 1, status, body: { status: 'error', error, ...stamp }, message, code };
}

function other(
  name: string,
  shape: ErrorShape['shape'],
  status: number,
  body: unknown,
  read: { message?: string; code?: string | number } = {},
): ErrorShape {
  return { name, shape, status, body, message: read.message, code: read.code };
}

/** Every documented error body, and the undocumented ones a gateway may put in its place. */
export const ERROR_SHAPES: readonly ErrorShape[] = [
  enveloped(
    'invalid_credentials',
    401,
    'INVALID_CREDENTIALS',
    'Invalid authentication credentials',
  ),
  enveloped('token_expired', 401, 'TOKEN_EXPIRED', 'The access token has expired'),
  enveloped('account_inactive', 403, 'ACCOUNT_INACTIVE', 'The account is not active'),
  enveloped('insufficient_balance', 402, 'INSUFFICIENT_BALANCE', 'Insufficient balance', {
    required: 750,
    available: 120.5,
    currency: 'INR',
    shortfall: 629.5,
  }),
  enveloped('payment_failed', 402, 'PAYMENT_FAILED', 'The payment could not be processed'),
  enveloped('rate_limit_exceeded', 429, 'RATE_LIMIT_EXCEEDED', 'Too many requests', {
    limitType: 'requests_per_minute',
    limit: 60,
    current: 61,
    retryAfter: 30,
  }),
  enveloped('validation_error', 422, 'VALIDATION_ERROR', 'Request validation failed', {
    errors: [{ field: 'region', message: 'region is required', code: 'REQUIRED', value: null }],
  }),
  other(
    'enveloped_short',
    1,
    409,
    { status: 'error', error: { code: 'CONFLICT', message: 'The number was just taken' } },
    { message: 'The number was just taken', code: 'CONFLICT' },
  ),
  other(
    'flat_not_found',
    2,
    404,
    { error: 'not_found', message: 'number not found in inventory' },
    { message: 'number not found in inventory', code: 'not_found' },
  ),
  // Published: a purchase the balance does not cover currently answers this 500, and nothing was bought.
  other(
    'flat_failed_purchase',
    2,
    500,
    { error: 'internal_server_error', message: 'failed to purchase number' },
    { message: 'failed to purchase number', code: 'internal_server_error' },
  ),
  other(
    'flat_text',
    3,
    500,
    { error: 'Failed to retrieve transactions' },
    {
      message: 'Failed to retrieve transactions',
      code: 'Failed to retrieve transactions',
    },
  ),
  other(
    'numeric_code',
    4,
    401,
    { error: { code: 401, message: 'Invalid token' } },
    {
      message: 'Invalid token',
      code: 401,
    },
  ),
  other(
    'account_mismatch',
    4,
    403,
    { error: { code: 403, message: 'Account mismatch' } },
    {
      message: 'Account mismatch',
      code: 403,
    },
  ),
  other(
    'status_and_message',
    5,
    400,
    { status: 'failed', message: 'Invalid request' },
    {
      message: 'Invalid request',
    },
  ),
  other(
    'error_and_api_id',
    6,
    404,
    { error: 'resource not found', api_id: 'a1b2c3d4' },
    {
      message: 'resource not found',
      code: 'resource not found',
    },
  ),
  other(
    'cool_off',
    7,
    409,
    {
      error: 'did_cool_off_in_effect',
      cool_off_until: '2026-03-15T10:00:00Z',
      cool_off_remaining_seconds: 1_209_600,
    },
    { message: 'did_cool_off_in_effect', code: 'did_cool_off_in_effect' },
  ),
  other('plain_text', 8, 502, 'upstream connect error\n', { message: 'upstream connect error' }),
  {
    ...other('html', 8, 503, '<html><body><h1>503 Service Unavailable</h1></body></html>'),
    headers: { 'content-type': 'text/html' },
  },
  other('empty', 8, 504, undefined),
  other('detail', 9, 400, { detail: 'Bad request' }, { message: 'Bad request' }),
];

/** A shape of `ERROR_SHAPES` as a fault, for `faults.next('order', errorShape('insufficient_balance'))`. */
export function errorShape(name: string, when: 'before' | 'after' = 'before'): Fault {
  const found = ERROR_SHAPES.find((shape) => shape.name === name);
  if (!found) throw new Error(`no error shape ${name}`);
  return {
    kind: when === 'before' ? 'status' : 'status_after',
    status: found.status,
    body: found.body ?? '',
    ...(found.headers && { headers: found.headers }),
  };
}
