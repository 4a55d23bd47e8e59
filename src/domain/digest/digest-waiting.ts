import { onboardingOf } from '../connection/connectable.ts';
import { isOverdue } from '../giveback/give-back-clock.ts';
import { decidersOf } from '../giveback/give-back-rules.ts';
import { isToReturn } from '../giveback/returnable.ts';
import { agreedPrice } from '../numbers/owned-number-list.ts';
import type { Order } from '../order/order.ts';
import { isAsked } from '../order/order-filter.ts';
import { approversOf } from '../policy/policy.ts';
import type { Verification } from '../verification/verification.ts';
import type { Digest, Waiting } from './digest.ts';
import { chargeOf, cut, DIGEST_SHOWN } from './digest-lists.ts';

/**
 * What waits for somebody, the longest first: requests to buy, and numbers that somebody asks to give back. `count`: how many
 * there are in all, beyond those that were read. `now` is epoch ms.
 */
export function waitingFor(
  { asked, givingBack }: { asked: readonly Order[]; givingBack: readonly (Order | Verification)[] },
  count: number,
  now: number,
): Digest['waiting'] {
  const waiting = [
    ...asked.filter(({ test }) => !test).map(asking),
    ...givingBack.flatMap((record) => givingBackNow(record, now)),
  ].sort((one, other) => one.since - other.since);
  const read = asked.length + givingBack.length;
  return cut(waiting, DIGEST_SHOWN.waiting, count - (read - waiting.length));
}

function asking(order: Order): Waiting {
  const { number, requester, createdAt: since } = order;
  const isQuestion = isAsked(order, { userId: requester });
  const what = order.state === 'unconfirmed' ? 'word' : isQuestion ? 'answer' : 'decision';
  const from = isQuestion ? { users: [requester], groups: [] } : approversOf(order.policy);
  return { e164: number.e164, charge: chargeOf(order), since, what, from };
}

/** One whose time is over waits for the sweep alone. */
function givingBackNow(record: Order | Verification, now: number): Waiting[] {
  if (!isToReturn(record) || isOverdue(record.giveBack, now)) return [];
  return [
    {
      e164: onboardingOf(record).e164,
      charge: agreedPrice(record)?.monthly,
      since: record.giveBack.asked.at,
      what: 'decision',
      from: decidersOf(record),
      isGiveBack: true,
    },
  ];
}
