import { describe, expect, it, vi } from 'vitest';
import { ERROR_SHAPES, errorShape } from '../../../sandbox/vobiz/error-shapes.ts';
import type { Fault } from '../../../sandbox/vobiz/faults.ts';
import { startVobizStandIn } from '../../../sandbox/vobiz/server.ts';
import { createApi, MUMBAI, NUMBERS, OWNED, startStandIn } from './vobiz-support.ts';

const SEARCH = `${NUMBERS}/availability?country=IN&region=MH`;

describe('which call goes wrong', () => {
  it('the next ones, then again none', async () => {
    const { api, standIn } = await startStandIn();
    standIn.faults.next('availability', { kind: 'status', status: 503 }, { times: 2 });
    standIn.faults.next('availability', { kind: 'status', status: 500 });
    const statuses = [];
    for (let call = 0; call < 4; call += 1) statuses.push((await api.get(SEARCH)).status);
    expect(statuses).toEqual([503, 503, 500, 200]);
    expect(standIn.calls.map((call) => [call.status, call.fault])).toEqual([
      [503, 'status'],
      [503, 'status'],
      [500, 'status'],
      [200, undefined],
    ]);
  });

  it('all of one operation until cleared, and no other', async () => {
    const { api, standIn } = await startStandIn();
    standIn.faults.always('availability', { kind: 'status', status: 502 });
    standIn.faults.always('ownedNumbers', { kind: 'status', status: 502 });
    expect((await api.get(SEARCH)).status).toBe(502);
    expect((await api.get(SEARCH)).status).toBe(502);
    expect((await api.verify(MUMBAI)).status).toBe(200);
    standIn.faults.clear('availability');
    expect((await api.get(SEARCH)).status).toBe(200);
    expect((await api.get(OWNED)).status).toBe(502);
    standIn.faults.clear();
    expect((await api.get(OWNED)).status).toBe(200);
  });
});

describe('a purchase that goes wrong', () => {
  const answered: [Fault, number, bought: number][] = [
    [{ kind: 'status', status: 500 }, 500, 0],
    [{ kind: 'status_after', status: 500 }, 500, 1],
    [{ kind: 'html', status: 502 }, 502, 0],
    [{ kind: 'empty', status: 504 }, 504, 0],
    [{ kind: 'rate_limited', retryAfterSeconds: 7, via: 'header' }, 429, 0],
    [{ kind: 'truncated' }, 201, 1],
    [{ kind: 'latency', ms: 1 }, 201, 1],
  ];
  it.each(answered)('by %o is answered %i with %i bought', async (fault, status, bought) => {
    const { api, standIn } = await startStandIn();
    standIn.faults.next('order', fault);
    expect((await api.order()).status).toBe(status);
    expect(standIn.orders).toHaveLength(bought);
  });

  const cutOff: [Fault, bought: number][] = [
    [{ kind: 'reset' }, 0],
    [{ kind: 'reset_after' }, 1],
    [{ kind: 'truncated', cut: 'connection' }, 1],
  ];
  it.each(cutOff)('by %o gets no answer with %i bought', async (fault, bought) => {
    const { api, standIn } = await startStandIn();
    standIn.faults.next('order', fault);
    await expect(api.order()).rejects.toThrow();
    expect(standIn.orders).toHaveLength(bought);
    expect(standIn.callsTo('order')).toHaveLength(1);
  });

  const hanging: [Fault, bought: number][] = [
    [{ kind: 'hang' }, 0],
    [{ kind: 'hang_after' }, 1],
  ];
  it.each(hanging)('by %o hangs until the caller leaves with %i bought', async (fault, bought) => {
    const { api, standIn } = await startStandIn();
    standIn.faults.next('order', fault);
    const caller = new AbortController();
    const call = expect(api.order({}, { signal: caller.signal })).rejects.toThrow('aborted');
    await vi.waitFor(() => expect(standIn.callsTo('order')).toMatchObject([{ fault: fault.kind }]));
    await vi.waitFor(() => expect(standIn.orders).toHaveLength(bought));
    caller.abort();
    await call;
    expect(standIn.callsTo('order')[0]?.status).toBeUndefined();
    expect(standIn.orders).toHaveLength(bought);
  });
});

