import type { Actor } from '../domain/actor.ts';
import type { Order } from '../domain/order.ts';
import type { OrderEvent, OrderRefusal } from '../domain/order-events.ts';
import type { Reply } from '../domain/order-talk.ts';
import { groupsToResolve } from '../domain/policy.ts';
import type { Changed, ChangeOrder } from './change.ts';
import type { Judge } from './judge.ts';
import type { Orders, People } from './ports.ts';

export type Decided = Changed<Order, OrderRefusal>;

/** What people do about an open request: approve, deny, ask, answer, withdraw. Each is judged against its record. */
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
    eventFor: (order: Order) => Promise<OrderEvent> | OrderEvent,
    states: readonly Order['state'][] = ['awaiting_approval'],
  ): Promise<Decided> {
    const order = await orders.get({ team: actor.teamId, id: orderId });
    if (!order) return { ok: false, refusal: { kind: 'unknown' } };
    if (!states.includes(order.state)) {
      return { ok: false, refusal: { kind: 'already_settled', order } };
    }
    const by = { user: actor.userId, team: actor.userTeamId };
    return changeOrder(order, await eventFor(order), by);
  }

  const judged = (actor: Actor, order: Order) => judge(actor, groupsToResolve(order.policy));

  return {
    /** `digits`: the last four of the number, where the policy asks for them. */
    approve: (actor: Actor, orderId: string, digits?: string): Promise<Decided> =>
      decide(actor, orderId, async (order) => {
        const [who, requester] = await Promise.all([
          judged(actor, order),
          people.standing(order.requester),
        ]);
        const requesterLeft = requester === 'deactivated';
        return { type: 'approve', who, requesterLeft, ...(digits !== undefined && { digits }) };
      }),
    deny: (actor: Actor, orderId: string, reason: string): Promise<Decided> =>
      decide(actor, orderId, async (order) => ({
        type: 'deny',
        who: await judged(actor, order),
        reason,
      })),
    ask: (actor: Actor, orderId: string, text: string): Promise<Decided> =>
      decide(actor, orderId, async (order) => ({
        type: 'ask',
        who: await judged(actor, order),
        text,
      })),
    /** Answers those of the first `upTo` questions that are open. */
    answer: (actor: Actor, orderId: string, text: string, upTo: number): Promise<Decided> =>
      decide(actor, orderId, () => ({ type: 'answer', by: actor.userId, text, upTo })),
    /** Something written in the thread of the card: kept if the requester or an approver wrote it. */
    reply: (actor: Actor, orderId: string, reply: Omit<Reply, 'by'>): Promise<Decided> =>
      decide(
        actor,
        orderId,
        async (order) => ({
          type: 'reply',
          who: await judged(actor, order),
          reply: { by: actor.userId, ...reply },
        }),
        ['awaiting_approval', 'approved', 'pending', 'unconfirmed'],
      ),
    withdraw: (actor: Actor, orderId: string): Promise<Decided> =>
      decide(actor, orderId, () => ({ type: 'withdraw', by: actor.userId }), [
        'awaiting_approval',
        'approved',
      ]),
  };
}
export type DecideOrder = ReturnType<typeof createDecideOrder>;
