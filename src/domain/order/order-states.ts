import type { StatesWith } from '../state-facts.ts';
import type { Order, OrderIn, OrderState } from './order.ts';

type StateFact =
  /** Ended without a purchase, so that it counts for nothing in the limits. */
  | 'released'
  /** People are told that it has come to this. */
  | 'told'
  /** Vobiz took the order, and may have named something other than what was approved. */
  | 'bought'
  /** How it stands at Vobiz is looked up until it ends. */
  | 'tracked'
  /** A purchase that was sent for it before Redis went back in time can be written into it. */
  | 'put_back';

/** What a state alone says of an order. A new state does not compile until its row is written. */
const STATES = {
  awaiting_approval: ['put_back'],
  approved: ['put_back'],
  placing: [],
  pending: ['bought', 'tracked'],
  unconfirmed: ['told', 'tracked', 'put_back'],
  completed: ['told', 'bought'],
  failed: ['told', 'released'],
  cancelled: ['told', 'released'],
  stopped: ['told', 'released'],
  denied: ['told', 'released'],
  withdrawn: ['told', 'released'],
  expired: ['told', 'released'],
} as const satisfies Record<OrderState, readonly StateFact[]>;

export type OrderThat<F extends StateFact> = OrderIn<StatesWith<typeof STATES, F>>;

/** `stateIs(order, 'tracked')` */
export function stateIs<F extends StateFact>(order: Order, fact: F): order is OrderThat<F> {
  const facts: readonly StateFact[] = STATES[order.state];
  return facts.includes(fact);
}
