import type { Actor, Person } from '../../domain/actor.ts';
import { groupsOfWaiting } from '../../domain/home/home.ts';
import type { Order } from '../../domain/order/order.ts';
import type { Orders } from '../../store/records.ts';
import type { Identify } from '../identify.ts';

/** The most requests that are looked through. */
const LOOKED_AT = 1_000;

/** The workspace's requests, newest first: anybody in it may see them. */
export function createListOrders(deps: { orders: Orders; identify: Identify }) {
  const newest = ({ teamId }: Actor) => deps.orders.newest(teamId, LOOKED_AT);

  return {
    /** `who` as they may decide now. `complete`: false if there are more than we look through. */
    async all(actor: Actor): Promise<{ orders: Order[]; who: Person; complete: boolean }> {
      const orders = await newest(actor);
      const who = await deps.identify(actor, groupsOfWaiting(orders), () => undefined);
      return { orders, who, complete: orders.length < LOOKED_AT };
    },
    /** The newest request somebody made. */
    async own(actor: Actor): Promise<Order | undefined> {
      return (await newest(actor)).find(({ requester }) => requester === actor.userId);
    },
  };
}
export type ListOrders = ReturnType<typeof createListOrders>;
