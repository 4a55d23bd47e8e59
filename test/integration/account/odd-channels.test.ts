import { expect, it } from 'vitest';
import { pendingOrder } from '../../../bench/pending-order.ts';
import { auditEntry } from '../../../src/domain/audit/audit.ts';
import type { Connection } from '../../../src/domain/connection/connection.ts';
import type { OrderIn } from '../../../src/domain/order/order.ts';
import { startReadings } from '../../support/readings.ts';

const MINUTE = 60_000;

function live(place: number, connection: object = {}): OrderIn<'completed'> {
  const order = pendingOrder(place, []);
  const { createdAt: at, requester: by } = order;
  const channel = {
    attempt: { id: 'att_00000001', by, at },
    displayName: 'Support',
    wabaId: '1911116896216319',
    channelId: `c-${place}`,
    connectedAt: at,
    review: 'verified',
    active: true,
    state: 'live',
    at,
    ...connection,
  };
  return { ...order, state: 'completed', endedAt: at, connection: channel as Connection };
}
const listed = (order: OrderIn<'completed'>) => ({
  id: `c-${order.number.e164.slice(-2)}`,
  phone_number: order.number.e164,
  status: 'active',
  verification_status: 'verified',
});

/** Three live numbers, whose channels a list had. */
async function startLive() {
  const readings = await startReadings();
  const { stores, vobiz, save, readAccount, clock } = readings;
  const orders = [live(51), live(52), live(53)];
  for (const order of orders) {
    await save(order);
    vobiz.addOwnedNumber({ e164: order.number.e164 });
  }
  /** A look ten minutes later, at a list with the channels of these. */
  async function look(having: readonly OrderIn<'completed'>[]) {
    clock.at += 10 * MINUTE;
    const items = having.map(listed);
    vobiz.faults.always('channels', { kind: 'status', status: 200, body: { items } });
    await stores.looks.askWatch(clock.now());
    await readAccount();
  }
  await look(orders);
  return {
    ...readings,
    orders,
    look,
    vanished: async () => (await stores.lastSeen.figures())?.vanishedChannels,
    troubles: async () => {
      const records = await stores.orders.many(orders);
      return records.map((record) => ('watched' in record ? record.watched?.channel?.is : ''));
    },
  };
}

it('lets a list that lacks every channel say nothing about any of them', async () => {
  const { clock, orders, look, vanished, troubles } = await startLive();
  await look([]);
  const since = clock.now();
  expect(await vanished()).toEqual({ lacking: 3, of: 3, since, isProven: false });
  await look([]);
  await look([]);
  expect(await vanished()).toEqual({ lacking: 3, of: 3, since, isProven: true });
  expect(await troubles()).toEqual(['', '', '']);

  await look(orders.slice(1));
  expect(await vanished()).toMatchObject({ since, overAt: clock.now() });
  await look(orders.slice(1));
  expect(await troubles()).toEqual(['gone', '', '']);
});

it('misses no channel that was disconnected here', async () => {
  const { orders, look, stores, vanished, clock } = await startLive();
  for (const order of orders) {
    const gone: OrderIn<'completed'> = {
      ...order,
      revision: order.revision + 1,
      connection: {
        state: 'disconnected',
        attempt: { id: 'att_00000001', by: 'U0ASHA', at: order.createdAt },
        displayName: 'Support',
        wabaId: '1911116896216319',
        by: 'U0ASHA',
        at: clock.now(),
      },
    };
    const entry = auditEntry('connection.disconnected', { job: 'test' }, order, gone, clock.now());
    expect(await stores.orders.save(gone, entry)).toBe(true);
  }
  await look([]);
  await look([]);
  expect(await vanished()).toBeUndefined();
});

it('does not take an unclear request for not carried out by lists that lack the others too', async () => {
  const { orders, look, save, stores, readAccount, clock } = await startLive();
  const since = clock.now() - 60 * MINUTE;
  const { attempt, displayName, wabaId } = { ...live(54).connection } as Connection;
  const common = { attempt, displayName, wabaId };
  const connection: Connection = { ...common, state: 'unclear', why: 'no_answer', since };
  const order = await save({ ...live(54), connection });
  const stateNow = async () => {
    await stores.looks.ask(order, clock.now());
    await readAccount();
    const found = await stores.orders.get(order);
    return found && 'connection' in found ? found.connection?.state : undefined;
  };
  for (let turn = 0; turn < 3; turn += 1) await look([]);
  expect(await stateNow()).toBe('unclear');
  for (let turn = 0; turn < 3; turn += 1) {
    await look(orders);
    await stateNow();
  }
  expect(await stateNow()).toBe('failed');
});
