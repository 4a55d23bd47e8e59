import { describe, expect } from 'vitest';
import type { Fault } from '../../../sandbox/vobiz/faults.ts';
import { orderIn } from '../../support/audit.ts';
import {
  approve,
  bringNumber,
  cardShows,
  enterCode,
  idIn,
  orderShows,
  requestNumber,
  SAYS,
  textOf,
  viewShows,
} from '../../support/journeys.ts';
import {
  APPROVALS,
  ASHA,
  COMMAND,
  it,
  MEERA,
  startWorld,
  type World,
} from '../../support/world.ts';

const PHONE = '+919876501234';
const limited = (retryAfter: string): Fault => ({
  kind: 'status',
  status: 429,
  headers: { 'retry-after': retryAfter },
});

describe('a wait that cannot be kept', () => {
  it.for(['0', '-5', '0.0', 'Sun, 01 Mar 2020 10:00:00 GMT', 'soon', '999999999999999999999'])(
    'says that nothing was bought when the purchase is refused with Retry-After: %s',
    async (retryAfter, { world }) => {
      const card = await requestNumber(world);
      world.vobiz.faults.next('order', limited(retryAfter));
      await approve(world, card);
      await cardShows(world, APPROVALS, /❌ Purchase failed · .*Nothing was bought/);
      expect((await orderIn(world, idIn(card))).state).toBe('failed');
      expect(world.vobiz.callsTo('order')).toHaveLength(1);
    },
  );

  it('says that no code was sent when a code is asked for', async ({ world }) => {
    world.vobiz.faults.next('verify', limited('-1'));
    await world.slack.as(ASHA).command(APPROVALS, COMMAND, `byon ${PHONE}`);
    await viewShows(world, ASHA, /phone_text/);
    await world.slack.as(ASHA).submit();
    await viewShows(world, ASHA, /Vobiz sends no more codes for now/);
  });
});

describe('times that nobody has set', () => {
  it.each(['0001-01-01T00:00:00Z', '1970-01-01T00:00:00Z', '', 'not yet', 0])(
    'shows a number as bought whose time of purchase is %j',
    async (purchasedAt) => {
      const world = await startWorld({ vobiz: { completeAfterMs: 0 } });
      const card = await requestNumber(world);
      world.vobiz.faults.next('order', { kind: 'reset_after' });
      world.vobiz.faults.always('ownedNumbers', {
        kind: 'answer',
        each: { purchased_at: purchasedAt },
      });
      await approve(world, card);
      await orderShows(world, APPROVALS, /✅ Bought · .*Your owned numbers: active/);
    },
  );

  it.for(['0001-01-01T00:00:00Z', '2020-01-01T00:00:00Z', '9999-12-31T23:59:59Z', null])(
    'takes a code whose end is %j',
    async (expiresAt, { world }) => {
      world.vobiz.faults.next('verify', { kind: 'answer', patch: { expires_at: expiresAt } });
      const card = await bringNumber(world, { phone: PHONE });
      expect(textOf(card)).toMatch(/Valid until about <!date/);
      await enterCode(world, card, MEERA, world.vobiz.codeFor(PHONE) ?? '', /is verified/);
    },
  );
});

it.each([
  ['12 times', { status: 'active' }],
  ['in eleven states', undefined],
])('shows a number as bought that the owned numbers list %s', async (_how, same) => {
  const world = await startWorld({ vobiz: { completeAfterMs: 0 } });
  const card = await requestNumber(world);
  const { number } = await orderIn(world, idIn(card));
  const row = { account_id: world.vobiz.credentials.authId, e164: number.e164 };
  const states = ['released', 'blocked', 'odd', 'pending_release', 'pending_purchase', 'active'];
  const rows = Array.from({ length: 12 }, (_, at) => ({
    ...row,
    ...(same ?? { status: states[at % 6] }),
    ...(!same && at > 5 && { account_id: 'SA_OTHER' }),
  }));
  world.vobiz.faults.next('order', { kind: 'reset_after' });
  const sent = world.vobiz.faults.hold('order', { when: 'after' });
  await approve(world, card);
  await sent.arrived;
  world.vobiz.faults.always('ownedNumbers', { kind: 'answer', patch: { items: rows } });
  sent.release();
  await orderShows(world, APPROVALS, /✅ Bought · .*Your owned numbers: active/);
});

it('shows a number as bought where a gateway sent the purchase twice and the second was refused', async () => {
  const world = await startWorld({ vobiz: { completeAfterMs: 0 } });
  const card = await requestNumber(world);
  const body = { error: { code: 'DUPLICATE_ORDER', message: 'This order was already placed' } };
  world.vobiz.faults.next('order', { kind: 'status_after', status: 409, body });
  await approve(world, card);
  await orderShows(world, APPROVALS, /✅ Bought · .*Your owned numbers: active/);
  expect(world.vobiz.callsTo('order')).toHaveLength(1);
});

