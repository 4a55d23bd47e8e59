import type { Judged } from './actor.ts';
import type { Evidence, Verdict } from './evidence.ts';
import type { Price } from './money.ts';
import {
  commonOf,
  isEnded,
  type Order,
  type OrderIn,
  type OrderState,
  type Purchase,
  type StopReason,
  type Uncertainty,
} from './order.ts';
import { type Forbidden, mayDecide } from './policy.ts';

/** A usable purchase answer of Vobiz. `status` is the parsed one; anything unheard of is `unknown`. */
export type PurchaseAnswered = {
  orderId: string;
  status: Verdict;
  rawStatus: string;
  e164: string | undefined;
  price: Price | undefined;
  failureReason: string | undefined;
};

/** What we found when we looked for an order. */
export type Observation = {
  verdict: Verdict;
  e164: string | undefined;
  failureReason: string | undefined;
  evidence: Evidence[];
};

export type OrderEvent =
  | { type: 'approve'; who: Judged; requesterLeft: boolean }
  | { type: 'deny'; who: Judged; reason: string }
  | { type: 'expire' }
  | { type: 'stop'; reason: StopReason }
  | { type: 'claim'; attemptId: string }
  | { type: 'answered'; attemptId: string; answer: PurchaseAnswered }
  | { type: 'refused'; attemptId: string; reason: string }
  | { type: 'lost'; attemptId: string; why: Uncertainty }
  | { type: 'observed'; observation: Observation };
type EventType = OrderEvent['type'];
type EventOf<T extends EventType> = Extract<OrderEvent, { type: T }>;

export type OrderRefusal =
  | { kind: 'forbidden'; why: Forbidden }
  /** Someone was faster, or time was: `order` says who and when. */
  | { kind: 'already_settled'; order: Order }
  /** The event does not fit the state: a late or repeated job. Nobody needs to be told. */
  | { kind: 'out_of_turn'; order: Order };

export type OrderTransition = { ok: true; record: Order } | { ok: false; refusal: OrderRefusal };

type Step<S extends OrderState, T extends EventType> = (
  order: OrderIn<S>,
  event: EventOf<T>,
  now: number,
) => OrderTransition;
type Table = { [S in OrderState]?: { [T in EventType]?: Step<S, T> } };

/** The next record: the same identity, one revision on. */
function move(
  order: Order,
  now: number,
  next: DistributiveOmit<Order, keyof ReturnType<typeof commonOf>>,
): OrderTransition {
  const common = { ...commonOf(order), revision: order.revision + 1, updatedAt: now };
  return { ok: true, record: { ...common, ...next } };
}
type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

function outOfTurn(order: Order): OrderTransition {
  return { ok: false, refusal: { kind: 'out_of_turn', order } };
}

/** Runs a decision only for those who may decide, and only in time. */
function decide(
  order: OrderIn<'awaiting_approval'>,
  who: Judged,
  now: number,
  next: (decision: { by: string; at: number }) => OrderTransition,
): OrderTransition {
  const why = mayDecide(order.policy, who, order.requester);
  if (why) return { ok: false, refusal: { kind: 'forbidden', why } };
  if (now >= order.expiresAt)
    return { ok: false, refusal: { kind: 'already_settled', order: expired(order, now) } };
  return next({ by: who.userId, at: now });
}

function expired(order: OrderIn<'awaiting_approval'>, now: number): OrderIn<'expired'> {
  return { ...commonOf(order), state: 'expired', endedAt: now };
}

function purchaseOf(answer: PurchaseAnswered, now: number): Purchase {
  const { orderId, rawStatus, e164, price } = answer;
  return { orderId, rawStatus, at: now, ...(e164 && { e164 }), ...(price && { price }) };
}

const NO_REASON = 'Vobiz gave no reason';

/** A purchase answer counts for its own attempt, also when we had already given up waiting for it. */
function answered(
  order: OrderIn<'placing' | 'unconfirmed'>,
  event: EventOf<'answered'>,
  now: number,
): OrderTransition {
  if (event.attemptId !== order.attempt.id) return outOfTurn(order);
  const { answer } = event;
  const purchase = purchaseOf(answer, now);
  const said: Evidence = { source: 'purchase_answer', finding: answer.status, at: now };
  return settle(order, purchase, { ...answer, verdict: answer.status, evidence: [said] }, now);
}

