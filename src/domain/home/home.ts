import type { Person } from '../actor.ts';
import type { NumberEntry } from '../numbers/owned-number-list.ts';
import { isEnded, type Order } from '../order/order.ts';
import { openQuestions } from '../order/order-clock.ts';
import { transition } from '../order/order-transitions.ts';
import { SHOWN } from '../page-sizes.ts';
import { groupsToResolve } from '../policy/policy.ts';
import { isOver, type Verification } from '../verification/verification.ts';

/** What one person's Home is about. All lists are whole; the view cuts them and says how many are left. */
export type Home = {
  /** Requests this person's approval would bring on now, the one that has waited longest first. */
  waiting: readonly Order[];
  /** Own requests with a question to answer. */
  questions: readonly Order[];
  /** Own requests: open ones first, then recent ones that ended; newest first. */
  mine: readonly Order[];
  verifications: readonly Verification[];
  numbers: readonly NumberEntry[];
  /** False when there is more than was looked at. */
  complete: boolean;
};

/** User groups that decide whether somebody may approve anything that waits. */
export function groupsOfWaiting(orders: readonly Order[]): readonly string[] {
  const waiting = orders.filter(({ state }) => state === 'awaiting_approval');
  return [...new Set(waiting.flatMap(({ policy }) => groupsToResolve(policy)))];
}

/** What of the workspace's records is this person's business. `now` is epoch ms. */
export function homeOf(
  known: {
    /** Newest first, as of the store. */
    orders: readonly Order[];
    verifications: readonly Verification[];
    numbers: readonly NumberEntry[];
    complete: boolean;
  },
  who: Person,
  now: number,
): Home {
  const { orders, verifications, numbers, complete } = known;
  const mine = orders.filter(({ requester }) => requester === who.userId);
  const ended = mine.filter(isEnded).slice(0, SHOWN.home.ended);
  return {
    waiting: orders.filter((order) => mayHelp(order, who, now)).reverse(),
    questions: mine.filter(
      (order) => order.state === 'awaiting_approval' && openQuestions(order).length > 0,
    ),
    mine: [...mine.filter((order) => !isEnded(order)), ...ended],
    verifications: verifications.filter((verification) => !isOver(verification)),
    numbers,
    complete,
  };
}

/** Whether this person's approval would count now, by the rules pinned in the request. */
function mayHelp(order: Order, who: Person, now: number): boolean {
  if (order.state !== 'awaiting_approval') return false;
  const digits = order.number.e164.slice(-4);
  return transition(order, { type: 'approve', who, requesterLeft: false, digits }, now).ok;
}
