import type { Actor } from '../../domain/actor.ts';
import { groupsOfWaiting } from '../../domain/home/home.ts';
import type { Order } from '../../domain/order/order.ts';
import { ASKED, ASKED_LOOKED_AT } from '../../domain/order/order-lists.ts';
import {
  type Seen,
  type SeveralWaiting,
  severalWaiting,
} from '../../domain/order/several-waiting.ts';
import type { Clock } from '../../runtime.ts';
import type { Orders } from '../../store/records.ts';
import type { Glance } from '../identify.ts';
import type { DecideOrder, DecisionResult } from './decide-order.ts';

/** The result for one of them. `failure`: what was thrown; it may or may not be approved. */
export type TriedOne = Seen & ({ decided: DecisionResult } | { failure: unknown });

/** Several waiting requests approved at once: each by itself, judged like a single click. */
export function createApproveSeveral(deps: {
  orders: Orders;
  glance: Glance;
  decideOrder: Pick<DecideOrder, 'approveAsSeen'>;
  clock: Clock;
}) {
  const { orders, decideOrder } = deps;

  async function tryOne(actor: Actor, seen: Seen): Promise<TriedOne> {
    try {
      return { ...seen, decided: await decideOrder.approveAsSeen(actor, seen) };
    } catch (failure) {
      return { ...seen, failure };
    }
  }

  return {
    /** What this person may approve now. An unreadable group hides only what it could open. */
    async waiting(actor: Actor): Promise<SeveralWaiting> {
      const range = { offset: 0, count: ASKED_LOOKED_AT.list, lowestFirst: true };
      const asked = await orders.page(actor.teamId, [ASKED], range);
      const { who } = await deps.glance(actor, groupsOfWaiting(asked));
      return severalWaiting(asked, who, deps.clock.now());
    },
    /** The requests somebody has on show; without those that are gone. */
    async shown({ teamId: team }: Actor, seen: readonly Seen[]): Promise<Order[]> {
      const read = await Promise.all(seen.map(({ order: id }) => orders.get({ team, id })));
      return read.flatMap((order) => order ?? []);
    },
    /** One result for each, in this order. What is saved stays saved, whatever becomes of the others. */
    approve: (actor: Actor, seen: readonly Seen[]): Promise<TriedOne[]> =>
      Promise.all(seen.map((one) => tryOne(actor, one))),
  };
}
export type ApproveSeveral = ReturnType<typeof createApproveSeveral>;