describe('ids', () => {
  it.each(['1234567890123456789', '9007199254740993', '123456789012345678901234567890'])(
    'shows the Vobiz order id %s as it was sent, a JSON number',
    async (id) => {
      const world = await startWorld({ vobiz: { completeAfterMs: Number.POSITIVE_INFINITY } });
      const card = await requestNumber(world);
      const body = `{"id":${id},"status":"pending","selected_phone_number":null}`;
      world.vobiz.faults.next('order', { kind: 'status_after', status: 201, body });
      await approve(world, card);
      await orderShows(world, APPROVALS, new RegExp(`Vobiz order ${id}"`));
    },
  );
});

describe('nothing to list', () => {
  const none: [string, Fault][] = [
    ['204', { kind: 'empty', status: 204 }],
    [
      'a 404 that says so',
      { kind: 'status', status: 404, body: { error: 'not_found', message: 'No numbers found' } },
    ],
    ['a 404 with an empty list', { kind: 'status', status: 404, body: { items: [] } }],
  ];
  it.for(none)('is said as such after a search: %s', async ([_how, fault], { world }) => {
    world.vobiz.faults.always('availability', fault);
    await world.slack.as(ASHA).command(APPROVALS, COMMAND, 'search IN');
    await viewShows(world, ASHA, /No numbers match in India/);
  });

  it('stops a purchase whose number is gone from a list that is empty: 204', async ({ world }) => {
    const card = await requestNumber(world);
    world.vobiz.faults.always('availability', { kind: 'empty', status: 204 });
    await approve(world, card);
    await orderShows(world, APPROVALS, /Vobiz no longer offers it\. Nothing was bought/);
  });

  it('is told of the owned numbers as not found, and not as unreadable: 204', async () => {
    const world = await startWorld({ vobiz: { completeAfterMs: Number.POSITIVE_INFINITY } });
    world.vobiz.faults.always('ownedNumbers', { kind: 'empty', status: 204 });
    await approve(world, await requestNumber(world));
    await orderShows(world, APPROVALS, /Your owned numbers: not found/);
  });

  it('is not read out of a 404 of a path that is not there', async ({ world }) => {
    world.vobiz.faults.always('availability', { kind: 'html', status: 404 });
    await world.slack.as(ASHA).command(APPROVALS, COMMAND, 'search IN');
    await viewShows(world, ASHA, /Vobiz refused this/);
  });
});

it.each(['canceled', ' Cancelled ', 'CANCELED', 'cancelled_by_vendor'])(
  'ends an order that Vobiz calls %j',
  async (status) => {
    const world = await startWorld({ vobiz: { completeAfterMs: Number.POSITIVE_INFINITY } });
    const card = await requestNumber(world);
    world.vobiz.faults.next('order', { kind: 'answer', patch: { status } });
    await approve(world, card);
    const isCancelled = !status.includes('vendor');
    await cardShows(world, APPROVALS, isCancelled ? SAYS.cancelled : SAYS.ordered);
  },
);

describe('a number at two prices', () => {
  const NUMBER = '+919810085657';
  const item = { e164: NUMBER, country: 'IN', region: 'MH', currency: 'INR' };
  const low = { ...item, setup_fee: 500, monthly_fee: 250 };
  const high = { ...item, setup_fee: 600, monthly_fee: 300 };

  /** The card of whoever clicked Choose at the price. */
  async function requestAt(world: World, index: number) {
    world.vobiz.faults.always('availability', { kind: 'answer', patch: { items: [high, low] } });
    return requestNumber(world, { index });
  }

  it.for<[number, RegExp, RegExp]>([
    [0, /Approve ₹750/, /₹900/],
    [1, /Approve ₹900/, /₹750/],
  ])('is requested at the price that was clicked: %i', async ([index, price, other], { world }) => {
    const card = textOf(await requestAt(world, index));
    expect(card).toMatch(price);
    expect(card).not.toMatch(other);
  });

  it('is checked again at the price that was approved', async ({ world }) => {
    const card = await requestAt(world, 0);
    world.vobiz.faults.always('availability', { kind: 'answer', patch: { items: [high] } });
    await approve(world, card);
    await orderShows(world, APPROVALS, /price changed.*Was \*₹500 setup.*now \*₹600 setup/);
    expect(world.vobiz.callsTo('order')).toEqual([]);
  });
});
