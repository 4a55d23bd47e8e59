import type { Actor } from '../domain/actor.ts';
import type { Order } from '../domain/order.ts';
import type { OrderRefusal } from '../domain/order-transitions.ts';
import { groupsToResolve } from '../domain/policy.ts';
import type { Changed, ChangeOrder } from './change.ts';
import type { Judge } from './judge.ts';
import type { Orders, People } from './ports.ts';

export type Decided = Changed<Order, OrderRefusal>;

/** Approve and deny: the first valid decision wins, everyone else learns who decided. */
export function createDecideOrder(deps: {
  orders: Orders;
  people: People;
  judge: Judge;
  changeOrder: ChangeOrder;
}) {
  const { orders, people, judge, changeOrder } = deps;

  /** Ends the matter without asking Slack anything when there is nothing left to decide. */
  async function decide(
    actor: Actor,
    orderId: string,
    act: (order: Order) => Promise<Decided>,
  ): Promise<Decided> {
    const order = await orders.get({ team: actor.teamId, id: orderId });
    if (!order) return { ok: false, refusal: { kind: 'unknown' } };
    if (order.state !== 'awaiting_approval') {
      return { ok: false, refusal: { kind: 'already_settled', order } };
    }
    return act(order);
  }

  return {
    approve: (actor: Actor, orderId: string): Promise<Decided> =>
      decide(actor, orderId, async (order) => {
        const [who, requester] = await Promise.all([
          judge(actor, groupsToResolve(order.policy)),
          people.standing(order.requester),
        ]);
        const event = { type: 'approve', who, requesterLeft: requester === 'deactivated' } as const;
        return changeOrder(order, event, { user: actor.userId, team: actor.userTeamId });
      }),
    deny: (actor: Actor, orderId: string, reason: string): Promise<Decided> =>
      decide(actor, orderId, async (order) => {
        const who = await judge(actor, groupsToResolve(order.policy));
        return changeOrder(
          order,
          { type: 'deny', who, reason },
          { user: actor.userId, team: actor.userTeamId },
        );
      }),
  };
}
export type DecideOrder = ReturnType<typeof createDecideOrder>;
