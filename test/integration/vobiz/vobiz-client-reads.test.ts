import { describe, expect, it, vi } from 'vitest';
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

const EMPTY = { items: [] };
const INACTIVE = { error: { code: 'ACCOUNT_INACTIVE', message: 'The account is not active' } };

/** Answers with each reply in turn, then with the last one for ever. */
function inTurn(...replies: [Reply, ...Reply[]]) {
  return startWire((_request, count) => replies[Math.min(count, replies.length) - 1] ?? replies[0]);
}

describe('what a read sends', () => {
  it('searches with the country in upper case and the region as it is', async () => {
    const wire = await inTurn(answer(200, EMPTY));
    await clientFor(wire.url).availability({ country: ' in ', region: 'Madhya Pradesh' });
    expect(wire.requests[0]).toMatchObject({
      method: 'GET',
      path: '/api/v1/messaging/numbers/whatsapp/availability',
      headers: { 'x-auth-id': 'MA_TEST01', 'x-auth-token': TOKEN },
    });
    expect(Object.fromEntries(wire.requests[0]?.query ?? [])).toEqual({
      country: 'IN',
      region: 'Madhya Pradesh',
    });
  });

  it('leaves the region out when none is given', async () => {
    const wire = await inTurn(answer(200, EMPTY));
    await clientFor(wire.url).availability({ country: 'IN' });
    expect(wire.requests[0]?.query.has('region')).toBe(false);
  });

  it('asks for owned numbers under the account, with the plus of the number kept', async () => {
    const wire = await inTurn(answer(200, EMPTY));
    await clientFor(`${wire.url}/`).ownedNumbers({ search: '+919876543210' });
    expect(wire.requests[0]?.path).toBe('/api/v1/Account/MA_TEST01/numbers');
    expect(wire.requests[0]?.query.get('search')).toBe('+919876543210');
  });

  it('authenticates with a bearer token alone when it has one', async () => {
    const wire = await inTurn(answer(200, EMPTY));
    const auth = { kind: 'bearer', authId: 'MA_TEST01', token: TOKEN } as const;
    await clientFor(wire.url, { auth }).channels();
    expect(wire.requests[0]?.headers).toMatchObject({ authorization: `Bearer ${TOKEN}` });
    expect(wire.requests[0]?.headers).not.toHaveProperty('x-auth-token');
  });

  it('keeps the connection for the next read', async () => {
    const wire = await inTurn(answer(200, EMPTY));
    const client = clientFor(wire.url);
    await client.channels();
    expect(wire.requests[0]?.headers.connection).toBe('keep-alive');
  });

  it('does not follow a redirect with the credentials', async () => {
    const elsewhere = await startWire(() => answer(200, EMPTY));
    const wire = await inTurn(answer(302, '', { location: elsewhere.url }));
    expect(await failure(clientFor(wire.url).channels())).toMatchObject({
      code: 'vobiz_unreadable',
    });
    expect(elsewhere.requests).toHaveLength(0);
  });
});

describe('retries of a read', () => {
  it.each<[string, Reply]>([
    ['500', answer(500)],
    ['503', answer(503, '', { 'retry-after': '0' })],
    ['429 without a wait', answer(429)],
    ['a reset', reset],
    ['a body that broke off', brokenOff(200, '{"items":[')],
  ])('gets the answer after %s', async (_name, reply) => {
    const wire = await inTurn(reply, answer(200, EMPTY));
    expect(await clientFor(wire.url).channels()).toEqual([]);
    expect(wire.requests).toHaveLength(2);
  });

  it('gives up after the configured number', async () => {
    const wire = await inTurn(answer(503));
    const error = await failure(clientFor(wire.url, { maxReadRetries: 1 }).channels());
    expect(error).toMatchObject({ code: 'vobiz_unavailable', status: 503 });
    expect(wire.requests).toHaveLength(2);
  });

  it('observes every request', async () => {
    const observe = vi.fn();
    const wire = await inTurn(answer(503), reset, answer(200, EMPTY));
    await clientFor(wire.url, { observe }).channels();
    expect(observe.mock.calls.map(([call]) => call.status)).toEqual([503, 'network', 200]);
  });

  it.each([400, 401, 403, 404, 409, 422])('does not repeat a %i', async (status) => {
    const wire = await inTurn(answer(status));
    await failure(clientFor(wire.url).channels());
    expect(wire.requests).toHaveLength(1);
  });

  it.each<[string, Reply]>([
    ['the header', answer(429, '', { 'retry-after': '5' })],
    ['the body', answer(429, { error: { message: 'Slow', details: { retryAfter: '5' } } })],
  ])('leaves a long wait asked for in %s to the caller', async (_name, reply) => {
    const wire = await inTurn(reply, answer(200, EMPTY));
    expect(await failure(clientFor(wire.url).channels())).toMatchObject({
      code: 'vobiz_rate_limited',
      retryAfterMs: 5_000,
    });
    expect(wire.requests).toHaveLength(1);
  });

  it('times out as a whole and observes it', async () => {
    const observe = vi.fn();
    const wire = await inTurn(silence);
    const error = await failure(clientFor(wire.url, { readTimeoutMs: 200, observe }).channels());
    expect(error).toMatchObject({ code: 'vobiz_unavailable', status: undefined });
    expect(error.message).toContain('timeout');
    expect(observe.mock.calls.map(([call]) => call.status)).toEqual(['timeout']);
  });

  it('ends when the caller aborts', async () => {
    const wire = await inTurn(silence);
    const controller = new AbortController();
    const reading = failure(clientFor(wire.url).channels({ signal: controller.signal }));
    await vi.waitFor(() => expect(wire.requests).toHaveLength(1));
    controller.abort();
    expect((await reading).message).toContain('aborted');
  });
});

