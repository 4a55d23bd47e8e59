import type { Money, Price } from '../money.ts';
import type { BudgetUse, Charge } from '../order/budget.ts';
import type { Barred, Policy } from './policy.ts';
import type { MayNotAsk } from './rulebook.ts';

/** A request that nobody makes, for `count` numbers of one price, to see what it would need. */
export type Supposed = { price: Price; count: number; user: string; channel: string };

export type Trial = Supposed &
  /** `counted`: what it would take from the limits. */
  (
    | { kind: 'pinned'; policy: Policy; counted: BudgetUse }
    | { kind: 'over_limit'; charge: Charge }
    /** Slack doesn't tell which user groups the person is in, and one of them may matter. */
    | { kind: 'groups_unread' }
    | { kind: 'nobody_can_approve' }
    | { kind: 'barred'; why: Barred }
    | { kind: 'may_not_ask'; reason: MayNotAsk }
  );

/** So much now, and `monthly` later, which is part of it. */
export function priceNow({ minor, currency }: Money, monthly = 0): Price {
  return {
    setup: { minor: minor - monthly, currency },
    monthly: { minor: monthly, currency },
  };
}
