import { describe, expect, it } from 'vitest';
import { MUMBAI, NUMBERS, OWNED, startStandIn } from './vobiz-support.ts';

describe('orders', () => {
  it('takes the number, answers pending and completes when the clock says so', async () => {
    const { api, standIn, advance } = await startStandIn({ completeAfterMs: 3_000 });
    const placed = await api.order();
    expect(placed.status).toBe(201);
    expect(placed.body).toMatchObject({
      account_id: 'MA_SANDBOX',
      country_code: 'IN',
      region: 'MH',
      number_type: 'local',
      selected_phone_number: MUMBAI,
      provider_name: 'meta_direct',
      status: 'pending',
      setup_cost: 500,
      monthly_cost: 250,
      currency: 'INR',
      failure_reason: null,
      created_at: '2026-03-01T10:00:00Z',
    });
    expect(standIn.inventory.some((number) => number.e164 === MUMBAI)).toBe(false);

    advance(2_999);
    expect(standIn.orders[0]?.status).toBe('pending');
    advance(1);
    expect(standIn.orders[0]).toMatchObject({
      status: 'completed',
      updated_at: '2026-03-01T10:00:03Z',
    });
  });

  it('buys again when the request is repeated', async () => {
    const { api, standIn } = await startStandIn({ whenPreferredIsGone: 'substitute' });
    const headers = {
      'x-auth-id': 'MA_SANDBOX',
      'x-auth-token': 'sandbox-auth-token',
      'idempotency-key': 'same',
    };
    await api.order({}, { headers });
    await api.order({}, { headers });
    expect(new Set(standIn.orders.map((order) => order.selected_phone_number)).size).toBe(2);
  });

  it('refuses a preferred number that is gone and buys nothing', async () => {
    const { api, standIn } = await startStandIn();
    standIn.sell(MUMBAI);
    const answer = await api.order();
    expect(answer.status).toBe(409);
    expect(answer.body).toHaveProperty('error.code', 'NUMBER_UNAVAILABLE');
    expect(standIn.orders).toEqual([]);
  });

  it('allocates another number when told to, once', async () => {
    const { api, standIn } = await startStandIn();
    const other = standIn.inventory.find((number) => number.region === 'KA')?.e164 ?? '';
    standIn.allocateInstead(other);
    expect((await api.order()).body).toMatchObject({ selected_phone_number: other });
    expect((await api.order()).body).toMatchObject({ selected_phone_number: MUMBAI });
  });

  it('charges the price of the moment of the order', async () => {
    const { api, standIn } = await startStandIn();
    standIn.setPrice(MUMBAI, { setup: 999.5, monthly: 0 });
    expect((await api.order()).body).toMatchObject({ setup_cost: 999.5, monthly_cost: 0 });
  });

  it('debits the first charge and gives it back with the number when the order fails', async () => {
    const { api, standIn } = await startStandIn({ balances: { INR: 1_000 } });
    const balance = '/api/v1/Account/MA_SANDBOX/balance/INR';
    await api.order();
    expect((await api.get(balance)).body).toHaveProperty('available_balance', 250);
    standIn.failOrder(standIn.orders[0]?.id ?? '', 'number withdrawn');
    expect(standIn.orders[0]).toMatchObject({
      status: 'failed',
      failure_reason: 'number withdrawn',
    });
    expect((await api.get(balance)).body).toHaveProperty('available_balance', 1_000);
    expect(standIn.inventory.some((number) => number.e164 === MUMBAI)).toBe(true);
  });

  it('refuses an order the balance does not cover', async () => {
    const { api, standIn } = await startStandIn({ balances: { INR: 120.5 } });
    const answer = await api.order();
    expect(answer.status).toBe(402);
    expect(answer.body).toHaveProperty('error.details', {
      required: 750,
      available: 120.5,
      currency: 'INR',
      shortfall: 629.5,
    });
    expect(standIn.orders).toEqual([]);
  });

  it.each([
    ['region', { region: undefined }, 'REQUIRED'],
    ['number_type', { number_type: 'mobile' }, 'INVALID'],
    ['currency', { currency: 'EUR' }, 'INVALID'],
    ['preferred_number', { preferred_number: '9876543210' }, 'INVALID'],
    ['country_code', { country_code: 'in' }, 'INVALID'],
  ])('refuses an order with a bad %s', async (field, change, code) => {
    const { api, standIn } = await startStandIn();
    const answer = await api.order(change);
    expect(answer.status).toBe(422);
    expect(answer.body).toHaveProperty('error.code', 'VALIDATION_ERROR');
    expect(answer.body).toMatchObject({ error: { details: { errors: [{ field, code }] } } });
    expect(standIn.orders).toEqual([]);
  });

  it('refuses a currency the number is not billed in, and text that is not JSON', async () => {
    const { api } = await startStandIn();
    expect((await api.order({ currency: 'USD' })).status).toBe(422);
    expect((await api.post(`${NUMBERS}/orders`, '{"country_code":')).status).toBe(400);
  });

  it('settles an order by hand, and only once', async () => {
    const { api, standIn } = await startStandIn({ completeAfterMs: Number.POSITIVE_INFINITY });
    await api.order();
    const id = standIn.orders[0]?.id ?? '';
    expect(standIn.cancelOrder(id).status).toBe('cancelled');
    expect(() => standIn.completeOrder(id)).toThrow('already cancelled');
    expect(() => standIn.completeOrder('no-such-order')).toThrow('no order');
  });

  it('answers completed at once when nothing delays it', async () => {
    const { api } = await startStandIn({ completeAfterMs: 0 });
    expect((await api.order()).body).toMatchObject({ status: 'completed' });
  });
});

