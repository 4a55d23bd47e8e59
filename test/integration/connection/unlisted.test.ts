import { expect, it } from 'vitest';
import { pendingOrder } from '../../../bench/pending-order.ts';
import type { Connection } from '../../../src/domain/connection/connection.ts';
import type { Order } from '../../../src/domain/order/order.ts';
import { startReadings } from '../../support/readings.ts';

const MINUTE = 60_000;
const PLACE = 40;
const ATTEMPT = 'att_00000001';
const number = pendingOrder(PLACE, []).number.e164;
const CHANNEL = {
  id: 'c-40',
  phone_number: number,
  status: 'active',
  verification_status: 'pending',
};

/** A bought number with this connection, made two hours ago, at an account whose list of channels the test decides. */
async function startConnecting(
  connection: object,
  disconnected?: { channelId: string; agoMs: number },
) {
  const readings = await startReadings();
  const { stores, save, vobiz, clock, readAccount } = readings;
  const order = pendingOrder(PLACE, []);
  const at = order.createdAt;
  const made = {
    attempt: { id: ATTEMPT, by: order.requester, at },
    displayName: 'Support',
    wabaId: '1911116896216319',
  };
  const former = disconnected && {
    channelId: disconnected.channelId,
    at: clock.now() - disconnected.agoMs,
  };
  const stood = { ...made, ...connection, ...(former && { former }) } as Connection;
  await save({ ...order, state: 'completed', endedAt: at, connection: stood } as Order);

  /** A look `later` minutes after the last, at a list with these channels; what the connection is then. */
  async function look(items: readonly object[], later = 0, more: object = {}) {
    clock.at += later * MINUTE;
    vobiz.faults.always('channels', { kind: 'status', status: 200, body: { items, ...more } });
    await stores.looks.ask(order, clock.now());
    expect(await readAccount()).toEqual({ kind: 'done' });
    const found = await stores.orders.get(order);
    return found?.state === 'completed' ? found.connection : undefined;
  }
  return { ...readings, order, look };
}

const UNCLEAR = {
  state: 'unclear',
  why: 'no_answer',
  since: pendingOrder(PLACE, []).createdAt,
} as const;
const CONNECTED = {
  state: 'connected',
  channelId: CHANNEL.id,
  connectedAt: pendingOrder(PLACE, []).createdAt,
  review: 'pending',
  active: true,
} as const;

it('finds the channel of an unclear request in a later list, after one that lacked it', async () => {
  const { look, told } = await startConnecting(UNCLEAR);
  expect(await look([])).toMatchObject({ state: 'unclear' });
  expect(await look([], 4)).toMatchObject({ state: 'unclear' });
  expect(await look([CHANNEL], 2)).toMatchObject({ state: 'connected', channelId: CHANNEL.id });
  expect(told).toEqual([]);
});

it('takes an unclear request for not carried out once whole lists have lacked it for minutes, and tells once', async () => {
  const { look, told, order } = await startConnecting(UNCLEAR);
  expect(await look([], 0, { has_more: true })).toEqual(expect.objectContaining(UNCLEAR));
  expect(await look([], 6)).toMatchObject({ state: 'unclear' });
  expect(await look([], 1, { has_more: true })).toMatchObject({ state: 'unclear' });
  expect(await look([], 5)).toMatchObject({ state: 'failed', failure: 'not_created' });
  expect(told).toEqual([order.id]);
});

it('counts from the first list that lacks a channel, after each that had it', async () => {
  const { look } = await startConnecting(CONNECTED);
  expect(await look([])).toMatchObject({ review: 'pending' });
  expect(await look([CHANNEL], 3)).not.toHaveProperty('lackingSince');
  expect(await look([], 3)).toMatchObject({ review: 'pending' });
  expect(await look([], 4)).toMatchObject({ review: 'pending' });
  expect(await look([], 1)).toMatchObject({ state: 'connected', review: 'missing' });
});

it('saves nothing more about a channel that is missing', async () => {
  const { look, stores, order } = await startConnecting({ ...CONNECTED, review: 'missing' });
  await look([]);
  await look([], 10);
  expect(await stores.orders.get(order)).toMatchObject({ revision: order.revision });
});

it.each([
  ['still shows the channel that was disconnected before it', 0, 'unclear'],
  ['shows that channel for longer than it may be behind', 5, 'connected'],
])(
  'believes a list, of an unclear request, only where it should: one that %s',
  async (_what, minutes, state) => {
    const { look } = await startConnecting(UNCLEAR, {
      channelId: CHANNEL.id,
      agoMs: minutes * MINUTE,
    });
    expect(await look([CHANNEL])).toMatchObject({ state });
  },
);

it('finds the new channel of an unclear request once the list shows it instead of the one before', async () => {
  const { look } = await startConnecting(UNCLEAR, { channelId: CHANNEL.id, agoMs: 0 });
  expect(await look([CHANNEL])).not.toHaveProperty('lackingSince');
  expect(await look([{ ...CHANNEL, id: 'c-41' }], 1)).toMatchObject({
    state: 'connected',
    channelId: 'c-41',
  });
});
