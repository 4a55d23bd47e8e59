import type { Person } from '../actor.ts';
import type { NumberEntry } from '../numbers/owned-number-list.ts';
import type { Order } from '../order/order.ts';
import { mayHelp } from '../order/order-filter.ts';
import { ASKED_LOOKED_AT } from '../order/order-lists.ts';
import { SHOWN } from '../page-sizes.ts';
import { groupsToResolve } from '../policy/policy.ts';
import type { Verification } from '../verification/verification.ts';

/** The part of a list that is shown. `more`: how many are left, or that there are others which nobody counted. */
export type Part<T> = { shown: readonly T[]; more: number | 'uncounted' };

/** One person's Home. */
export type Home = {
  /** Requests this person's approval would advance now, longest wait first. */
  waiting: Part<Order>;
  questions: Part<Order>;
  /** Own requests: open ones, then recently ended ones; newest first within each. */
  mine: Part<Order>;
  verifications: Part<Verification>;
  numbers: Part<NumberEntry>;
};

/** The first of a list, and how many there are. */
export type First<T> = { read: readonly T[]; size: number };

/** `asked`: what waits for approval, longest wait first. All else is newest first. */
export type KnownToAll = {
  asked: First<Order>;
  verifications: First<Verification>;
  numbers: First<NumberEntry>;
};
export type Own = Readonly<Record<'questions' | 'open' | 'ended', First<Order>>>;

/** User groups to look up to see who may approve the waiting requests. */
export function groupsOfWaiting(orders: readonly Order[]): readonly string[] {
  const waiting = orders.filter(({ state }) => state === 'awaiting_approval');
  return [...new Set(waiting.flatMap(({ policy }) => groupsToResolve(policy)))];
}

/** What concerns this person. `now` is epoch ms. */
export function homeOf(known: KnownToAll, own: Own, who: Person, now: number): Home {
  const { asked, verifications, numbers } = known;
  const waiting = asked.read.filter((order) => mayHelp(order, who, now));
  const ended = own.ended.read.slice(0, SHOWN.home.ended);
  const mine = [...own.open.read, ...ended];
  const first = partOf({ read: waiting, size: waiting.length }, SHOWN.home.waiting);
  return {
    waiting: asked.size > ASKED_LOOKED_AT.home ? { ...first, more: 'uncounted' } : first,
    questions: partOf(own.questions, SHOWN.home.questions),
    mine: partOf({ read: mine, size: own.open.size + ended.length }, SHOWN.home.mine),
    verifications: partOf(verifications, SHOWN.home.verifications),
    numbers: partOf(numbers, SHOWN.home.numbers),
  };
}

function partOf<T>({ read, size }: First<T>, most: number): Part<T> {
  const shown = read.slice(0, most);
  return { shown, more: Math.max(size - shown.length, 0) };
}
