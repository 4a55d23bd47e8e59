import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, expect, it, vi } from 'vitest';
import { readPurchaseFailure } from '../../../src/vobiz/failed-calls.ts';
import { listenInTest } from '../../support/tcp-server.ts';
import {
  answer,
  brokenOff,
  clientFor,
  everythingIn,
  failure,
  type Reply,
  reset,
  silence,
  startWire,
  TOKEN,
} from '../../support/vobiz-wire.ts';

const ORDER = { country: 'in', region: 'MH', e164: '+919876543210', currency: 'INR' };
const PLACED = {
  id: '7f1c0a52-0000-4000-8000-000000000001',
  selected_phone_number: '+919876543210',
  status: 'pending',
  monthly_cost: 250,
  setup_cost: 500,
  currency: 'INR',
  failure_reason: null,
};

/** Places one order against a far side that always does `reply`. */
async function buy(reply: Reply, options: Parameters<typeof clientFor>[1] = {}) {
  const wire = await startWire(() => reply);
  return { wire, placing: clientFor(wire.url, options).placeOrder(ORDER) };
}

describe('placing an order', () => {
  it('sends the published request once, on a connection of its own', async () => {
    const { wire, placing } = await buy(answer(201, PLACED));
    expect(await placing).toEqual({
      orderId: PLACED.id,
      status: 'pending',
      rawStatus: 'pending',
      e164: '+919876543210',
      price: {
        setup: { minor: 50_000, currency: 'INR' },
        monthly: { minor: 25_000, currency: 'INR' },
      },
      failureReason: undefined,
    });
    expect(wire.requests).toHaveLength(1);
    const [request] = wire.requests;
    expect(request).toMatchObject({
      method: 'POST',
      path: '/api/v1/messaging/numbers/whatsapp/orders',
      headers: {
        'x-auth-id': 'MA_TEST01',
        'x-auth-token': TOKEN,
        'content-type': 'application/json',
        connection: 'close',
      },
    });
    expect(JSON.parse(request?.body ?? '')).toEqual({
      country_code: 'IN',
      region: 'MH',
      number_type: 'local',
      preferred_number: '+919876543210',
      currency: 'INR',
    });
  });

  it.each([
    ['an order with an unheard-of status', { ...PLACED, status: 'in_review' }],
    ['an order in data', { data: PLACED }],
    ['an id and nothing else', { id: PLACED.id }],
    ['an order without a number yet', { ...PLACED, selected_phone_number: null }],
    ['a body that broke off without saying so', JSON.stringify(PLACED).slice(0, 70)],
  ])('keeps the order id of %s', async (_name, body) => {
    const { placing } = await buy(answer(201, body));
    expect((await placing).orderId).toBe(PLACED.id);
  });
});

const shape1 = (code: string) => ({
  status: 'error',
  error: { code, message: 'Said by Vobiz', details: {} },
  requestId: 'req_1',
});

describe('an order in an answer that contradicts itself', () => {
  const done = { id: PLACED.id, status: 'completed' };
  it.each([
    [200, { status: 'error', data: done }],
    [200, { status: 'pending', order: done }],
    [200, { status: 'cancelled', data: done }],
    [201, { ...done, failure_reason: 'card declined' }],
    [201, { ...done, number: { status: 'failed' } }],
    [429, { id: PLACED.id, status: 'created' }],
    [402, done],
    [400, { success: true, data: { id: PLACED.id } }],
  ])('keeps its id and is not complete: %i %j', async (status, body) => {
    const { placing } = await buy(answer(status, body));
    expect(await placing).toMatchObject({ orderId: PLACED.id, status: 'unknown' });
  });

  it.each([
    [200, { status: 'success', data: done }],
    [201, { ...done, items: [{ setup: 500 }, { monthly: 250 }] }],
  ])('is complete where nothing speaks against it: %i %j', async (status, body) => {
    const { placing } = await buy(answer(status, body));
    expect(await placing).toMatchObject({ orderId: PLACED.id, status: 'completed' });
  });
});