describe('reading an order', () => {
  it('is no path by default, as published', async () => {
    const { api, standIn } = await startStandIn();
    await api.order();
    const answer = await api.get(`${NUMBERS}/orders/${standIn.orders[0]?.id}`);
    expect(answer.status).toBe(404);
    expect(standIn.callsTo('orderRead')).toHaveLength(1);
  });

  it('answers the order where it is switched on', async () => {
    const { api, standIn, advance } = await startStandIn({ orderRead: 'present' });
    await api.order();
    advance(3_000);
    const id = standIn.orders[0]?.id;
    expect((await api.get(`${NUMBERS}/orders/${id}`)).body).toMatchObject({
      id,
      status: 'completed',
    });
    expect((await api.get(`${NUMBERS}/orders/unknown`)).body).toMatchObject({ error: 'not_found' });
  });
});

describe('owned numbers', () => {
  it('gain the number of a completed order, under one id', async () => {
    const { api, standIn, advance } = await startStandIn();
    await api.order();
    const path = `${OWNED}?search=${encodeURIComponent(MUMBAI)}`;
    expect((await api.get(path)).body).toMatchObject({ items: [], total: 0 });
    advance(3_000);
    const owned = await api.get(path);
    expect(owned.body).toMatchObject({
      items: [
        {
          e164: MUMBAI,
          account_id: 'MA_SANDBOX',
          status: 'active',
          source: 'purchased',
          purchased_at: '2026-03-01T10:00:03Z',
          setup_fee: 500,
          monthly_fee: 250,
        },
      ],
      page: 1,
      per_page: 25,
      total: 1,
    });
    expect((await api.get(path)).body).toEqual(owned.body);
    expect(standIn.ownedNumbers).toHaveLength(1);
  });

  it('never gain it where the vendor is taken not to list orders', async () => {
    const { api, standIn } = await startStandIn({
      listOrdersInOwnedNumbers: false,
      completeAfterMs: 0,
    });
    await api.order();
    expect((await api.get(OWNED)).body).toMatchObject({ items: [] });
    expect(standIn.orders[0]?.status).toBe('completed');
  });

  it('are paged, and find nothing for a plus sign that was not encoded', async () => {
    const { api, standIn } = await startStandIn();
    for (let index = 10; index < 40; index += 1)
      standIn.addOwnedNumber({ e164: `+9198765432${index}` });
    const page = async (query: string) => (await api.get(`${OWNED}?${query}`)).body;
    expect(await page('page=2')).toMatchObject({ page: 2, per_page: 25, total: 30 });
    expect(await page('page=2')).toHaveProperty('items.length', 5);
    expect(await page('per_page=10')).toHaveProperty('items.length', 10);
    expect(await page('per_page=1000')).toMatchObject({ per_page: 25 });
    expect(await page('search=%2B919876543211')).toMatchObject({ total: 1 });
    expect(await page('search=+919876543211')).toMatchObject({ total: 0 });
  });
});