describe('what a faulty answer looks like', () => {
  it('a cut body that is no JSON, an HTML page, an empty body', async () => {
    const { api, standIn } = await startStandIn();
    standIn.faults.next('availability', { kind: 'truncated' });
    const cut = await api.get(SEARCH);
    expect(cut.text).toMatch(/^\{"items":/);
    expect(cut.body).toBeUndefined();
    standIn.faults.next('availability', { kind: 'html', status: 200 });
    const html = await api.get(SEARCH);
    expect(html.headers.get('content-type')).toBe('text/html');
    expect(html.text).toMatch(/^<html>/);
    standIn.faults.next('availability', { kind: 'empty', status: 200 });
    expect(await api.get(SEARCH)).toMatchObject({ status: 200, text: '' });
  });

  it('a retry hint in the header or in the body, never in both', async () => {
    const { api, standIn } = await startStandIn();
    const limited = { kind: 'rate_limited', retryAfterSeconds: 30 } as const;
    standIn.faults.next('verify', { ...limited, via: 'header' });
    standIn.faults.next('verify', { ...limited, via: 'body' });
    const [header, body] = [await api.verify(MUMBAI), await api.verify(MUMBAI)];
    expect(header.headers.get('retry-after')).toBe('30');
    expect(header.body).not.toHaveProperty('error.details.retryAfter');
    expect(body.headers.get('retry-after')).toBeNull();
    expect(body.body).toHaveProperty('error.details.retryAfter', 30);
    expect(standIn.verifications).toEqual([]);
  });

  it.each(ERROR_SHAPES)('the error shape $name, word for word', async (shape) => {
    const { api, standIn } = await startStandIn();
    standIn.faults.next('order', errorShape(shape.name));
    const answer = await api.order();
    expect(answer.status).toBe(shape.status);
    expect(answer.body ?? answer.text).toEqual(shape.body ?? '');
    expect(standIn.orders).toEqual([]);
  });

  it('every shape of the vendor, 1 to 9', () => {
    expect([...new Set(ERROR_SHAPES.map(({ shape }) => shape))]).toEqual([
      1, 2, 3, 4, 5, 6, 7, 8, 9,
    ]);
    expect(() => errorShape('unheard_of')).toThrow('no error shape');
  });

  it('an error shape after the purchase', async () => {
    const { api, standIn } = await startStandIn();
    standIn.faults.next('order', errorShape('flat_failed_purchase', 'after'));
    expect((await api.order()).status).toBe(500);
    expect(standIn.orders).toHaveLength(1);
  });

  it('an order that says something else than the truth', async () => {
    const { api, standIn } = await startStandIn();
    standIn.faults.next('order', {
      kind: 'answer',
      patch: { status: 'provisioning', selected_phone_number: null },
      omit: ['provider_order_id'],
      strings: true,
      envelope: 'data',
    });
    const answer = await api.order();
    expect(answer.body).toMatchObject({
      data: { status: 'provisioning', selected_phone_number: null, setup_cost: '500' },
    });
    expect(answer.body).not.toHaveProperty('data.provider_order_id');
    expect(standIn.orders).toMatchObject([{ status: 'pending', selected_phone_number: MUMBAI }]);
  });

  it('a list in another envelope, with every item changed', async () => {
    const { api, standIn } = await startStandIn();
    standIn.faults.next('availability', { kind: 'answer', envelope: 'bare', each: { badge: 1 } });
    standIn.faults.next('availability', { kind: 'answer', envelope: 'data', omit: ['region'] });
    const bare = await api.get(SEARCH);
    expect(bare.body).toHaveLength(8);
    expect(bare.body).toHaveProperty('0.badge', 1);
    const data = await api.get(SEARCH);
    expect(data.body).toHaveProperty('data.length', 8);
    expect(data.body).not.toHaveProperty('data.0.region');
    expect(data.body).not.toHaveProperty('items');
  });
});

describe('a held call', () => {
  it.each([
    ['before', 0],
    ['after', 1],
  ] as const)('stops %s its effect and goes on when released', async (when, bought) => {
    const { api, standIn } = await startStandIn();
    const hold = standIn.faults.hold('order', { when });
    const call = api.order();
    await hold.arrived;
    expect(standIn.orders).toHaveLength(bought);
    expect(standIn.callsTo('order')[0]?.status).toBeUndefined();
    hold.release();
    expect((await call).status).toBe(201);
    expect(standIn.orders).toHaveLength(1);
  });

  it('lets the world change meanwhile', async () => {
    const { api, standIn } = await startStandIn();
    const hold = standIn.faults.hold('order');
    const call = api.order();
    await hold.arrived;
    standIn.sell(MUMBAI);
    hold.release();
    expect((await call).status).toBe(409);
  });

  it('buys even if its caller has left', async () => {
    const { api, standIn } = await startStandIn();
    const hold = standIn.faults.hold('order');
    const caller = new AbortController();
    const call = expect(api.order({}, { signal: caller.signal })).rejects.toThrow('aborted');
    await hold.arrived;
    caller.abort();
    await call;
    hold.release();
    await vi.waitFor(() => expect(standIn.orders).toHaveLength(1));
  });

  it.each([
    ['held', undefined],
    ['late', { kind: 'latency', ms: 3_600_000 }],
    ['hanging', { kind: 'hang' }],
  ] as const)('is cut off without its effect at the end, when %s', async (_, fault) => {
    const standIn = await startVobizStandIn();
    if (fault) standIn.faults.next('order', fault);
    else standIn.faults.hold('order');
    const call = expect(createApi(standIn).order()).rejects.toThrow();
    await vi.waitFor(() => expect(standIn.callsTo('order')).toHaveLength(1));
    await standIn.stop();
    await call;
    expect(standIn.orders).toEqual([]);
  });
});
