import type { Person } from '../actor.ts';
import type { NumberEntry } from '../numbers/owned-number-list.ts';
import { isEnded, type Order } from '../order/order.ts';
import { isAsked, mayHelp } from '../order/order-filter.ts';
import { SHOWN } from '../page-sizes.ts';
import { groupsToResolve } from '../policy/policy.ts';
import { isOver, type Verification } from '../verification/verification.ts';

/** One person's Home. Lists are complete; the view cuts them and says how many are left. */
export type Home = {
  /** Requests this person's approval would advance now, longest wait first. */
  waiting: readonly Order[];
  questions: readonly Order[];
  /** Own requests: open ones, then recently ended ones; newest first within each. */
  mine: readonly Order[];
  verifications: readonly Verification[];
  numbers: readonly NumberEntry[];
  /** False if there are more records than we read. */
  complete: boolean;
};

/** User groups to look up to see who may approve the waiting requests. */
export function groupsOfWaiting(orders: readonly Order[]): readonly string[] {
  const waiting = orders.filter(({ state }) => state === 'awaiting_approval');
  return [...new Set(waiting.flatMap(({ policy }) => groupsToResolve(policy)))];
}

/** Picks from the workspace's records what concerns this person. `now` is epoch ms. */
export function homeOf(
  /** `orders`: newest first, as the store returns them. */
  known: Pick<Home, 'verifications' | 'numbers' | 'complete'> & { orders: readonly Order[] },
  who: Person,
  now: number,
): Home {
  const { orders, verifications, numbers, complete } = known;
  const mine = orders.filter(({ requester }) => requester === who.userId);
  const ended = mine.filter(isEnded).slice(0, SHOWN.home.ended);
  return {
    waiting: orders.filter((order) => mayHelp(order, who, now)).reverse(),
    questions: mine.filter((order) => isAsked(order, who)),
    mine: [...mine.filter((order) => !isEnded(order)), ...ended],
    verifications: verifications.filter((verification) => !isOver(verification)),
    numbers,
    complete,
  };
}
