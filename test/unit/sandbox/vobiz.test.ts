import { parsePhoneNumberFromString } from 'libphonenumber-js';
import { describe, expect, it } from 'vitest';
import { startVobizStandIn } from '../../../sandbox/vobiz/server.ts';
import { CHANNELS, MUMBAI, NUMBERS, OWNED, startStandIn } from './vobiz-support.ts';

describe('credentials and paths', () => {
  const path = `${NUMBERS}/availability?country=IN`;

  it('lets the header pair and the bearer token in', async () => {
    const { api, standIn } = await startStandIn();
    const bearer = { authorization: `Bearer ${standIn.credentials.bearer}` };
    expect((await api.get(path)).status).toBe(200);
    expect((await api.get(path, { headers: bearer })).status).toBe(200);
    expect(standIn.calls.map((call) => call.credentials)).toEqual(['pair', 'bearer']);
  });

  it.each([
    ['nothing', {}],
    ['a wrong token', { 'x-auth-id': 'MA_SANDBOX', 'x-auth-token': 'wrong' }],
    ['half of the pair', { 'x-auth-token': 'sandbox-auth-token' }],
  ])('refuses %s in the published shape', async (_, headers) => {
    const { api } = await startStandIn();
    const answer = await api.get(path, { headers });
    expect(answer.status).toBe(401);
    expect(answer.body).toMatchObject({ status: 'error', error: { code: 'INVALID_CREDENTIALS' } });
  });

  it('refuses a wrong bearer token with a numeric code', async () => {
    const { api } = await startStandIn();
    const answer = await api.get(path, { headers: { authorization: 'Bearer wrong' } });
    expect(answer.body).toEqual({ error: { code: 401, message: 'Invalid token' } });
  });

  it('takes a bearer token on account paths only where told so', async () => {
    const strict = await startStandIn();
    const lenient = await startStandIn({ bearerOnAccount: true });
    const headers = { authorization: 'Bearer sandbox-bearer-token' };
    expect((await strict.api.get(OWNED, { headers })).status).toBe(401);
    expect((await lenient.api.get(OWNED, { headers })).status).toBe(200);
  });

  it('answers 401 to a path in the wrong case, 403 to another account, 404 to no path', async () => {
    const { api } = await startStandIn();
    expect((await api.get('/api/v1/account/MA_SANDBOX/numbers')).status).toBe(401);
    expect((await api.get('/api/v1/Account/MA_OTHER/numbers')).status).toBe(403);
    expect((await api.get('/v1/messaging/channels/whatsapp')).status).toBe(404);
  });

  it('keeps secrets out of the record of calls', async () => {
    const { api, standIn } = await startStandIn();
    const { authToken, bearer } = standIn.credentials;
    await api.get(path);
    await api.get(path, { headers: { authorization: `Bearer ${bearer}` } });
    await api.post(CHANNELS, { access_token: 'EAAsecret' });
    const record = JSON.stringify(standIn.calls);
    for (const secret of [authToken, bearer, 'EAAsecret']) expect(record).not.toContain(secret);
  });

  it('describes the account and its balance', async () => {
    const { api } = await startStandIn({ balances: { INR: 120.5 } });
    expect((await api.get('/api/v1/auth/me')).body).toMatchObject({ auth_id: 'MA_SANDBOX' });
    expect((await api.get('/api/v1/Account/MA_SANDBOX/balance/INR')).body).toMatchObject({
      currency: 'INR',
      available_balance: 120.5,
    });
    expect((await api.get('/api/v1/Account/MA_SANDBOX/balance/EUR')).status).toBe(404);
  });
});

