import type { StatesWith } from '../state-facts.ts';
import type { Order, OrderIn, OrderState } from './order.ts';

type StateFact =
  /** Ended without a purchase, so it counts for nothing in the limits. */
  | 'released'
  /** People are notified when it enters this state. */
  | 'told'
  /** Vobiz took the order, perhaps with a different number or price. */
  | 'bought'
  /** Looked up at Vobiz until it ends. */
  | 'tracked'
  /** Time alone brings an event: `order-due.ts`. */
  | 'timed'
  /** Can absorb a purchase sent before Redis lost data. */
  | 'put_back';

/** What each state means. A new state does not compile without a row. */
const STATES = {
  awaiting_approval: ['timed', 'put_back'],
  approved: ['put_back'],
  placing: ['timed'],
  pending: ['bought', 'tracked', 'timed'],
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

export function stateIs<F extends StateFact>(order: Order, fact: F): order is OrderThat<F> {
  const facts: readonly StateFact[] = STATES[order.state];
  return facts.includes(fact);
}
