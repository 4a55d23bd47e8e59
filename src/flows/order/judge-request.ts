import type { AvailableNumber } from '../../domain/numbers/number-search.ts';
import { type Priced, pricesOf } from '../../domain/order/asked-numbers.ts';
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
type Asking = Priced & {
  number: Pick<AvailableNumber, 'country' | 'price'>;
  team: string;
  requester: string;
  askedIn: string;
  labels?: Readonly<Record<string, string>> | undefined;
  now: number;
};

/**
 * `counted`: what it would take from the limits. `unread`: why a user group of the requester isn't known that might allow the
 * request, or be a team with a budget.
 */
type Judged = { reason: MayNotAsk } | { counted: BudgetUse; unread?: unknown };

/** What the rules and limits say to a request. A reason to refuse it holds whatever the groups are that can't be read. */
export async function judgeRequest(
  { people, usage }: { people: Pick<People, 'groupsOf'>; usage: Usage },
  book: Rulebook,
  asking: Asking,
): Promise<Judged> {
  const { team, requester, askedIn: channel, labels, now } = asking;
  const { in: groups, unread } = await people.groupsOf(requester, groupsToAsk(book));
  const request = { channel, country: asking.number.country, ...pricesOf(asking) };
  const reason = mayAsk(book, { userId: requester, groups }, request);
  if (reason && (reason.why !== 'person' || unread.length === 0)) return { reason };
  const counting = { asked: asking, channel, groups, labels, now };
  const counted = budgetUseOf(book.limits, counting, await usage.inUse(team, monthOf(now)));
  const matters = reason || Object.keys(book.limits.monthlyBudget.teams).length > 0;
  return { counted, ...(matters && unread[0] && { unread: unread[0].why }) };
}