describe('an answer that is not an order', () => {
  it.each([
    [400, { error: 'bad_request', message: 'region is required' }, 'vobiz_refused', 'no'],
    [400, '<html>Bad Request</html>', 'vobiz_refused', 'no'],
    [401, { error: { code: 401, message: 'Invalid token' } }, 'vobiz_credentials', 'no'],
    [401, '', 'vobiz_credentials', 'no'],
    [402, shape1('INSUFFICIENT_BALANCE'), 'vobiz_refused', 'no'],
    [402, '', 'vobiz_refused', 'no'],
    [403, shape1('ACCOUNT_INACTIVE'), 'vobiz_credentials', 'no'],
    [404, { error: 'not_found', message: 'no such path' }, 'vobiz_refused', 'no'],
    [404, '<html>', 'vobiz_refused', 'no'],
    [405, '', 'vobiz_refused', 'no'],
    [409, { error: 'already sold' }, 'vobiz_refused', 'no'],
    [409, { error: 'number already reserved' }, 'vobiz_refused', 'no'],
    [409, { error: 'DUPLICATE_ORDER', message: 'no' }, 'vobiz_refused', 'maybe'],
    [
      409,
      { message: 'An order for this number is already being processed' },
      'vobiz_refused',
      'maybe',
    ],
    [
      400,
      { error: 'x', message: 'Number is already owned by your account' },
      'vobiz_refused',
      'maybe',
    ],
    [422, { detail: 'You already have this number' }, 'vobiz_refused', 'maybe'],
    [422, shape1('VALIDATION_ERROR'), 'vobiz_refused', 'no'],
    [422, { detail: 'region unknown' }, 'vobiz_refused', 'no'],
    [418, { status: 'error', message: 'named' }, 'vobiz_refused', 'no'],
    [418, 'said in plain text', 'vobiz_refused', 'no'],
    [429, shape1('RATE_LIMIT_EXCEEDED'), 'vobiz_rate_limited', 'no'],
    [429, '<html>', 'vobiz_rate_limited', 'no'],
    [407, '<html>Proxy</html>', 'vobiz_unreadable', 'maybe'],
    [418, '', 'vobiz_unreadable', 'maybe'],
    [408, shape1('REQUEST_TIMEOUT'), 'vobiz_unavailable', 'maybe'],
    [425, '', 'vobiz_unavailable', 'maybe'],
    [499, '', 'vobiz_unavailable', 'maybe'],
    [500, shape1('INSUFFICIENT_BALANCE'), 'vobiz_unavailable', 'maybe'],
    [
      500,
      { error: 'internal_server_error', message: 'failed to purchase number' },
      'vobiz_unavailable',
      'maybe',
    ],
    [502, '<html>Bad Gateway</html>', 'vobiz_unavailable', 'maybe'],
    [503, '', 'vobiz_unavailable', 'maybe'],
    [504, 'upstream timed out', 'vobiz_unavailable', 'maybe'],
    [200, '<html>Welcome</html>', 'vobiz_unreadable', 'maybe'],
    [201, '', 'vobiz_unreadable', 'maybe'],
    [201, '{"id":"7f1c0a5', 'vobiz_unreadable', 'maybe'],
    [201, { status: 'pending' }, 'vobiz_unreadable', 'maybe'],
    [201, shape1('WHO_KNOWS'), 'vobiz_unreadable', 'maybe'],
    [204, '', 'vobiz_unreadable', 'maybe'],
  ])('%i %j is %s, sent: %s', async (status, body, code, sent) => {
    const { wire, placing } = await buy(answer(status, body));
    expect(await failure(placing)).toMatchObject({ code, sent, status, operation: 'place_order' });
    expect(wire.requests).toHaveLength(1);
  });

  it.each([
    [429, { success: true }],
    [400, { status: 'created', message: 'order placed' }],
    [409, { data: { status: 'completed' } }],
  ])('is no refusal where it says that it was done: %i %j', async (status, body) => {
    const { placing } = await buy(answer(status, body));
    const error = await failure(placing);
    expect(error.sent).toBe('maybe');
    expect(readPurchaseFailure(error)).toEqual({ sent: 'maybe', why: 'unreadable_answer' });
  });

  it('is a list of several orders, of which nobody can tell which is ours', async () => {
    const others = [
      { ...PLACED, id: 'o-1', status: 'completed' },
      { ...PLACED, id: 'o-2' },
    ];
    const { placing } = await buy(answer(200, { items: others }));
    expect(await failure(placing)).toMatchObject({ code: 'vobiz_unreadable', sent: 'maybe' });
  });

  it.each([301, 302, 303, 307, 308])('does not follow a %i redirect', async (status) => {
    const elsewhere = await startWire(() => answer(201, PLACED));
    const { wire, placing } = await buy(answer(status, '', { location: elsewhere.url }));
    expect(await failure(placing)).toMatchObject({ code: 'vobiz_unreadable', sent: 'maybe' });
    expect(wire.requests).toHaveLength(1);
    expect(elsewhere.requests).toHaveLength(0);
  });

  it('tells what Vobiz said: machine code, words, trace id and how long to wait', async () => {
    const error = {
      code: 'RATE_LIMIT_EXCEEDED',
      message: 'Slow\ndown',
      details: { retryAfter: 30 },
    };
    const { placing } = await buy(answer(429, { error }, { 'x-request-id': 'req_header' }));
    expect(await failure(placing)).toMatchObject({
      vendorCode: 'RATE_LIMIT_EXCEEDED',
      vendorMessage: 'Slow down',
      retryAfterMs: 30_000,
      requestId: 'req_header',
    });
  });

  it('prefers the Retry-After header', async () => {
    const { placing } = await buy(answer(429, '', { 'retry-after': '7' }));
    expect(await failure(placing)).toMatchObject({ retryAfterMs: 7_000 });
  });

  it('never shows HTML', async () => {
    const { placing } = await buy(answer(502, '<html><h1>Bad Gateway</h1></html>'));
    expect(everythingIn(await failure(placing))).not.toContain('Gateway');
  });
});

