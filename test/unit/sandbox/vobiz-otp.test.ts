import { describe, expect, it } from 'vitest';
import { MUMBAI, NUMBERS, START, startStandIn } from './vobiz-support.ts';

describe('bringing a number', () => {
  it('sends a code that the holder can read and that confirms the number', async () => {
    const { api, standIn } = await startStandIn();
    const sent = await api.verify(MUMBAI);
    expect(sent.status).toBe(200);
    expect(sent.body).toEqual({
      id: expect.any(String),
      phone_number: MUMBAI,
      status: 'pending',
      expires_at: '2026-03-01T10:10:00Z',
    });
    const code = standIn.codeFor(MUMBAI);
    expect(code).toMatch(/^\d{6}$/);
    expect(sent.text).not.toContain(code);
    const confirmed = await api.confirm(MUMBAI, code);
    expect(confirmed.body).toEqual({
      status: 'verified',
      message: 'Number verified successfully',
    });
  });

  it('draws the same codes in every run and others for another seed', async () => {
    const seeds = ['one', 'one', 'two'];
    const codes = await Promise.all(
      seeds.map(async (otpSeed) => {
        const { api, standIn } = await startStandIn({ otpSeed });
        await api.verify(MUMBAI);
        return standIn.codeFor(MUMBAI);
      }),
    );
    expect(codes[0]).toBe(codes[1]);
    expect(codes[0]).not.toBe(codes[2]);
  });

  it('wants leading zeros and refuses a code sent as a number', async () => {
    const { api, standIn } = await startStandIn();
    await api.verify(MUMBAI);
    standIn.setCode(MUMBAI, '007123');
    expect((await api.confirm(MUMBAI, 7123)).status).toBe(422);
    expect((await api.confirm(MUMBAI, '7123')).status).toBe(400);
    expect((await api.confirm(MUMBAI, '007123')).status).toBe(200);
  });

  it('tells wrong, expired, verified, unknown and too many tries apart', async () => {
    const { api, standIn, advance } = await startStandIn({ maxWrongTries: 2 });
    const unknown = await api.confirm(MUMBAI, '000000');
    expect([unknown.status, unknown.body]).toMatchObject([404, { error: 'not_found' }]);

    await api.verify(MUMBAI);
    standIn.setCode(MUMBAI, '123456');
    const wrong = await api.confirm(MUMBAI, '000000');
    expect([wrong.status, wrong.body]).toMatchObject([400, { error: { code: 'INVALID_OTP' } }]);
    await api.confirm(MUMBAI, '000000');
    const locked = await api.confirm(MUMBAI, '123456');
    expect([locked.status, locked.body]).toMatchObject([
      429,
      { error: { code: 'OTP_ATTEMPTS_EXCEEDED' } },
    ]);

    await api.verify(MUMBAI);
    advance(600_000);
    const expired = await api.confirm(MUMBAI, standIn.codeFor(MUMBAI));
    expect([expired.status, expired.body]).toMatchObject([410, { error: { code: 'OTP_EXPIRED' } }]);

    await api.verify(MUMBAI);
    await api.confirm(MUMBAI, standIn.codeFor(MUMBAI));
    for (const again of [
      await api.confirm(MUMBAI, standIn.codeFor(MUMBAI)),
      await api.verify(MUMBAI),
    ])
      expect([again.status, again.body]).toMatchObject([
        409,
        { error: { code: 'ALREADY_VERIFIED' } },
      ]);
  });

  it('expires a code by hand and replaces it on a new request', async () => {
    const { api, standIn } = await startStandIn();
    await api.verify(MUMBAI);
    const first = standIn.codeFor(MUMBAI);
    standIn.expireCode(MUMBAI);
    expect(standIn.verifications).toMatchObject([{ phone_number: MUMBAI, expiresAt: START }]);
    expect((await api.confirm(MUMBAI, first)).status).toBe(410);
    await api.verify(MUMBAI);
    expect(standIn.codeFor(MUMBAI)).not.toBe(first);
    expect((await api.confirm(MUMBAI, first)).status).toBe(400);
    expect(() => standIn.expireCode('+14155550100')).toThrow('no code was sent');
  });

  it('refuses a number that is not E.164 and a method that is neither sms nor voice', async () => {
    const { api, standIn } = await startStandIn();
    expect((await api.verify('09876543210')).status).toBe(422);
    const method = await api.post(`${NUMBERS}/bring-your-own/verify`, {
      phone_number: MUMBAI,
      verification_method: 'fax',
    });
    expect(method.body).toHaveProperty('error.details.errors.0.field', 'verification_method');
    expect(standIn.verifications).toEqual([]);
  });
});
