import { describe, expect, it, vi } from 'vitest';
import {
  answer,
  brokenOff,
  CODE,
  clientFor,
  everythingIn,
  failure,
  patience,
  type Reply,
  reset,
  silence,
  startWire,
  TOKEN,
} from '../../support/vobiz-wire.ts';

const E164 = '+919876543210';
const NUMBER = { e164: E164, code: CODE };
const ME = '/api/v1/auth/me';

/** Submits the code against a far side that answers it with `reply` and the credential check with `me`. */
async function confirm(
  reply: Reply,
  me: Reply = answer(200, { auth_id: 'MA_TEST01' }),
  options: Parameters<typeof clientFor>[1] = {},
) {
  const wire = await startWire(({ path }) => (path === ME ? me : reply));
  return { wire, confirming: clientFor(wire.url, options).confirmCode(NUMBER) };
}

describe('asking for a code', () => {
  it('sends the published request and tells until when the code is valid', async () => {
    const expiresAt = Date.now() + 600_000;
    const expires_at = new Date(expiresAt).toISOString();
    const wire = await startWire(() => answer(200, { id: 'v-1', status: 'pending', expires_at }));
    expect(await clientFor(wire.url).requestCode({ e164: E164, method: 'voice' })).toEqual({
      verificationId: 'v-1',
      expiresAt,
    });
    expect(wire.requests[0]?.path).toBe('/api/v1/messaging/numbers/whatsapp/bring-your-own/verify');
    expect(JSON.parse(wire.requests[0]?.body ?? '')).toEqual({
      phone_number: E164,
      verification_method: 'voice',
    });
  });

  it('reads until when the code is valid by the clock that Vobiz names it by', async () => {
    const ahead = 6 * 3_600_000;
    const theirs = new Date(Date.now() + ahead);
    const expires_at = new Date(theirs.getTime() + 600_000).toISOString();
    const body = { id: 'v-1', expires_at };
    const wire = await startWire(() => answer(200, body, { date: theirs.toUTCString() }));
    const observe = vi.fn();
    const asked = await clientFor(wire.url, { observe }).requestCode({ e164: E164, method: 'sms' });
    expect(asked.expiresAt).toBeGreaterThan(Date.now() + 590_000);
    expect(asked.expiresAt).toBeLessThan(Date.now() + 610_000);
    const [{ skewMs }] = observe.mock.calls[0] ?? [{}];
    expect(Math.abs(skewMs - ahead)).toBeLessThan(5_000);
  });

  it.each([
    ['unset', '0001-01-01T00:00:00Z'],
    ['past', '2026-01-01T00:00:00Z'],
    ['far away', '2099-01-01T00:00:00Z'],
    ['a number', 1772359200],
    ['null', null],
  ])('does not believe an end of the code that is %s', async (_what, expires_at) => {
    const wire = await startWire(() => answer(200, { id: 'v-1', status: 'pending', expires_at }));
    const asked = await clientFor(wire.url).requestCode({ e164: E164, method: 'sms' });
    expect(asked).toEqual({ verificationId: 'v-1', expiresAt: undefined });
  });

  it.each<[string, Reply, string, string]>([
    ['an empty 200', answer(200), 'vobiz_unreadable', 'maybe'],
    ['a 204', answer(204), 'vobiz_unreadable', 'maybe'],
    ['success: false', answer(200, { success: false }), 'vobiz_unreadable', 'maybe'],
    [
      'an id and a failure',
      answer(200, { id: 'v-1', status: 'failed' }),
      'vobiz_unreadable',
      'maybe',
    ],
    ['422', answer(422, { message: 'landline' }), 'vobiz_refused', 'no'],
    ['401', answer(401), 'vobiz_credentials', 'no'],
    ['429', answer(429, '', { 'retry-after': '60' }), 'vobiz_rate_limited', 'no'],
    ['500', answer(500), 'vobiz_unavailable', 'maybe'],
    ['a reset', reset, 'vobiz_unavailable', 'maybe'],
    ['silence', silence, 'vobiz_unavailable', 'maybe'],
    ['a page', answer(200, '<html>'), 'vobiz_unreadable', 'maybe'],
    ['a 200 that reports an error', answer(200, { error: 'no' }), 'vobiz_unreadable', 'maybe'],
  ])('is not repeated after %s', async (_name, reply, code, sent) => {
    const wire = await startWire(() => reply);
    const client = clientFor(wire.url, { codeTimeoutMs: patience(reply) });
    const error = await failure(client.requestCode({ e164: E164, method: 'sms' }));
    expect(error).toMatchObject({ code, sent });
    expect(wire.requests).toHaveLength(1);
  });
});

