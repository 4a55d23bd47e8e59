import { request } from 'node:http';
import { describe, expect, it } from 'vitest';
import { MUMBAI, NUMBERS, startStandIn } from './vobiz-support.ts';

describe('the control paths', () => {
  async function startControlled() {
    const started = await startStandIn();
    const act = (action: string, args: Record<string, unknown> = {}) =>
      started.api.post('/sandbox/do', { action, ...args }, { headers: {} });
    return { ...started, act };
  }

  it('show what the vendor holds, without being a call to it', async () => {
    const { api, standIn } = await startControlled();
    await api.order();
    standIn.faults.always('verify', { kind: 'hang' });
    const state = await api.get('/sandbox/state', { headers: {} });
    expect(state.body).toMatchObject({
      orders: [{ selected_phone_number: MUMBAI, status: 'pending' }],
      channels: [],
      calls: [{ op: 'order', status: 201 }],
      faults: { next: {}, always: { verify: { kind: 'hang' } } },
    });
    expect(standIn.calls).toHaveLength(1);
  });

  it('settle an order and read a code', async () => {
    const { api, standIn, act } = await startControlled();
    await api.order();
    const id = standIn.orders[0]?.id;
    const failed = await act('failOrder', { id, reason: 'withdrawn' });
    expect(failed.body).toMatchObject({ done: 'failOrder', order: { status: 'failed' } });
    expect((await act('completeOrder', { id })).status).toBe(409);

    expect((await act('codeFor', { e164: MUMBAI })).body).toMatchObject({ code: null });
    await api.verify(MUMBAI);
    const code = standIn.codeFor(MUMBAI);
    expect((await act('codeFor', { e164: MUMBAI })).body).toMatchObject({ code });
    await act('expireCode', { e164: MUMBAI });
    expect((await api.confirm(MUMBAI, code)).status).toBe(410);
  });

  it('change the shelf', async () => {
    const { api, standIn, act } = await startControlled();
    await act('setPrice', { e164: MUMBAI, setup: 1, monthly: 2 });
    expect(standIn.inventory[0]).toMatchObject({ setup: 1, monthly: 2 });
    const other = standIn.inventory[1]?.e164;
    await act('allocateInstead', { e164: other });
    expect((await api.order()).body).toMatchObject({ selected_phone_number: other });
    await act('sell', { e164: MUMBAI });
    expect((await api.order()).status).toBe(409);
    await act('addNumber', {
      e164: MUMBAI,
      country: 'IN',
      region: 'MH',
      setup: 0,
      monthly: 9,
      currency: 'INR',
    });
    expect((await api.order()).body).toMatchObject({ monthly_cost: 9 });
    expect((await act('sell', { e164: MUMBAI })).body).toMatchObject({
      error: `${MUMBAI} is not in the inventory`,
    });
  });

  it('switch faults on and off', async () => {
    const { api, act } = await startControlled();
    await act('faultNext', { op: 'order', fault: { kind: 'status_after', status: 502 } });
    expect((await api.order()).status).toBe(502);
    await act('errorNext', { op: 'verify', shape: 'cool_off' });
    expect((await api.verify(MUMBAI)).body).toMatchObject({ error: 'did_cool_off_in_effect' });
    const search = `${NUMBERS}/availability?country=IN`;
    await act('faultAlways', { op: 'availability', fault: { kind: 'empty', status: 503 } });
    expect((await api.get(search)).status).toBe(503);
    await act('faultClear');
    expect((await api.get(search)).status).toBe(200);
  });

  it('say what is wrong with an action', async () => {
    const { api, act } = await startControlled();
    const unknown = await act('explode');
    expect(unknown.status).toBe(400);
    expect(unknown.body).toMatchObject({ error: expect.stringContaining('action') });
    const fault = await act('faultNext', { op: 'order', fault: { kind: 'gremlin' } });
    expect(fault.body).toMatchObject({ error: expect.stringContaining('fault.kind') });
    expect((await api.get('/sandbox/nothing', { headers: {} })).status).toBe(404);
  });

  it.each([
    ['a foreign Host header', { host: 'evil.example', 'content-type': 'application/json' }],
    ['a form post from a web page', { 'content-type': 'text/plain' }],
  ])('refuse %s', async (_, headers) => {
    const { api, standIn } = await startControlled();
    await api.verify(MUMBAI);
    const before = standIn.codeFor(MUMBAI);
    const body = JSON.stringify({ action: 'setCode', e164: MUMBAI, code: '000000' });
    expect(await rawPost(`${standIn.url}/sandbox/do`, headers, body)).toBe(403);
    expect(standIn.codeFor(MUMBAI)).toBe(before);
  });
});

/** `fetch` does not let a caller choose the Host header. */
function rawPost(url: string, headers: Record<string, string>, body: string) {
  return new Promise<number | undefined>((resolve, reject) => {
    const call = request(url, { method: 'POST', headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    call.on('error', reject);
    call.end(body);
  });
}