describe('an answer that cannot be read', () => {
  it.each(['<html>Welcome</html>', '', '{"items":', '{"status":"error"}'])(
    'is not an empty list: %j',
    async (body) => {
      const wire = await inTurn(answer(200, body));
      const client = clientFor(wire.url);
      const unreadable = { code: 'vobiz_unreadable', status: 200 };
      expect(await failure(client.availability({ country: 'IN' }))).toMatchObject(unreadable);
      expect(await failure(client.ownedNumbers({ search: '+91' }))).toMatchObject(unreadable);
      expect(await failure(client.channels())).toMatchObject(unreadable);
    },
  );

  it.each([
    { success: false, error: 'Not Found', data: null },
    { error: { code: 404, message: 'Route not found' }, items: [] },
    { message: 'Account not found', data: [] },
  ])('is not an empty list with 404 either: %j', async (body) => {
    const wire = await inTurn(answer(404, body));
    expect(await failure(clientFor(wire.url).channels())).toMatchObject({ status: 404 });
  });

  it.each([{ items: [] }, { data: null }, { error: 'not_found', message: 'No channels found' }])(
    'is an empty list with 404 where nothing else is said: %j',
    async (body) => {
      const wire = await inTurn(answer(404, body));
      expect(await clientFor(wire.url).channels()).toEqual([]);
    },
  );

  it.each<[number, unknown, boolean]>([
    [404, { detail: 'Invalid page.' }, true],
    [404, { error: 'not_found', message: 'No such page' }, true],
    [400, { message: 'page 2 is out of range' }, true],
    [422, { error: { code: 'PAGE_OUT_OF_RANGE', message: 'x' } }, true],
    [404, '404 page not found\n', false],
    [400, { message: 'per_page is invalid' }, false],
    [500, { message: 'page 2 is out of range' }, false],
  ])('ends a list as a page after the first: %i %j %s', async (status, body, isEnd) => {
    const row = { e164: '+919876543210', status: 'active' };
    const wire = await inTurn(answer(200, { items: [row] }), answer(status, body));
    const client = clientFor(wire.url, { maxReadRetries: 0 });
    const other = client.ownedNumbers({ search: '+919876500000' });
    if (isEnd) expect(await other).toEqual([]);
    else expect(await failure(other)).toMatchObject({ status });
  });

  it('never shows the account secret or the token', async () => {
    const body = `{"auth_id":"MA_TEST01","auth_secret":"s3cr3t","echo":"${TOKEN}"`;
    for (const status of [200, 401, 500]) {
      const wire = await inTurn(answer(status, body));
      const shown = everythingIn(await failure(clientFor(wire.url).account()));
      expect(shown).not.toContain('s3cr3t');
      expect(shown).not.toContain(TOKEN);
    }
  });
});

describe('the order read that is not published', () => {
  const order = { id: 'o-1', status: 'completed', selected_phone_number: '+919876543210' };

  it('gives the order when the answer is this order', async () => {
    const wire = await inTurn(answer(200, { data: order }));
    const read = await clientFor(wire.url).readOrder('o-1');
    expect(read).toMatchObject({ orderId: 'o-1', status: 'completed', e164: '+919876543210' });
    expect(wire.requests[0]?.path).toBe('/api/v1/messaging/numbers/whatsapp/orders/o-1');
  });

  it.each<[string, Reply]>([
    ['404', answer(404)],
    ['405', answer(405)],
    ['another order', answer(200, { ...order, id: 'o-2' })],
    ['a list that does not begin with it', answer(200, { items: [{ ...order, id: 'o-2' }] })],
    ['a page', answer(200, '<html>')],
  ])('knows nothing after %s', async (_name, reply) => {
    const wire = await inTurn(reply);
    expect(await clientFor(wire.url).readOrder('o-1')).toBeUndefined();
  });

  it('does not blame the credentials when only this path answers 401', async () => {
    const wire = await startWire(({ path }) =>
      path === '/api/v1/auth/me' ? answer(200, { auth_id: 'MA_TEST01' }) : answer(401),
    );
    expect(await clientFor(wire.url).readOrder('o-1')).toBeUndefined();
  });

  it.each([403, 400])(
    'takes an account that is refused as inactive for that: %i',
    async (status) => {
      const wire = await inTurn(answer(status, INACTIVE));
      expect(await clientFor(wire.url).account()).toMatchObject({ active: false });
    },
  );

  it('takes no account from a success that says it failed', async () => {
    const wire = await inTurn(answer(200, { success: false, message: 'Invalid credentials' }));
    expect(await failure(clientFor(wire.url).account())).toMatchObject({
      code: 'vobiz_unreadable',
    });
  });

  it('blames the credentials when the account refuses them too', async () => {
    const wire = await inTurn(answer(401));
    expect(await failure(clientFor(wire.url).readOrder('o-1'))).toMatchObject({
      code: 'vobiz_credentials',
    });
  });

  it('is asked once, without retries', async () => {
    const wire = await inTurn(answer(500));
    await failure(clientFor(wire.url).readOrder('o-1'));
    expect(wire.requests).toHaveLength(1);
  });

  it('cannot be led to another path by its id', async () => {
    const wire = await inTurn(answer(404));
    await clientFor(wire.url).readOrder('../../balance?x=1');
    expect(wire.requests[0]?.path).toBe(
      '/api/v1/messaging/numbers/whatsapp/orders/..%2F..%2Fbalance%3Fx%3D1',
    );
  });
});