describe('submitting a code', () => {
  it('sends the published request once, the code as text with its leading zeros', async () => {
    const wire = await startWire(() => answer(200, { status: 'verified', message: 'ok' }));
    const confirming = clientFor(wire.url).confirmCode({ e164: E164, code: '000123' });
    expect(await confirming).toEqual({ result: 'verified' });
    expect(wire.requests).toHaveLength(1);
    expect(wire.requests[0]?.path).toBe(
      '/api/v1/messaging/numbers/whatsapp/bring-your-own/confirm',
    );
    expect(JSON.parse(wire.requests[0]?.body ?? '')).toEqual({
      phone_number: E164,
      otp_code: '000123',
    });
  });

  it.each<[number, unknown, string]>([
    [200, { data: { status: 'verified' } }, 'verified'],
    [200, { status: 'pending' }, 'unclear'],
    [200, { status: 'approved', message: 'Number verified successfully' }, 'unclear'],
    [200, { status: 'success', data: { status: 'verified' } }, 'unclear'],
    [200, { message: 'verified' }, 'unclear'],
    [200, { status: 'failed', message: 'Incorrect code' }, 'wrong_code'],
    [200, { status: 'expired' }, 'expired'],
    [200, { status: 'already_verified' }, 'already_verified'],
    [200, { status: 'error', error: { code: 'OTP_EXPIRED', message: 'x' } }, 'expired'],
    [200, '<html>verified</html>', 'unclear'],
    [200, '{"status":"verif', 'unclear'],
    [204, '', 'unclear'],
    [302, '', 'unclear'],
    [400, { error: 'invalid_otp', message: 'The code you entered is not right' }, 'wrong_code'],
    [400, { error: { code: 136025, message: 'verify_code failed' } }, 'wrong_code'],
    [400, { error: 'Invalid or expired OTP' }, 'wrong_code'],
    [400, { error: { code: 'OTP_EXPIRED', message: 'Code has expired' } }, 'expired'],
    [400, { message: 'OTP does not match' }, 'wrong_code'],
    [400, '', 'unclear'],
    [422, '<html>', 'unclear'],
    [400, { error: 'OTP_MISMATCH' }, 'wrong_code'],
    [404, { error: 'not_found', message: 'no pending verification' }, 'not_started'],
    [404, '<html>Not Found</html>', 'unclear'],
    [409, { error: 'number already verified' }, 'already_verified'],
    [400, { message: 'Verification session expired' }, 'expired'],
    [409, '', 'unclear'],
    [410, '', 'expired'],
    [200, { status: 'verified', success: false }, 'unclear'],
    [200, { status: 'verified', error: 'no' }, 'unclear'],
    [200, { status: 'verified', success: 0 }, 'unclear'],
    [200, { status: 'verified', verified: false }, 'unclear'],
    [200, { status: 'verified', data: { status: 'pending' } }, 'unclear'],
    [200, { status: 'verified', data: { status: 'expired' } }, 'expired'],
    [200, { status: 'VERIFIED ', verified: true }, 'verified'],
    [200, { verified: true }, 'unclear'],
    [200, { status: 'verified', phone_number: '+919876500000' }, 'unclear'],
    [200, { status: 'verified', phone_number: E164.slice(1) }, 'verified'],
    [408, { error: 'invalid code' }, 'unclear'],
    [500, { error: 'invalid code' }, 'unclear'],
    [502, '<html>', 'unclear'],
  ])('%i %j is %s', async (status, body, result) => {
    const { wire, confirming } = await confirm(answer(status, body));
    expect(await confirming).toEqual({ result });
    expect(wire.requests).toHaveLength(1);
  });

  const meta = (code: number, message: string) => ({
    error: { message: `(#${code}) ${message}`, type: 'OAuthException', code, fbtrace_id: 'A1' },
  });
  it.each<[number, unknown, string | undefined, string]>([
    [400, meta(133005, 'Two step verification PIN Mismatch'), 'pin_mismatch', 'PIN Mismatch'],
    [400, { error: 'Two step verification PIN Mismatch' }, 'pin_mismatch', 'PIN Mismatch'],
    [401, meta(133009, 'PIN guessed too fast'), 'pin_blocked', 'PIN guessed'],
    [
      400,
      { error: 'x', message: 'wrong code', details: { code: '133016' } },
      'registration_limit',
      'wrong code',
    ],
    [
      429,
      meta(133016, 'Account register deregister rate limit exceeded'),
      'registration_limit',
      'Account',
    ],
    [400, { message: 'Phone number is malformed' }, undefined, 'Phone number is malformed'],
    [400, { message: 'Invalid country code' }, undefined, 'Invalid country code'],
    [400, { error: { code: 'INVALID_CODE_METHOD', message: 'No' } }, undefined, 'No'],
    [401, { message: 'Your session has expired' }, undefined, 'Your session has expired'],
    [402, { error: 'balance' }, 'balance', 'balance'],
    [404, { error: 'not_found', message: 'no such path' }, undefined, 'no such path'],
    [
      422,
      { status: 'error', error: { code: 'VALIDATION_ERROR', message: 'Bad' } },
      'invalid_field',
      'Bad',
    ],
    [422, { errors: [{ message: 'number is suspended' }] }, undefined, 'number is suspended'],
    [409, { message: 'Already verified by another business' }, undefined, 'Already verified by'],
    [
      409,
      {
        error: { code: 'ALREADY_VERIFIED', message: 'This number belongs to a different account' },
      },
      undefined,
      'different account',
    ],
    [400, { message: 'Number has not already been verified' }, undefined, 'has not already'],
    [403, { message: 'Business account has been locked' }, 'account_locked', 'locked'],
  ])('%i %j is refused for another reason than the code', async (status, body, because, said) => {
    const { confirming } = await confirm(answer(status, body));
    expect(await confirming).toMatchObject({
      result: 'refused',
      because,
      said: expect.stringContaining(said),
    });
  });

  it('keeps nothing of what was said that could be a code', async () => {
    const words = `${CODE} is not ${CODE.split('').join(' ')} nor 12-34-56, for 1 of 2 reasons`;
    const { confirming } = await confirm(answer(400, { message: words }));
    expect(await confirming).toMatchObject({
      result: 'refused',
      said: '[removed] is not … nor …, for 1 of 2 reasons',
    });
  });

  it.each<[number, unknown, string]>([
    [429, '', 'rate_limited'],
    [429, { error: { code: 'RATE_LIMIT_EXCEEDED', message: 'Too many requests' } }, 'rate_limited'],
    [429, { error: 'invalid code' }, 'rate_limited'],
    [429, { error: { message: 'Too many failed attempts' } }, 'too_many_attempts'],
    [400, { error: { code: 'TOO_MANY_ATTEMPTS', message: 'no' } }, 'too_many_attempts'],
    [403, { message: 'Verification is locked' }, 'too_many_attempts'],
  ])('%i %j is %s, with the time to wait', async (status, body, result) => {
    const { confirming } = await confirm(answer(status, body, { 'retry-after': '90' }));
    expect(await confirming).toEqual({ result, retryAfterMs: 90_000 });
  });

  it.each<[string, Reply]>([
    ['a reset', reset],
    ['silence', silence],
    ['a verified that broke off', brokenOff(200, '{"status":"verified"')],
  ])('is unclear after %s, and not repeated', async (_name, reply) => {
    const { wire, confirming } = await confirm(reply, undefined, { codeTimeoutMs: 300 });
    expect(await confirming).toEqual({ result: 'unclear' });
    expect(wire.requests).toHaveLength(1);
  });

  it('is an error, not unclear, when the code provably never left', async () => {
    const confirming = clientFor('http://vobiz.invalid').confirmCode(NUMBER);
    expect(await failure(confirming)).toMatchObject({ code: 'vobiz_unavailable', sent: 'no' });
  });
});

