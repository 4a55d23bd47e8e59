import { describe, expect, it } from 'vitest';
import { readErrorBody } from '../../../src/vobiz/error-body.ts';

type Expected = { code?: string; message?: string; requestId?: string; reason?: string };
const shapes: [string, unknown, Expected][] = [
  [
    'the documented envelope',
    {
      status: 'error',
      error: { code: 'INSUFFICIENT_BALANCE', message: 'Not enough balance', details: {} },
      timestamp: '2026-03-01T10:00:00Z',
      requestId: 'req_1',
    },
    {
      code: 'INSUFFICIENT_BALANCE',
      message: 'Not enough balance',
      requestId: 'req_1',
      reason: 'balance',
    },
  ],
  [
    'a code word with a message',
    { error: 'not_found', message: 'number not found in inventory', api_id: 'api_7' },
    { code: 'not_found', message: 'number not found in inventory', requestId: 'api_7' },
  ],
  [
    'a sentence as the error',
    { error: 'Failed to retrieve transactions' },
    { message: 'Failed to retrieve transactions' },
  ],
  [
    'a numeric code',
    { error: { code: 401, message: 'Invalid token' } },
    { code: '401', message: 'Invalid token' },
  ],
  ['status and message', { status: 'error', message: 'Bad region' }, { message: 'Bad region' }],
  [
    'an error word with an api id',
    { error: 'unauthorized', api_id: 'api_8' },
    { code: 'unauthorized', message: 'unauthorized', requestId: 'api_8' },
  ],
  [
    'a cool-off',
    { error: 'did_cool_off_in_effect', cool_off_remaining_seconds: 1209600 },
    { code: 'did_cool_off_in_effect', message: 'did_cool_off_in_effect', reason: 'cool_off' },
  ],
  ['a detail', { detail: 'Not here' }, { message: 'Not here' }],
  ['plain text', ' upstream\r\n is away ', { message: 'upstream is away' }],
  ['a JSON string', '"no such region"', { message: 'no such region' }],
  ['HTML', '<html><body>502 Bad Gateway</body></html>', {}],
  ['an empty body', '', {}],
  ['JSON that broke off', '{"error":{"message":"Ba', {}],
  ['an object that says nothing', {}, {}],
  ['fields of the wrong type', { error: 7, message: { a: 1 }, requestId: [] }, {}],
];

describe('readErrorBody', () => {
  it.each(shapes)('reads %s', (_name, body, expected) => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    expect(readErrorBody(text, [])).toEqual({
      code: expected.code,
      message: expected.message,
      reason: expected.reason,
      requestId: expected.requestId,
      retryAfterMs: undefined,
    });
  });

  it('names the first field of a validation error without its value', () => {
    const details = { errors: [{ field: 'region', message: 'unknown', value: 'secret value' }] };
    const error = { code: 'VALIDATION_ERROR', message: 'Invalid', details };
    expect(readErrorBody(JSON.stringify({ error }), []).message).toBe('Invalid (region: unknown)');
  });

  it.each([
    ['Please wait 11 hours', 11 * 3_600_000],
    ['Try again in 30 seconds', 30_000],
    ['You can request a new code in 2 mins', 120_000],
    ['Wait for another 90 s', 90_000],
    ['Try again in 5 ms', undefined],
    ['Try again in a few minutes', undefined],
    ['Codes are valid for 10 minutes', undefined],
    ['The upstream timed out after 30s', undefined],
    ['The number is in cool-off for 15 days', undefined],
  ])('reads a wait in the words %j', (message, ms) => {
    expect(readErrorBody(JSON.stringify({ message }), []).retryAfterMs).toBe(ms);
  });

  it.each([60, '60'])('reads retryAfter %j as seconds', (retryAfter) => {
    const error = { code: 'RATE_LIMIT_EXCEEDED', message: 'Slow down', details: { retryAfter } };
    expect(readErrorBody(JSON.stringify({ error }), []).retryAfterMs).toBe(60_000);
  });

  it.each(['soon', -5, null])('leaves an unreadable retryAfter %j out', (retryAfter) => {
    const error = { message: 'Slow down', details: { retryAfter } };
    expect(readErrorBody(JSON.stringify({ error }), []).retryAfterMs).toBeUndefined();
  });

  it('shows one line of at most 200 characters', () => {
    const message = `first\nsecond\u202e ${'x'.repeat(500)}`;
    const read = readErrorBody(JSON.stringify({ message }), []).message;
    expect(read).toHaveLength(200);
    expect(read).toMatch(/^first second x+$/);
  });

  it('cuts echoed secrets out of every field', () => {
    const body = {
      error: { code: 'tok_1', message: `bad tok_1 ${'y'.repeat(180)} tok_1` },
      requestId: 'req_tok_1',
    };
    expect(JSON.stringify(readErrorBody(JSON.stringify(body), ['tok_1']))).not.toContain('tok_1');
  });
});
