import { describe, expect, it } from 'vitest';
import { createFindOrder } from '../../../src/vobiz/order-evidence.ts';
import type { SoughtOrder } from '../../../src/vobiz/sightings.ts';
import {
  answer,
  clientFor,
  failure,
  type Reply,
  reset,
  startWire,
} from '../../support/vobiz-wire.ts';

const E164 = '+919876543210';
const NOW = Date.UTC(2026, 2, 1, 10);
const ORDER: SoughtOrder = { orderId: 'o-1', e164: E164, placedAt: NOW, lastStatus: 'pending' };
const UNANSWERED: SoughtOrder = { ...ORDER, orderId: undefined, lastStatus: undefined };

const MONTHLY = { monthly: '250.00', currency: 'INR' };
const NONE = answer(200, { items: [] });
const owned = (fields: object) =>
  answer(200, { items: [{ e164: E164, status: 'active', account_id: 'MA_TEST01', ...fields }] });
const channel = (fields: object) =>
  answer(200, { items: [{ id: 'c-1', phone_number: E164, status: 'active', ...fields }] });
const readAs = (fields: object) => answer(200, { id: 'o-1', status: 'pending', ...fields });

type World = { order?: Reply; numbers?: Reply; channels?: Reply; orderRead?: 'try' | 'off' };

/** An evidence function over a far side with an order read, owned numbers and channels. */
async function evidenceIn(world: World) {
  const clock = { now: NOW };
  const wire = await startWire(({ path }) => {
    if (path.includes('/orders/')) return world.order ?? answer(404);
    return (path.includes('/channels/') ? world.channels : world.numbers) ?? NONE;
  });
  const find = createFindOrder({
    client: clientFor(wire.url, { maxReadRetries: 0 }),
    now: () => clock.now,
    orderRead: world.orderRead ?? 'try',
  });
  const orderReads = () => wire.requests.filter(({ path }) => path.includes('/orders/')).length;
  return { find, wire, clock, orderReads };
}

const findingsOf = ({ evidence }: { evidence: { source: string; finding: string }[] }) =>
  evidence.map(({ source, finding }) => `${source}: ${finding}`);

describe('what is known about an order', () => {
  it.each(['completed', 'failed', 'cancelled'] as const)(
    'believes a purchase answer of %s without asking further',
    async (lastStatus) => {
      const { find, wire } = await evidenceIn({});
      expect(await find({ ...ORDER, lastStatus })).toEqual({
        verdict: lastStatus,
        e164: undefined,
        orderId: 'o-1',
        failureReason: undefined,
        evidence: [{ source: 'purchase_answer', finding: lastStatus, at: NOW }],
      });
      expect(wire.requests).toHaveLength(0);
    },
  );

  it('stays pending when nobody knows more, and says where it looked', async () => {
    const { find } = await evidenceIn({});
    const known = await find(ORDER);
    expect(known.verdict).toBe('pending');
    expect(findingsOf(known)).toEqual([
      'purchase_answer: pending',
      'order_read: not_available',
      'owned_numbers: not_found',
      'channels: not_found',
    ]);
  });

  it('knows nothing about a purchase that was never answered and left no trace', async () => {
    const { find, orderReads } = await evidenceIn({});
    expect((await find(UNANSWERED)).verdict).toBe('unknown');
    expect(orderReads()).toBe(0);
  });

  it('believes an order read of this order, and its number', async () => {
    const { find, wire } = await evidenceIn({
      order: readAs({ status: 'completed', selected_phone_number: '+919876500000' }),
    });
    expect(await find(ORDER)).toMatchObject({ verdict: 'completed', e164: '+919876500000' });
    expect(wire.requests).toHaveLength(1);
  });

  it('gives the reason of a failure', async () => {
    const order = readAs({ status: 'failed', failure_reason: 'no stock' });
    const { find } = await evidenceIn({ order });
    expect(await find(ORDER)).toMatchObject({ verdict: 'failed', failureReason: 'no stock' });
  });

  it('does not believe an order read that answers another order', async () => {
    const { find } = await evidenceIn({ order: readAs({ id: 'o-2', status: 'completed' }) });
    expect((await find(ORDER)).verdict).toBe('pending');
  });

  it('takes no new status for an ending', async () => {
    const { find } = await evidenceIn({ order: readAs({ status: 'fulfilled' }) });
    const known = await find({ ...ORDER, lastStatus: 'unknown' });
    expect(known.verdict).toBe('unknown');
    expect(findingsOf(known)).toContain('order_read: unknown');
  });

  it('looks for the number that the order read says was allocated', async () => {
    const order = readAs({ selected_phone_number: '+919876500000' });
    const { find, wire } = await evidenceIn({ order });
    expect(await find(ORDER)).toMatchObject({ verdict: 'pending', e164: '+919876500000' });
    expect(wire.requests[1]?.query.get('search')).toBe('+919876500000');
  });
});

