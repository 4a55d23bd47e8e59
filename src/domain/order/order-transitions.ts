import type { Order, OrderIn, OrderState } from './order.ts';
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
  stop,
  unclaim,
  wait,
} from './order-buying.ts';
import * as deciding from './order-deciding.ts';
import {
  type EventType,
  type OrderEvent,
  type OrderTransition,
  outOfTurn,
  refuse,
  type Step,
  stay,
} from './order-events.ts';
import { askRest, hear, leaveAlone, offerRest, spread } from './order-parts.ts';
import { putBack, sentAs } from './order-put-back.ts';

type Table = { [S in OrderState]: { [T in EventType]?: Step<OrderIn<S>, T> } };

/** Of a request for several that is over. */
const ofRest = { rest: askRest, rest_not_bought: offerRest };

/** state -> event -> step. Anything not listed is refused. */
const TABLE = {
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
    stop,
    wait,
    spread,
    part: hear,
    alone: leaveAlone,
    claim,
    found,
  },
  placing: { part: hear, alone: leaveAlone, unclaim, answered, refused, lost, sent_as: sentAs },
  pending: {
    part: hear,
    alone: leaveAlone,
    reply: deciding.reply,
    settle,
    sent_as: sentAs,
    linger,
    observed: (order, { observation }, now) => conclude(order, order.purchase, observation, now),
  },
  unconfirmed: {
    part: hear,
    alone: leaveAlone,
    reply: deciding.reply,
    settle,
    sent_as: sentAs,
    put_back: putBack,
    answered,
    refused,
    observed: (order, { observation }, now) => conclude(order, undefined, observation, now),
  },
  completed: {
    part: hear,
    ...ofRest,
    alone: leaveAlone,
    answered: answeredLate,
    sent_as: sentAs,
  },
  failed: { part: hear, ...ofRest, alone: leaveAlone, sent_as: sentAs },
  cancelled: { part: hear, ...ofRest, alone: leaveAlone, sent_as: sentAs },
  denied: { sent_as: sentAs },
  withdrawn: { sent_as: sentAs },
  expired: { sent_as: sentAs },
  stopped: {
    part: hear,
    ...ofRest,
    alone: leaveAlone,
    sent_as: sentAs,
    follow: (order, { next }, now) =>
      order.followedBy ? outOfTurn(order) : stay(order, now, { followedBy: next }),
  },
} satisfies Table;
/** Lets the tests check that every event is handled somewhere. */
export type OrderTable = typeof TABLE;

/** Whether someone who acts too late is told what happened. A reply needs no answer: it is in the thread. */
const IS_ANSWERED = {
  approve: true,
  deny: true,
  ask: true,
  answer: true,
  reply: false,
  withdraw: true,
  escalate: false,
  expire: false,
  stop: false,
  follow: false,
  rest: false,
  rest_not_bought: false,
  wait: false,
  spread: false,
  part: false,
  alone: false,
  claim: false,
  unclaim: false,
  found: false,
  answered: false,
  refused: false,
  lost: false,
  put_back: false,
  sent_as: false,
  observed: false,
  linger: false,
  settle: true,
} as const satisfies Record<EventType, boolean>;

/**
 * Pure: the caller saves the result by compare-and-set on `revision`; on losing, it retries with the winning record.
 * `now` is epoch ms.
 */
export function transition(order: Order, event: OrderEvent, now: number): OrderTransition {
  const step = stepFor(order, event);
  if (step) return step(order, event, now);
  return IS_ANSWERED[event.type] ? refuse({ kind: 'already_settled', order }) : outOfTurn(order);
}

/** Whether the state allows the event; the step may still refuse it. */
export function isOpenTo(order: Order, event: EventType): boolean {
  return event in TABLE[order.state];
}

/** The table's one cast: TypeScript cannot see what `Table` ensures, that a step takes its own state and event. */
function stepFor(order: Order, event: OrderEvent) {
  const row: { [T in EventType]?: unknown } = TABLE[order.state];
  return row[event.type] as Step<Order, EventType> | undefined;
}
