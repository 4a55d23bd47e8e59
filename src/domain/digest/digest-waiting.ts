import { onboardingOf } from '../connection/connectable.ts';
import { isOverdue } from '../giveback/give-back-clock.ts';
import { isToReturn } from '../giveback/give-back-rules.ts';
import type { Order } from '../order/order.ts';
import { isAsked } from '../order/order-filter.ts';
import { chargedPrice } from '../order/order-purchase.ts';
import { setsOf } from '../policy/policy.ts';
import type { Digest, Waiting } from './digest.ts';
import { chargeOf, cut, DIGEST_SHOWN } from './digest-lists.ts';

/**
 * What waits for somebody, the longest first: requests to buy, and numbers that somebody asks to give back. `count`: how many
 * there are in all, beyond those that were read. `now` is epoch ms.
 */
export function waitingFor(
  orders: readonly Order[],
  count: number,
  now: number,
): Digest['waiting'] {
  const waiting = orders
    .filter(({ test }) => !test)
    .flatMap((order) => (order.state === 'completed' ? givingBack(order, now) : [asking(order)]))
    .sort((one, other) => one.since - other.since);
  return cut(waiting, DIGEST_SHOWN.waiting, count - (orders.length - waiting.length));
}

function asking(order: Order): Waiting {
  const { number, requester, createdAt: since } = order;
  const isQuestion = isAsked(order, { userId: requester });
  const what = order.state === 'unconfirmed' ? 'word' : isQuestion ? 'answer' : 'decision';
  const from = isQuestion ? { users: [requester], groups: [] } : approversOf(order);
  return { e164: number.e164, charge: chargeOf(order), since, what, from };
}

/** One whose time is over waits for the sweep alone. */
function givingBack(order: Order, now: number): Waiting[] {
  if (!isToReturn(order) || isOverdue(order.giveBack, now)) return [];
  const { asked } = order.giveBack;
  return [
    {
      e164: onboardingOf(order).e164,
      charge: (chargedPrice(order) ?? order.number.price).monthly,
      since: asked.at,
      what: 'decision',
      from: asked.approvers ?? approversOf(order),
      isGiveBack: true,
    },
  ];
}

function approversOf({ policy }: Order): Waiting['from'] {
  const sets = setsOf(policy).map(({ from }) => from);
  const named = sets.filter((from) => from !== 'any_full_member');
  if (named.length < sets.length) return 'any_full_member';
  return {
    users: [...new Set(named.flatMap(({ users }) => users))],
    groups: [...new Set(named.flatMap(({ groups }) => groups))],
  };
}
