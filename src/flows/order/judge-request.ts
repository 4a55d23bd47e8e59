import { type Asked, pricesOf } from '../../domain/order/asked-numbers.ts';
import { type BudgetUse, budgetUseOf, monthOf } from '../../domain/order/budget.ts';
import {
  groupsToAsk,
  type MayNotAsk,
  mayAsk,
  type Rulebook,
} from '../../domain/policy/rulebook.ts';
import type { Usage } from '../../store/usage.ts';
import type { People } from '../identify.ts';

/** Who asks where for what. `now` is epoch ms. */
type Asking = Asked & {
  team: string;
  requester: string;
  askedIn: string;
  labels?: Readonly<Record<string, string>> | undefined;
  now: number;
};

/** `counted`: what it would take from the limits. `unread`: why some of the requester's user groups are not known. */
type Judged = {
  reason: MayNotAsk | undefined;
  counted: BudgetUse;
  unread: readonly unknown[];
};

/** What the rules and limits say to a request. */
export async function judgeRequest(
  { people, usage }: { people: Pick<People, 'groupsOf'>; usage: Usage },
  book: Rulebook,
  asking: Asking,
): Promise<Judged> {
  const { team, requester, askedIn: channel, labels, now } = asking;
  const { in: groups, unread } = await people.groupsOf(requester, groupsToAsk(book));
  const request = { channel, country: asking.number.country, ...pricesOf(asking) };
  const reason = mayAsk(book, { userId: requester, groups }, request);
  const counting = { asked: asking, channel, groups, labels, now };
  const counted = budgetUseOf(book.limits, counting, await usage.inUse(team, monthOf(now)));
  return { reason, counted, unread };
}
