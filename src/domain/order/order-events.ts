import type { Person } from '../actor.ts';
import type { Price } from '../money.ts';
import type { Forbidden } from '../policy/policy.ts';
import { atPrice, type BudgetUse } from './budget.ts';
import type { Evidence } from './evidence.ts';
import { type Common, commonOf, type Order, type OrderIn, type OrderState } from './order.ts';
import type {
  NamedPrice,
  Settled,
  StopReason,
  TurnDown,
  Uncertainty,
  Unread,
  Verdict,
  Waiting,
} from './order-purchase.ts';
import type { JournalEntry } from './order-put-back.ts';
import { stateIs } from './order-states.ts';
import type { Reply } from './questions.ts';
import type { VendorReason } from './vendor-reason.ts';

/** A usable purchase answer of Vobiz. `status` is the parsed one; anything unheard of is `unknown`. */
export type PurchaseAnswered = {
  orderId: string;
  status: Verdict;
  rawStatus: string;
  e164: string | undefined;
  price: Price | undefined;
  unread?: Unread | undefined;
  failureReason: string | undefined;
};

/** What we found when we looked for an order. */
export type Observation = {
  verdict: Verdict;
  e164: string | undefined;
  failureReason: string | undefined;
  /** The price named by what gave the verdict. */
  named?: NamedPrice | undefined;
  evidence: Evidence[];
};

/** Why Vobiz did not take an order. `reason` is in its own words, '' where it gave none. */
export type NotTaken = {
  reason: string;
  turnDown?: TurnDown | undefined;
  because?: VendorReason | undefined;
};

/** What a person says became of a purchase. `e164` is the number that was bought. */
export type Settlement = {
  outcome: { kind: 'placed'; e164: string; orderId: string | undefined } | { kind: 'not_placed' };
  reason: string;
  checked: Settled['checked'];
};

export type OrderEvent =
  /** `digits`: the last four of the number, where the policy asks for them. */
  | { type: 'approve'; who: Person; requesterLeft: boolean; digits?: string }
  | { type: 'deny'; who: Person; reason: string }
  | { type: 'ask'; who: Person; text: string }
  /** Answers those of the first `upTo` questions that are open: the ones that were shown. */
  | { type: 'answer'; by: string; text: string; upTo: number }
  | { type: 'reply'; who: Person; reply: Reply }
  | { type: 'withdraw'; by: string }
  | { type: 'escalate' }
  | { type: 'expire' }
  | { type: 'stop'; reason: StopReason }
  | { type: 'follow'; next: string }
  | { type: 'wait'; why: Waiting['why']; until: number }
  | { type: 'claim'; attemptId: string }
  /** By the claimer alone, who knows that nothing was sent. */
  | { type: 'unclaim'; attemptId: string; why: Waiting['why']; until: number }
  /** The account has the number and nothing was sent: this is the attempt, and it stays unsent. */
  | { type: 'found'; attemptId: string; observation: Observation }
  | { type: 'answered'; attemptId: string; answer: PurchaseAnswered }
  | ({ type: 'refused'; attemptId: string } & NotTaken)
  | { type: 'lost'; attemptId: string; why: Uncertainty }
  /** Redis went back to before the claim of an attempt that was sent. */
  | { type: 'put_back'; kept: JournalEntry }
  /** A purchase that was sent for this order before Redis went back has the record `next` of its own. */
  | { type: 'sent_as'; next: string }
  | { type: 'observed'; observation: Observation }
  | { type: 'linger' }
  | { type: 'settle'; who: Person; settlement: Settlement };
export type EventType = OrderEvent['type'];
export type EventOf<T extends EventType> = Extract<OrderEvent, { type: T }>;

export type OrderRefusal =
  | { kind: 'forbidden'; why: Forbidden }
  /** Someone was faster, or time was: `order` says who and when. */
  | { kind: 'already_settled'; order: Order }
  /** A second approval by the same person. */
  | { kind: 'already_voted'; order: Order }
  /** Enough people of their kind have approved; others are still needed. */
  | { kind: 'not_needed'; order: Order }
  /** The last four digits of the number were not given, or are others. */
  | { kind: 'digits_differ'; order: Order }
  /** The event does not fit the state: a late or repeated job. Nobody needs to be told. */
  | { kind: 'out_of_turn'; order: Order };

export type OrderTransition = { ok: true; record: Order } | { ok: false; refusal: OrderRefusal };

export type Step<S extends OrderState, T extends EventType> = (
  order: OrderIn<S>,
  event: EventOf<T>,
  now: number,
) => OrderTransition;

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
type Next = DistributiveOmit<Order, keyof Common>;

/** The order in another state: what all states share is carried over, everything else is in `next`. */
export function move(order: Order, now: number, next: Next): OrderTransition {
  return revised(order, now, { ...commonOf(order), ...next });
}

/** The order in the same state: everything is carried over but `changes`. */
export function stay<O extends Order>(
  order: O,
  now: number,
  changes: Partial<Omit<O, 'state'>>,
): OrderTransition {
  return revised(order, now, { ...order, ...changes });
}

/** One revision on, and counted for what it now takes from the limits. */
function revised({ counted, revision }: Order, now: number, next: Order): OrderTransition {
  const recounted = counted && { counted: recount(counted, next) };
  return { ok: true, record: { ...next, ...recounted, revision: revision + 1, updatedAt: now } };
}

function recount(counted: BudgetUse, next: Order): BudgetUse {
  if (stateIs(next, 'released')) return { ...counted, released: true };
  const answered = 'purchase' in next ? next.purchase?.price : undefined;
  const charged = answered ?? ('named' in next ? next.named?.price : undefined);
  return charged ? atPrice(counted, charged) : counted;
}

export function refuse(refusal: OrderRefusal): OrderTransition {
  return { ok: false, refusal };
}

export function outOfTurn(order: Order): OrderTransition {
  return refuse({ kind: 'out_of_turn', order });
}

export function forbid(why: Forbidden): OrderTransition {
  return refuse({ kind: 'forbidden', why });
}

/** What is asked of nobody but Vobiz: said by its answer, one finding. */
export function saidByAnswer(status: Verdict, at: number): Evidence {
  return { source: 'purchase_answer', finding: status, at };
}