describe('a purchase without an answer', () => {
  it.each<[string, Reply]>([
    ['a reset after the request', reset],
    ['a body that breaks off', brokenOff(201, '{"id":"7f1c')],
    ['silence', silence],
    ['an answer that never ends', (response) => void response.writeHead(201).write('{"id"')],
  ])('may have been sent after %s, and is not repeated', async (_name, reply) => {
    const { wire, placing } = await buy(reply, { orderTimeoutMs: 300 });
    expect(await failure(placing)).toMatchObject({ sent: 'maybe' });
    expect(wire.requests).toHaveLength(1);
  });

  it('takes the refusal of a body that broke off', async () => {
    const { placing } = await buy(brokenOff(402, '{"error":'));
    expect(await failure(placing)).toMatchObject({ code: 'vobiz_refused', sent: 'no' });
  });

  it('may have been sent when the caller gives up waiting', async () => {
    const wire = await startWire(() => silence);
    const controller = new AbortController();
    const { signal } = controller;
    const placing = failure(clientFor(wire.url).placeOrder(ORDER, { signal }));
    await vi.waitFor(() => expect(wire.requests).toHaveLength(1));
    controller.abort();
    expect(await placing).toMatchObject({ code: 'vobiz_unavailable', sent: 'maybe' });
  });

  it('was not sent when the caller had given up before', async () => {
    const wire = await startWire(() => answer(201, PLACED));
    const placing = clientFor(wire.url).placeOrder(ORDER, { signal: AbortSignal.abort() });
    expect(await failure(placing)).toMatchObject({ sent: 'no' });
    expect(wire.requests).toHaveLength(0);
  });

  it('was not sent when nothing listens', async () => {
    const server = createServer();
    const port = await listenInTest(server);
    server.close();
    await once(server, 'close');
    const placing = clientFor(`http://127.0.0.1:${port}`).placeOrder(ORDER);
    expect(await failure(placing)).toMatchObject({
      code: 'vobiz_unavailable',
      sent: 'no',
      status: undefined,
      message: expect.stringContaining('ECONNREFUSED'),
    });
  });

  it('was not sent when the host has no address', async () => {
    const placing = clientFor('http://vobiz.invalid').placeOrder(ORDER);
    expect(await failure(placing)).toMatchObject({ code: 'vobiz_unavailable', sent: 'no' });
  });

  it('was not sent when the TLS handshake fails', async () => {
    const wire = await startWire(() => answer(201, PLACED));
    const secure = wire.url.replace('http:', 'https:');
    expect(await failure(clientFor(secure).placeOrder(ORDER))).toMatchObject({ sent: 'no' });
    expect(wire.requests).toHaveLength(0);
  });

  it('was not sent when the TLS handshake never ends', async () => {
    const port = await listenInTest(createServer((socket) => void socket.resume()));
    const client = clientFor(`https://127.0.0.1:${port}`, { orderTimeoutMs: 300 });
    expect(await failure(client.placeOrder(ORDER))).toMatchObject({ sent: 'no' });
  });

  it('may have been sent when the far side talks something other than HTTP', async () => {
    const port = await listenInTest(
      createServer((socket) => void socket.end('220 smtp ready\r\n')),
    );
    const placing = clientFor(`http://127.0.0.1:${port}`).placeOrder(ORDER);
    expect(await failure(placing)).toMatchObject({ sent: 'maybe' });
  });
});

describe('what a failed purchase shows', () => {
  it.each<[string, Reply]>([
    ['a refusal that echoes the token', answer(401, { error: `bad token ${TOKEN}` })],
    ['a server error', answer(500, { message: TOKEN }, { 'x-request-id': TOKEN })],
    ['a reset', reset],
    ['an unreadable answer', answer(201, `<p>${TOKEN}</p>`)],
  ])('never holds the token or a cause after %s', async (_name, reply) => {
    const { placing } = await buy(reply);
    const error = await failure(placing);
    expect(everythingIn(error)).not.toContain(TOKEN);
    expect(error.cause).toBeUndefined();
  });

  it('is observed once, with its status', async () => {
    const observe = vi.fn();
    const { placing } = await buy(answer(500), { observe });
    await failure(placing);
    expect(observe.mock.calls).toEqual([
      [{ operation: 'place_order', status: 500, ms: expect.any(Number), skewMs: 0 }],
    ]);
  });

  it('keeps the answer when the observer is broken', async () => {
    const observe = () => {
      throw new Error('meter is broken');
    };
    const { placing } = await buy(answer(201, PLACED), { observe });
    expect((await placing).orderId).toBe(PLACED.id);
  });
});
