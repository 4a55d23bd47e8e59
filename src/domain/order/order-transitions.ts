import type { Order, OrderState } from './order.ts';
import {
  answered,
  answeredLate,
  claim,
  conclude,
  found,
  linger,
  lost,
  refused,
  settle,
  unclaim,
  wait,
} from './order-buying.ts';
import * as deciding from './order-deciding.ts';
import {
  type EventType,
  move,
  type OrderEvent,
  type OrderTransition,
  outOfTurn,
  refuse,
  type Step,
} from './order-events.ts';
import { putBack, sentAs } from './order-put-back.ts';

type Table = { [S in OrderState]?: { [T in EventType]?: Step<S, T> } };

/** state -> event -> what happens. An event that is not listed for a state is refused. */
const table: Table = {
  awaiting_approval: {
    approve: deciding.approve,
    deny: deciding.deny,
    ask: deciding.ask,
    answer: deciding.answer,
    reply: deciding.reply,
    withdraw: deciding.withdraw,
    put_back: putBack,
    escalate: deciding.escalate,
    expire: deciding.expire,
  },
  approved: {
    reply: deciding.reply,
    withdraw: deciding.withdraw,
    put_back: putBack,
    stop: (order, { reason }, now) =>
      move(order, now, { state: 'stopped', decision: order.decision, stop: reason, endedAt: now }),
    wait,
    claim,
    found,
  },
  placing: { unclaim, answered, refused, lost, sent_as: sentAs },
  pending: {
    reply: deciding.reply,
    settle,
    sent_as: sentAs,
    linger,
    observed: (order, { observation }, now) => conclude(order, order.purchase, observation, now),
  },
  unconfirmed: {
    reply: deciding.reply,
    settle,
    sent_as: sentAs,
    put_back: putBack,
    answered,
    refused,
    observed: (order, { observation }, now) => conclude(order, undefined, observation, now),
  },
  completed: { answered: answeredLate, sent_as: sentAs },
  failed: { sent_as: sentAs },
  cancelled: { sent_as: sentAs },
  denied: { sent_as: sentAs },
  withdrawn: { sent_as: sentAs },
  expired: { sent_as: sentAs },
  stopped: {
    sent_as: sentAs,
    follow: (order, { next }, now) =>
      order.followedBy
        ? outOfTurn(order)
        : {
            ok: true,
            record: { ...order, followedBy: next, revision: order.revision + 1, updatedAt: now },
          },
  },
};

/** What people do: whoever comes too late is told what happened. */
const BY_PEOPLE: ReadonlySet<EventType> = new Set([
  'approve',
  'deny',
  'ask',
  'answer',
  'withdraw',
  'settle',
]);

/**
 * What may happen to an order. Pure: the caller saves the returned record by compare-and-set on `revision` and, on
 * losing, asks again with the record that won. `now` is epoch ms.
 */
export function transition(order: Order, event: OrderEvent, now: number): OrderTransition {
  const step = stepFor(order, event);
  if (step) return step(order, event, now);
  return BY_PEOPLE.has(event.type) ? refuse({ kind: 'already_settled', order }) : outOfTurn(order);
}

/**
 * The one cast of the table: TypeScript cannot see that the entry found under an order's own state and an event's own
 * type takes exactly that order and that event, which the type of `Table` guarantees.
 */
function stepFor(order: Order, event: OrderEvent) {
  return table[order.state]?.[event.type] as
    | ((order: Order, event: OrderEvent, now: number) => OrderTransition)
    | undefined;
}
