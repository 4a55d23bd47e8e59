import type { Glanced, Person } from '../actor.ts';
import { isOverdue } from '../giveback/give-back-clock.ts';
import { giveBackGroups, mayApproveGiveBack } from '../giveback/give-back-rules.ts';
import { isToReturn, type Returnable } from '../giveback/returnable.ts';
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
  /** Numbers to be given back: that this person may decide about, and that they asked for; longest wait first. */
  giveBacks: { toDecide: Part<Returnable>; own: Part<Returnable> };
  questions: Part<Order>;
  /** Own requests: open ones, then recently ended ones; newest first within each. */
  mine: Part<Order>;
  verifications: Part<Verification>;
  numbers: Part<NumberEntry>;
  /** User groups Slack did not tell that may let this person decide more than is shown. */
  unread: readonly string[];
};

/** The first of a list, and how many there are. */
export type First<T> = { read: readonly T[]; size: number };

/** `asked`: what waits for approval, longest wait first. `giveBacks`: so do numbers to be given back. All else is newest first. */
export type KnownToAll = {
  asked: First<Order>;
  giveBacks: First<Order | Verification>;
  verifications: First<Verification>;
  numbers: First<NumberEntry>;
};
export type Own = Readonly<Record<'questions' | 'open' | 'ended', First<Order>>>;

/** User groups to look up to see who may decide what waits. */
export function groupsOfWaiting(records: readonly (Order | Verification)[]): readonly string[] {
  const groups = records.flatMap((record) => {
    if (record.state === 'awaiting_approval') return groupsToResolve(record.policy);
    return isToReturn(record) ? giveBackGroups(record) : [];
  });
  return [...new Set(groups)];
}

/** Of the groups that Slack did not tell, those that may let this person decide something they otherwise can't. */
export function unreadThatMatter(
  records: readonly (Order | Verification)[],
  { who, unread }: Glanced,
  now: number,
): readonly string[] {
  const closed = records.filter((record) => !mayDecideNow(record, who, now));
  return unread.filter((group) => {
    const member = { ...who, groups: [...who.groups, group] };
    return closed.some((record) => mayDecideNow(record, member, now));
  });
}

function mayDecideNow(record: Order | Verification, who: Person, now: number): boolean {
  if (isToDecide(record, now)) return mayReturn(record, who);
  return record.kind === 'order' && mayHelp(record, who, now);
}

/** What concerns this person. `now` is epoch ms. */
export function homeOf(known: KnownToAll, own: Own, glanced: Glanced, now: number): Home {
  const { who } = glanced;
  const { asked, giveBacks, verifications, numbers } = known;
  const waiting = asked.read.filter((order) => mayHelp(order, who, now));
  const ended = own.ended.read.slice(0, SHOWN.home.ended);
  const mine = [...own.open.read, ...ended];
  return {
    waiting: foundIn(asked, waiting, SHOWN.home.waiting),
    giveBacks: giveBacksOf(giveBacks, who, now),
    questions: partOf(own.questions, SHOWN.home.questions),
    mine: partOf({ read: mine, size: own.open.size + ended.length }, SHOWN.home.mine),
    verifications: partOf(verifications, SHOWN.home.verifications),
    numbers: partOf(numbers, SHOWN.home.numbers),
    unread: unreadThatMatter([...asked.read, ...giveBacks.read], glanced, now),
  };
}

function giveBacksOf(
  asked: First<Order | Verification>,
  who: Person,
  now: number,
): Home['giveBacks'] {
  const waiting = asked.read
    .filter((record) => isToDecide(record, now))
    .sort((one, other) => askedAt(one) - askedAt(other));
  const toDecide = waiting.filter((record) => mayReturn(record, who));
  const own = waiting.filter(({ giveBack }) => giveBack?.asked.by === who.userId);
  const most = SHOWN.home.giveBacks;
  return { toDecide: foundIn(asked, toDecide, most), own: foundIn(asked, own, most) };
}

function isToDecide(record: Order | Verification, now: number): record is Returnable {
  return isToReturn(record) && !isOverdue(record.giveBack, now);
}

function mayReturn(record: Returnable, who: Person): boolean {
  return mayApproveGiveBack(record, who) === undefined;
}

function askedAt({ giveBack }: Returnable): number {
  return giveBack?.asked.at ?? 0;
}

/** What was found by looking through a list. */
function foundIn<T>(
  { size }: Pick<First<unknown>, 'size'>,
  read: readonly T[],
  most: number,
): Part<T> {
  const part = partOf({ read, size: read.length }, most);
  return size > ASKED_LOOKED_AT.home ? { ...part, more: 'uncounted' } : part;
}

function partOf<T>({ read, size }: First<T>, most: number): Part<T> {
  const shown = read.slice(0, most);
  return { shown, more: Math.max(size - shown.length, 0) };
}
