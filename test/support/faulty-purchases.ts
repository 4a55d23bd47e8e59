import { expect, vi } from 'vitest';
import type { Fault } from '../../sandbox/vobiz/faults.ts';
import type { OrderState } from '../../src/domain/order/order.ts';
import { orderIn } from './audit.ts';
import { approve, idIn, orderShows, requestNumber } from './journeys.ts';
import { sweptTwice } from './sweeps.ts';
import { APPROVALS, MEERA, startWorld, type World } from './world.ts';

/** A fault of the purchase request, and what comes of the order. */
export type FaultyPurchase = {
  name: string;
  fault: Fault;
  state: OrderState;
  /** A piece of the card and its Details. */
  says: RegExp;
  /** Orders that Vobiz really has afterwards. */
  bought: 0 | 1;
};

/** An order stays open at Vobiz, so that nothing there settles what the purchase left open. */
const OPEN = { completeAfterMs: Infinity };
const UNKNOWN = /Don't order this number again/;
const NOTHING = /Nothing was bought\./;

const env = { VOBIZ_ORDER_TIMEOUT_MS: '400', SWEEP_EVERY_MS: '100' };

export const startFaulty = () => startWorld({ vobiz: OPEN, env });

export async function buys(row: FaultyPurchase): Promise<void> {
  await buysIn(await startFaulty(), row);
}

/** One order more in this world, for a number of its own. */
export async function buysIn(
  world: World,
  { fault, state, says, bought }: FaultyPurchase,
): Promise<void> {
  const { callsTo, faults, orders } = world.vobiz;
  const sent = callsTo('order').length;
  const card = await requestNumber(world, sent === 0 ? {} : { by: MEERA, index: 1 });
  faults.next('order', fault);
  await approve(world, card);
  const shown = await orderShows(world, APPROVALS, says);
  expect(shown.ts).toBe(card.ts);
  const { state: saved } = await orderIn(world, idIn(card));
  expect(saved).toBe(state);
  // The bot may give up on a request before this busy process has read it.
  await vi.waitFor(() => expect(callsTo('order')).toHaveLength(sent + 1), 5_000);
  await sweptTwice(world);
  expect(callsTo('order')).toHaveLength(sent + 1);
  // A late effect comes when it comes.
  await vi.waitFor(() => expect(world.vobiz.orders).toHaveLength(orders.length + bought), 5_000);
}

export const lost = (name: string, fault: Fault, bought: 0 | 1, why: string): FaultyPurchase => ({
  name,
  fault,
  state: 'unconfirmed',
  says: new RegExp(`${UNKNOWN.source}.*${why}`),
  bought,
});
export const refused = (name: string, fault: Fault, reason: string): FaultyPurchase => ({
  name,
  fault,
  state: 'failed',
  says: new RegExp(`${NOTHING.source}.*Reason: ${reason}`),
  bought: 0,
});