describe('availability', () => {
  it('stocks about forty Indian and fifteen American numbers, each valid and once', async () => {
    const { standIn } = await startStandIn();
    const count = (country: string) =>
      standIn.inventory.filter((number) => number.country === country).length;
    expect([count('IN'), count('US')]).toEqual([40, 15]);
    expect(new Set(standIn.inventory.map((number) => number.e164)).size).toBe(55);
    for (const number of standIn.inventory) {
      const phone = parsePhoneNumberFromString(number.e164);
      expect([number.e164, phone?.isValid(), phone?.country]).toEqual([
        number.e164,
        true,
        number.country,
      ]);
    }
  });

  it('stocks the same numbers in every run', async () => {
    const [one, two] = [await startStandIn(), await startStandIn()];
    expect(one.standIn.inventory).toEqual(two.standIn.inventory);
  });

  it('answers a region with the six published fields', async () => {
    const { api } = await startStandIn();
    const answer = await api.get(`${NUMBERS}/availability?country=IN&region=MH`);
    expect(answer.body).toHaveProperty('items.length', 8);
    expect(answer.body).toHaveProperty('items.0', {
      e164: MUMBAI,
      country: 'IN',
      region: 'MH',
      setup_fee: 500,
      monthly_fee: 250,
      currency: 'INR',
    });
  });

  it('answers an empty list for a country without numbers and 422 without a country', async () => {
    const { api } = await startStandIn();
    expect((await api.get(`${NUMBERS}/availability?country=ZZ`)).body).toEqual({ items: [] });
    const refused = await api.get(`${NUMBERS}/availability`);
    expect(refused.status).toBe(422);
    expect(refused.body).toHaveProperty('error.details.errors.0.field', 'country');
  });

  it('shows price changes, additions and numbers sold to others', async () => {
    const number = {
      e164: '+14155550199',
      country: 'US',
      region: 'CA',
      setup: 1,
      monthly: 3,
      currency: 'USD',
    };
    const { api, standIn } = await startStandIn({ inventory: [number] });
    standIn.setPrice(number.e164, { setup: 2, monthly: 4.5 });
    standIn.addNumber({ ...number, e164: '+14155550198' });
    const path = `${NUMBERS}/availability?country=US`;
    expect((await api.get(path)).body).toMatchObject({
      items: [{ setup_fee: 2, monthly_fee: 4.5 }, { e164: '+14155550198' }],
    });
    standIn.sell(number.e164);
    expect((await api.get(path)).body).toHaveProperty('items.length', 1);
  });
});

describe('channels', () => {
  const channel = {
    waba_id: '1911116896216319',
    phone_number: MUMBAI,
    number_onboarding_mode: 'buy_from_vobiz',
    number_provider: 'meta_direct',
    access_token: 'EAAtoken',
    display_name: 'Support',
  };

  it('needs a completed order, then creates, renames and deletes', async () => {
    const { api, standIn } = await startStandIn();
    await api.order();
    const number_order_id = standIn.orders[0]?.id ?? '';
    const early = await api.post(CHANNELS, { ...channel, number_order_id });
    expect(early.body).toHaveProperty('error.code', 'ORDER_NOT_COMPLETED');

    standIn.completeOrder(number_order_id);
    const created = await api.post(CHANNELS, { ...channel, number_order_id });
    expect(created.status).toBe(201);
    expect(created.body).toMatchObject({ number_order_id, verification_status: 'pending' });
    expect(created.text).not.toContain('EAAtoken');

    const id = standIn.channels[0]?.id;
    const renamed = await api.put(`${CHANNELS}/${id}`, { display_name: 'Sales' });
    expect(renamed.body).toMatchObject({ id, display_name: 'Sales' });
    expect((await api.get(CHANNELS)).body).toMatchObject({ items: [{ display_name: 'Sales' }] });
    expect((await api.delete(`${CHANNELS}/${id}`)).status).toBe(204);
    expect(standIn.channels).toEqual([]);
    expect((await api.delete(`${CHANNELS}/${id}`)).status).toBe(404);
  });

  it('wants a brought number verified and its phone number id given', async () => {
    const { api, standIn } = await startStandIn();
    const own = { ...channel, number_onboarding_mode: 'bring_your_own' };
    const incomplete = await api.post(CHANNELS, own);
    expect(incomplete.body).toHaveProperty('error.details.errors.0.field', 'phone_number_id');
    const complete = { ...own, phone_number_id: '974161339121558' };
    expect((await api.post(CHANNELS, complete)).status).toBe(409);
    await api.verify(MUMBAI);
    await api.confirm(MUMBAI, standIn.codeFor(MUMBAI));
    expect((await api.post(CHANNELS, complete)).status).toBe(201);
    expect((await api.post(CHANNELS, complete)).body).toHaveProperty(
      'error.code',
      'CHANNEL_EXISTS',
    );
  });

  it('does not repeat an access token it refuses', async () => {
    const { api } = await startStandIn();
    const answer = await api.post(CHANNELS, { ...channel, access_token: 'not-a-meta-token' });
    expect(answer.status).toBe(422);
    expect(answer.text).not.toContain('not-a-meta-token');
  });
});

it('says so when its port is taken', async () => {
  const { standIn } = await startStandIn();
  const port = Number(new URL(standIn.url).port);
  await expect(startVobizStandIn({ port })).rejects.toThrow('EADDRINUSE');
});
