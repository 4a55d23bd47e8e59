import type { Person } from '../actor.ts';
import type { Price } from '../money.ts';
import type { Forbidden } from '../policy/policy.ts';
import { nextRevision } from '../record.ts';
import type { Stand } from './asked-numbers.ts';
import { atPrice, type BudgetUse } from './budget.ts';
import type { Evidence } from './evidence.ts';
import { type Common, commonOf, type Order } from './order.ts';
import {
  chargedPrice,
  type NamedPrice,
  type Settled,
  type StopReason,
  type TurnDown,
  type Uncertainty,
  type Unread,
  type Verdict,
  type Waiting,
} from './order-purchase.ts';
import type { JournalEntry } from './order-put-back.ts';
import { stateIs } from './order-state-facts.ts';
import type { Reply } from './questions.ts';
import type { VendorReason } from './vendor-reason.ts';

/** A usable purchase answer. An unfamiliar status parses as `unknown`. */
export type PurchaseAnswered = {
  orderId: string;
  status: Verdict;
  rawStatus: string;
  e164: string | undefined;
  price: Price | undefined;
  unread?: Unread | undefined;
  failureReason: string | undefined;
};

export type Observation = {
  verdict: Verdict;
  e164: string | undefined;
  failureReason: string | undefined;
  /** The price named by the source of the verdict. */
  named?: NamedPrice | undefined;
  evidence: Evidence[];
};

/** Why Vobiz did not take an order. `reason`: in its own words, or ''. */
export type NotTaken = {
  reason: string;
  turnDown?: TurnDown | undefined;
  because?: VendorReason | undefined;
};

/** What a person says became of a purchase. `e164`: the number that was bought. */
export type Settlement = {
  outcome: { kind: 'placed'; e164: string; orderId: string | undefined } | { kind: 'not_placed' };
  reason: string;
  checked: Settled['checked'];
};

export type OrderEvent =
  /** `digits`: the number's last four, if the policy asks for them. `seen`: the only revision that the person approves. */
  | {
      type: 'approve';
      who: Person;
      requesterLeft: boolean;
      digits?: string | undefined;
      seen?: number | undefined;
    }
  | { type: 'deny'; who: Person; reason: string }
  | { type: 'ask'; who: Person; text: string }
  /** Answers the open ones among the first `upTo` questions, which are those the person saw. */
  | { type: 'answer'; by: string; text: string; upTo: number }
  | { type: 'reply'; who: Person; reply: Reply }
  | { type: 'withdraw'; by: string }
  | { type: 'escalate' }
  | { type: 'expire' }
  | { type: 'stop'; reason: StopReason }
  | { type: 'follow'; next: string }
  /** `next` asks again for the numbers that this one did not get. */
  | { type: 'rest'; next: string }
  /** Nothing was bought by `next`, which asked for it: nobody approved it, or it was stopped or failed. */
  | { type: 'rest_not_bought'; next: string }
  | { type: 'wait'; why: Waiting['why']; until: number }
  /** All parts of an approved lead are made. */
  | { type: 'spread' }
  | { type: 'part'; id: string; stand: Stand }
  /** The lead of this part does not know of it. */
  | { type: 'alone' }
  | { type: 'claim'; attemptId: string }
  /** Only from the claimer, who knows that nothing was sent. */
  | { type: 'unclaim'; attemptId: string; why: Waiting['why']; until: number }
  /** The account has the number already: this is the attempt, and it stays unsent. */
  | { type: 'found'; attemptId: string; observation: Observation }
  | { type: 'answered'; attemptId: string; answer: PurchaseAnswered }
  | ({ type: 'refused'; attemptId: string } & NotTaken)
  | { type: 'lost'; attemptId: string; why: Uncertainty }
  /** Redis lost the claim of an attempt that was sent. */
  | { type: 'put_back'; kept: JournalEntry }
  /** A purchase sent for this order before Redis lost data is now record `next`. */
  | { type: 'sent_as'; next: string }
  | { type: 'observed'; observation: Observation }
  | { type: 'linger' }
  | { type: 'settle'; who: Person; settlement: Settlement };
export type EventType = OrderEvent['type'];
export type EventOf<T extends EventType> = Extract<OrderEvent, { type: T }>;

export type OrderRefusal =
  | { kind: 'forbidden'; why: Forbidden }
  /** Someone was faster, or time ran out: `order` says who and when. */
  | { kind: 'already_settled'; order: Order }
  | { kind: 'already_voted'; order: Order }
  /** Enough of their group approved; others are still needed. */
  | { kind: 'not_needed'; order: Order }
  /** The last four digits are missing or wrong. */
  | { kind: 'digits_differ'; order: Order }
  /** It is not what the person saw when they approved. */
  | { kind: 'changed'; order: Order }
  /** A late or repeated job; nobody needs to know. */
  | { kind: 'out_of_turn'; order: Order };

export type OrderTransition = { ok: true; record: Order } | { ok: false; refusal: OrderRefusal };

export type Step<O extends Order, T extends EventType> = (
  order: O,
  event: EventOf<T>,
  now: number,
) => OrderTransition;

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
type Next = DistributiveOmit<Order, keyof Common>;

/** Changes state: keeps the common fields, takes the rest from `next`. */
export function move(order: Order, now: number, next: Next): OrderTransition {
  return revised(order, now, { ...commonOf(order), ...next });
}

/** Keeps the state and everything but `changes`. */
export function stay<O extends Order>(
  order: O,
  now: number,
  changes: Partial<Omit<O, 'state'>>,
): OrderTransition {
  return revised(order, now, { ...order, ...changes });
}

/** Bumps the revision, and recounts what the order takes from the limits. */
function revised(order: Order, now: number, next: Order): OrderTransition {
  const recounted = order.counted && { counted: recount(order.counted, next) };
  return { ok: true, record: { ...next, ...recounted, ...nextRevision(order, now) } };
}

function recount(counted: BudgetUse, next: Order): BudgetUse {
  if (stateIs(next, 'released')) return { ...counted, released: true };
  const charged = chargedPrice(next);
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

export function saidByAnswer(status: Verdict, at: number): Evidence {
  return { source: 'purchase_answer', finding: status, at };
}