describe('a 401 to a code', () => {
  const wrong = answer(401, { error: { code: 401, message: 'Unauthorized' } });

  it('is a wrong code when the credentials work', async () => {
    const { wire, confirming } = await confirm(wrong);
    expect(await confirming).toEqual({ result: 'wrong_code' });
    expect(wire.requests.map(({ path }) => path)).toEqual([expect.any(String), ME]);
  });

  it.each([401, 403])('is bad credentials when the account answers %i too', async (status) => {
    const { confirming } = await confirm(wrong, answer(status));
    expect(await failure(confirming)).toMatchObject({ code: 'vobiz_credentials' });
  });

  it.each([404, 429, 500, 200])(
    'is unclear when the account check ends with a useless %i',
    async (status) => {
      const { confirming } = await confirm(
        wrong,
        answer(status, '<html>', { 'retry-after': '60' }),
      );
      expect(await confirming).toEqual({ result: 'unclear' });
    },
  );
});

describe('the one-time code', () => {
  it.each<[string, Reply, Reply]>([
    ['bad credentials', answer(401, { error: `code ${CODE} bad` }), answer(401, { error: TOKEN })],
    ['an answer that echoes it', answer(400, { error: `wrong: ${CODE}` }), answer(200, {})],
    ['a server error that echoes it', answer(500, { message: CODE }), answer(200, {})],
    ['a reset', reset, answer(200, {})],
  ])('is in nothing that comes out after %s', async (_name, reply, me) => {
    const observe = vi.fn();
    const { confirming } = await confirm(reply, me, { observe });
    const outcome = await confirming.catch((error: unknown) => error);
    const shown = everythingIn([outcome, observe.mock.calls]);
    expect(shown).not.toContain(CODE);
    expect(shown).not.toContain(TOKEN);
  });

  it('is in no error when it never left', async () => {
    const error = await failure(clientFor('http://vobiz.invalid').confirmCode(NUMBER));
    expect(everythingIn(error)).not.toContain(CODE);
    expect(error.cause).toBeUndefined();
  });
});
