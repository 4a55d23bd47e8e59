import { describe, expect, it } from 'vitest';
import { readReleaseFailure } from '../../../src/vobiz/failed-calls.ts';
import { readCancel, readRelease } from '../../../src/vobiz/releases.ts';
import { toVobizError, VobizError } from '../../../src/vobiz/vobiz-errors.ts';

const NUMBER = '+919810085657';
const NOW = Date.UTC(2026, 10, 26, 12);
const CLOCK = { now: NOW, skewMs: 0 };
const TAKEN = {
  status: 'pending_release',
  cooldown_ends_at: '2026-11-27T12:00:00Z',
  release_fee: 100,
  cancel_url: 'https://elsewhere.example/cancel',
};
const read = (body: unknown) =>
  readRelease(typeof body === 'string' ? body : JSON.stringify(body), NUMBER, CLOCK);
const pending = { status: 'pending_release', until: NOW + 86_400_000, fee: '100' };

describe('the answer to a release', () => {
  it.each([
    ['as documented', TAKEN, pending],
    ['in an envelope, in capitals', { data: { ...TAKEN, status: 'PENDING_RELEASE' } }, pending],
    ['with its number', { message: 'ok', number: { ...TAKEN, e164: '919810085657' } }, pending],
    ['with a currency', { ...TAKEN, currency: 'INR' }, { ...pending, fee: 'INR 100' }],
    [
      'with a currency and no fee',
      { ...TAKEN, release_fee: null, number: { monthly_fee: 200, currency: 'INR' } },
      { ...pending, fee: undefined },
    ],
    [
      'without terms',
      { status: 'released' },
      { status: 'released', until: undefined, fee: undefined },
    ],
    [
      'with terms that cannot be read',
      { ...TAKEN, cooldown_ends_at: 'tomorrow', release_fee: null },
      { ...pending, until: undefined, fee: undefined },
    ],
    [
      'without a time that has passed',
      { ...TAKEN, cooldown_ends_at: '2026-11-26T12:00:00Z' },
      { ...pending, until: undefined },
    ],
  ])('is read %s', (_name, body, expected) => {
    expect(read(body)).toEqual(expected);
  });

  it.each([
    ['of another number', { ...TAKEN, e164: '+919999999999' }],
    ['that names no number we can read', { ...TAKEN, e164: 'n/a' }],
    ['of an unheard-of status', { ...TAKEN, status: 'queued' }],
    ['that says it failed', { ...TAKEN, success: false }],
    ['that the number is still ours', { status: 'active' }],
    ['of words alone', { message: 'Number released' }],
    ['of several', [TAKEN, TAKEN]],
    ['of nothing', ''],
    ['that is no JSON', '<html></html>'],
  ])('is none: one %s', (_name, body) => {
    expect(read(body)).toBeUndefined();
  });
});

describe('the answer to undoing it', () => {
  const undone = (body: unknown) => readCancel(JSON.stringify(body), NUMBER);

  it.each([[{ status: 'active' }], [{ status: 'success' }], [{ success: true, e164: NUMBER }]])(
    'says that the number is kept: %j',
    (body) => {
      expect(undone(body)).toBe(true);
    },
  );

  it.each([
    [{ message: 'Release cancelled' }],
    [{ status: 'pending_release', success: true }],
    [{ status: 'success', number: { status: 'released' } }],
    [{ status: 'active', e164: '+919999999999' }],
    [{ status: 'active', error: 'too late' }],
    [[]],
  ])('proves nothing: %j', (body) => {
    expect(undone(body)).toBeUndefined();
  });
});

describe('a release that failed', () => {
  const failed = (
    error: Partial<ConstructorParameters<typeof VobizError>[1]>,
    code: ConstructorParameters<typeof VobizError>[0] = 'vobiz_refused',
  ) =>
    readReleaseFailure(
      new VobizError(code, {
        operation: 'release_number',
        sent: 'no',
        what: '',
        ...error,
      }),
    );

  it.each([
    ['refused', failed({ status: 409, vendorMessage: 'cool off' }), 'refused'],
    ['refused for our credentials', failed({ status: 401 }, 'vobiz_credentials'), 'credentials'],
    ['limited', failed({ status: 429 }, 'vobiz_rate_limited'), 'rate_limited'],
    ['never sent', failed({}, 'vobiz_unavailable'), 'not_sent'],
  ])('was surely not done when it was %s', (_name, read, why) => {
    expect(read).toMatchObject({ sent: 'no', why });
  });

  it.each([
    ['release_number', 409, { code: 'ALREADY_PENDING_RELEASE', message: 'x' }, 'maybe'],
    ['release_number', 400, { message: 'The number was already released' }, 'maybe'],
    [
      'release_number',
      409,
      { code: 'COOL_OFF', message: 'Number was released to you lately' },
      'no',
    ],
    ['cancel_release', 409, { code: 'NOT_PENDING_RELEASE', message: 'x' }, 'maybe'],
    ['cancel_release', 409, { message: 'Number is already active' }, 'maybe'],
    ['cancel_release', 409, { message: 'Too late' }, 'no'],
  ] as const)('a %s refused with %i %j is sent: %s', (operation, status, error, sent) => {
    const body = JSON.stringify({ error });
    const told = { retryAfterMs: undefined, requestId: undefined, clock: CLOCK };
    const read = toVobizError(operation, { kind: 'answer', status, body, ...told }, []);
    expect(readReleaseFailure(read).sent).toBe(sent);
  });

  it.each([
    ['there was no answer', failed({ sent: 'maybe' }, 'vobiz_unavailable'), 'no_answer'],
    [
      'of a server error',
      failed({ sent: 'maybe', status: 502 }, 'vobiz_unavailable'),
      'server_error',
    ],
    [
      'nobody can read it',
      failed({ sent: 'maybe', status: 200 }, 'vobiz_unreadable'),
      'unreadable_answer',
    ],
    ['of a fault of our own', readReleaseFailure(new Error('x')), 'interrupted'],
  ])('may have been done when %s', (_name, read, doubt) => {
    expect(read).toEqual({ sent: 'maybe', doubt });
  });
});
