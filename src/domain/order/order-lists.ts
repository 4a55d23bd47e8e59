import type { Order } from './order.ts';

/** The names of the lists an order stands in. Saving it keeps them, so their sizes are counts of orders. */
export function orderLists({ state, requester }: Order): readonly string[] {
  return [`state:${state}`, `by:${requester}`];
}
