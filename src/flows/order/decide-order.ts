import type { Actor, Person } from '../../domain/actor.ts';
import type { Order } from '../../domain/order/order.ts';
import type { EventType, OrderEvent, OrderRefusal } from '../../domain/order/order-events.ts';
import { isOpenTo, transition } from '../../domain/order/order-transitions.ts';
import type { Reply } from '../../domain/order/questions.ts';
import type { Seen } from '../../domain/order/several-waiting.ts';
import { groupsToResolve } from '../../domain/policy/policy.ts';
import type { Clock } from '../../runtime.ts';
import type { Orders } from '../../store/records.ts';
import type { ChangeOrder, ChangeResult } from '../change.ts';
import type { Identify, People } from '../identify.ts';

export type DecisionResult = ChangeResult<Order, OrderRefusal>;

/** What people do about an open request, each judged against its record. */
export function createDecideOrder(deps: {
  orders: Orders;
  people: People;
  identify: Identify;
  changeOrder: ChangeOrder;
  clock: Clock;
}) {
  const { orders, people, identify, changeOrder, clock } = deps;

  /** Asks Slack nothing if there is nothing left to decide. */
  async function decide(
    actor: Actor,
    orderId: string,
    type: EventType,
    eventFor: (order: Order) => Promise<OrderEvent> | OrderEvent,
  ): Promise<DecisionResult> {
    const order = await orders.get({ team: actor.teamId, id: orderId });
    if (!order) return { ok: false, refusal: { kind: 'unknown' } };
    if (!isOpenTo(order, type)) {
      return { ok: false, refusal: { kind: 'already_settled', order } };
    }
    const by = { user: actor.userId, team: actor.userTeamId };
    return changeOrder(order, await eventFor(order), by);
  }

  /** An unreadable group stops only those who need it. */
  async function onceIdentified(
    actor: Actor,
    order: Order,
    eventBy: (who: Person) => OrderEvent,
  ): Promise<OrderEvent> {
    const refuses = (who: Person) => {
      const tried = transition(order, eventBy(who), clock.now());
      return tried.ok ? undefined : tried.refusal;
    };
    return eventBy(await identify(actor, groupsToResolve(order.policy), refuses));
  }

  function approve(
    actor: Actor,
    orderId: string,
    how: { digits?: string | undefined; seen?: number },
  ): Promise<DecisionResult> {
    return decide(actor, orderId, 'approve', async (order) => {
      const requesterLeft = (await people.standing(order.requester)) === 'deactivated';
      const event = { type: 'approve', requesterLeft, ...how } as const;
      return onceIdentified(actor, order, (who) => ({ ...event, who }));
    });
  }

  return {
    /** `digits`: the number's last four, if the policy asks for them. */
    approve: (actor: Actor, orderId: string, digits?: string): Promise<DecisionResult> =>
      approve(actor, orderId, { digits }),
    /** Only if it is still what the person saw. */
    approveAsSeen: (actor: Actor, { order, revision }: Seen): Promise<DecisionResult> =>
      approve(actor, order, { seen: revision }),
    deny: (actor: Actor, orderId: string, reason: string): Promise<DecisionResult> =>
      decide(actor, orderId, 'deny', (order) =>
        onceIdentified(actor, order, (who) => ({ type: 'deny', who, reason })),
      ),
    ask: (actor: Actor, orderId: string, text: string): Promise<DecisionResult> =>
      decide(actor, orderId, 'ask', (order) =>
        onceIdentified(actor, order, (who) => ({ type: 'ask', who, text })),
      ),
    /** Answers the open ones among the first `upTo` questions. */
    answer: (actor: Actor, orderId: string, text: string, upTo: number): Promise<DecisionResult> =>
      decide(actor, orderId, 'answer', () => ({ type: 'answer', by: actor.userId, text, upTo })),
    /** A message in the card's thread; kept if the requester or an approver wrote it. */
    reply: (actor: Actor, orderId: string, reply: Omit<Reply, 'by'>): Promise<DecisionResult> =>
      decide(actor, orderId, 'reply', (order) =>
        onceIdentified(actor, order, (who) => ({
          type: 'reply',
          who,
          reply: { by: actor.userId, ...reply },
        })),
      ),
    withdraw: (actor: Actor, orderId: string): Promise<DecisionResult> =>
      decide(actor, orderId, 'withdraw', () => ({ type: 'withdraw', by: actor.userId })),
  };
}
export type DecideOrder = ReturnType<typeof createDecideOrder>;
