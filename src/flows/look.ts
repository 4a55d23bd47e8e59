import type { Actor } from '../domain/actor.ts';
import type { Order } from '../domain/order/order.ts';
import type { Orders } from './ports.ts';

const LISTED = 15;

/** What anyone in the workspace may see: the newest orders, or one of them. */
export function createLook(deps: { orders: Orders }) {
  return {
    newest: (actor: Actor): Promise<Order[]> => deps.orders.newest(actor.teamId, LISTED),
    one: (actor: Actor, id: string): Promise<Order | undefined> =>
      deps.orders.get({ team: actor.teamId, id }),
  };
}
export type Look = ReturnType<typeof createLook>;