describe('owned numbers as evidence', () => {
  const minutes = (count: number) => new Date(NOW + count * 60_000).toISOString();
  it.each<[string, object, string, string]>([
    ['active', {}, 'completed', 'active'],
    ['active, bought since', { purchased_at: minutes(1) }, 'completed', 'active'],
    ['active, bought by a slow clock', { purchased_at: minutes(-4) }, 'completed', 'active'],
    ['active, bought before', { purchased_at: minutes(-6) }, 'unknown', 'owned_before'],
    ['pending purchase', { status: 'pending_purchase' }, 'pending', 'pending_purchase'],
    ['blocked', { is_blocked: true }, 'unknown', 'blocked'],
    ['released', { status: 'released' }, 'unknown', 'released'],
    ['of a new status', { status: 'provisioned' }, 'unknown', 'unknown'],
    ['of a sub-account', { account_id: 'SA_OTHER1' }, 'unknown', 'in_another_account'],
    ['another that contains it', { e164: `${E164}1` }, 'unknown', 'not_found'],
  ])('a number that is %s', async (_name, fields, verdict, finding) => {
    const { find } = await evidenceIn({ numbers: owned(fields) });
    const known = await find(UNANSWERED);
    expect(known.verdict).toBe(verdict);
    expect(findingsOf(known)).toContain(`owned_numbers: ${finding}`);
  });

  it.each(['Fri, 31 Dec 9999 23:59:59 GMT', 'Sat, 01 Mar 2025 10:00:00 GMT'])(
    'proves what the list says of now, whatever the Date header says: %s',
    async (date) => {
      const row = { e164: E164, status: 'active', purchased_at: new Date(NOW).toISOString() };
      const { find } = await evidenceIn({ numbers: answer(200, { items: [row] }, { date }) });
      expect((await find(UNANSWERED)).verdict).toBe('completed');
    },
  );

  it('shows every price, unread, of a number that is listed at several', async () => {
    const at = (setup_fee: number) => ({
      ...{ e164: E164, status: 'active', monthly_fee: 250, currency: 'INR' },
      setup_fee,
    });
    const prices = async (...setups: number[]) => {
      const items = setups.map(at);
      const { find } = await evidenceIn({ numbers: answer(200, { items }) });
      return (await find(UNANSWERED)).named;
    };
    expect(await prices(500, 500)).toMatchObject({ price: { setup: { minor: 50_000 } } });
    for (const setups of [
      [5000, 500],
      [500, 5000],
    ]) {
      expect(await prices(...setups)).toEqual({
        unread: { setup: setups.map((each) => `${each}.00`).join(' / '), ...MONTHLY },
      });
    }
  });

  it('names the number', async () => {
    const { find } = await evidenceIn({ numbers: owned({}) });
    expect((await find(UNANSWERED)).e164).toBe(E164);
  });
});

describe('channels as evidence', () => {
  it('proves the order it was made from', async () => {
    const { find } = await evidenceIn({ channels: channel({ number_order_id: 'o-1' }) });
    expect(await find(ORDER)).toMatchObject({ verdict: 'completed', e164: E164 });
  });

  it.each([{ number_order_id: 'o-2' }, { number_order_id: null }])(
    'only supports with the same number of %j',
    async (fields) => {
      const { find } = await evidenceIn({ channels: channel(fields) });
      const known = await find(UNANSWERED);
      expect(known.verdict).toBe('unknown');
      expect(findingsOf(known)).toContain('channels: same_number_connected');
    },
  );
});

describe('reads that fail', () => {
  it.each<[string, Reply]>([
    ['500', answer(500)],
    ['a reset', reset],
    ['a page', answer(200, '<html>')],
    ['400', answer(400)],
  ])('are findings after %s, and the other sources still count', async (_name, bad) => {
    const channels = channel({ number_order_id: 'o-1' });
    const { find } = await evidenceIn({ numbers: bad, channels });
    const known = await find(ORDER);
    expect(known.verdict).toBe('completed');
    expect(findingsOf(known)).toContain('owned_numbers: unreadable');
  });

  it('all of them together leave the order pending', async () => {
    const { find } = await evidenceIn({ order: reset, numbers: reset, channels: reset });
    const known = await find(ORDER);
    expect(known.verdict).toBe('pending');
    expect(findingsOf(known).slice(1)).toEqual([
      'order_read: unreadable',
      'owned_numbers: unreadable',
      'channels: unreadable',
    ]);
  });

  it('throw a rate limit with its wait, for the whole account', async () => {
    const { find } = await evidenceIn({ numbers: answer(429, '', { 'retry-after': '120' }) });
    expect(await failure(find(ORDER))).toMatchObject({
      code: 'vobiz_rate_limited',
      retryAfterMs: 120_000,
    });
  });

  it.each([401, 403])('throw bad credentials after %i', async (status) => {
    const { find } = await evidenceIn({ channels: answer(status) });
    expect(await failure(find(ORDER))).toMatchObject({ code: 'vobiz_credentials' });
  });

  it("throw the caller's own abort", async () => {
    const { find } = await evidenceIn({});
    const looking = find(ORDER, { signal: AbortSignal.abort() });
    expect(await failure(looking)).toMatchObject({ code: 'vobiz_unavailable' });
  });
});

describe('the order read that is not there', () => {
  it('is never asked when switched off', async () => {
    const { find, orderReads } = await evidenceIn({ orderRead: 'off' });
    expect(findingsOf(await find(ORDER))).not.toContain('order_read: not_available');
    expect(orderReads()).toBe(0);
  });
});