/** Where the evidence leads. Everything but a clear ending keeps the order open. */
function settle(
  order: OrderIn<'placing' | 'pending' | 'unconfirmed'>,
  purchase: Purchase | undefined,
  seen: Observation,
  now: number,
): OrderTransition {
  const { decision, attempt } = order;
  const sent = { decision, attempt, ...(purchase && { purchase }) };
  const end = { ...sent, evidence: seen.evidence, endedAt: now };
  const allocated = seen.e164 ?? purchase?.e164;
  switch (seen.verdict) {
    case 'completed':
      return move(order, now, {
        ...end,
        state: 'completed',
        ...(allocated && { allocated }),
      });
    case 'failed':
      return move(order, now, { ...end, state: 'failed', reason: seen.failureReason ?? NO_REASON });
    case 'cancelled':
      return move(order, now, { ...end, state: 'cancelled' });
    default:
      if (purchase)
        return move(order, now, { ...sent, state: 'pending', purchase, evidence: seen.evidence });
      if (order.state === 'unconfirmed') {
        return move(order, now, {
          ...sent,
          state: 'unconfirmed',
          why: order.why,
          evidence: seen.evidence,
        });
      }
      return outOfTurn(order);
  }
}

/** state -> event -> what happens. An event that is not listed for a state is refused. */
const table: Table = {
  awaiting_approval: {
    approve: (order, { who, requesterLeft }, now) =>
      decide(order, who, now, (decision) =>
        requesterLeft
          ? { ok: false, refusal: { kind: 'forbidden', why: 'requester_left' } }
          : move(order, now, { state: 'approved', decision }),
      ),
    deny: (order, { who, reason }, now) =>
      decide(order, who, now, (decision) =>
        move(order, now, { state: 'denied', decision, reason, endedAt: now }),
      ),
    expire: (order, _event, now) =>
      now >= order.expiresAt
        ? move(order, now, { state: 'expired', endedAt: now })
        : outOfTurn(order),
  },
  approved: {
    stop: (order, { reason }, now) =>
      move(order, now, { state: 'stopped', decision: order.decision, stop: reason, endedAt: now }),
    claim: (order, { attemptId }, now) =>
      move(order, now, {
        state: 'placing',
        decision: order.decision,
        attempt: { id: attemptId, startedAt: now },
      }),
  },
  placing: {
    answered,
    refused: (order, { attemptId, reason }, now) =>
      attemptId === order.attempt.id
        ? move(order, now, {
            state: 'failed',
            decision: order.decision,
            attempt: order.attempt,
            reason,
            evidence: [],
            endedAt: now,
          })
        : outOfTurn(order),
    lost: (order, { attemptId, why }, now) =>
      attemptId === order.attempt.id
        ? move(order, now, {
            state: 'unconfirmed',
            decision: order.decision,
            attempt: order.attempt,
            why,
            evidence: [],
          })
        : outOfTurn(order),
  },
  pending: {
    observed: (order, { observation }, now) => settle(order, order.purchase, observation, now),
  },
  unconfirmed: {
    answered,
    observed: (order, { observation }, now) => settle(order, undefined, observation, now),
  },
};

const DECISIONS: ReadonlySet<EventType> = new Set(['approve', 'deny']);

/**
 * What may happen to an order. Pure: the caller saves the returned record by compare-and-set on `revision` and, on
 * losing, asks again with the record that won. `now` is epoch ms.
 */
export function transition(order: Order, event: OrderEvent, now: number): OrderTransition {
  const step = stepFor(order, event);
  if (step) return step(order, event, now);
  return DECISIONS.has(event.type)
    ? { ok: false, refusal: { kind: 'already_settled', order } }
    : outOfTurn(order);
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

/** Whether an observation says anything the record does not say already; times of looking are no news. */
export function isNews(order: OrderIn<'pending' | 'unconfirmed'>, seen: Observation): boolean {
  const findings = (list: readonly Evidence[]) =>
    list.map(({ source, finding }) => `${source}=${finding}`).join();
  const open = seen.verdict === 'pending' || seen.verdict === 'unknown';
  return !open || findings(order.evidence) !== findings(seen.evidence);
}

/** Work that an order calls for. Derived from the record alone, so whatever is lost can be asked for again. */
export type OrderDuty = 'place' | 'track' | 'notify';

export function dutiesOf(order: Order): readonly OrderDuty[] {
  if (order.state === 'approved') return ['place'];
  if (order.state === 'pending') return ['track'];
  if (order.state === 'unconfirmed') return ['track', 'notify'];
  return isEnded(order) ? ['notify'] : [];
}
