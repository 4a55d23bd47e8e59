import type { Money, Price } from '../money.ts';
import type { Barred, Policy } from './policy.ts';
import type { MayNotAsk } from './rulebook.ts';

/** A request that nobody makes, to see what it would need. */
export type Supposed = { price: Price; user: string; channel: string };

export type Trial = Supposed &
  (
    | { kind: 'pinned'; policy: Policy }
    | { kind: 'nobody_can_approve' }
    | { kind: 'barred'; why: Barred }
    | { kind: 'may_not_ask'; reason: MayNotAsk }
  );

/** So much now, and nothing later. */
export function priceNow(amount: Money): Price {
  return { setup: amount, monthly: { minor: 0, currency: amount.currency } };
}
