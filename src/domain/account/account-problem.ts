import { z } from 'zod';
import { isWithin } from '../elapsed.ts';
import { type Money, moneySchema } from '../money.ts';

/** The Vobiz account as last read. What Vobiz did not say is missing. */
export const accountSeenSchema = z.object({
  /** Epoch ms. */
  at: z.number(),
  active: z.boolean().optional(),
  /** Whether its KYC is done, which Indian numbers need. */
  verified: z.boolean().optional(),
  trial: z.boolean().optional(),
  balance: z.object({ available: moneySchema, postpaid: z.boolean(), low: z.boolean() }).optional(),
});
export type AccountSeen = z.infer<typeof accountSeenSchema>;

/** What was seen longer ago proves nothing. */
const SAYS_FOR_MS = 3_600_000;

/** What may stop purchases. `short`: the balance does not cover what is asked. `low`: it is below what the account calls low. */
export type AccountProblem =
  | { kind: 'inactive' | 'not_verified' }
  | { kind: 'trial' }
  | { kind: 'short'; available: Money; needed: Money }
  | { kind: 'low'; available: Money };

/** The gravest problem for purchases that cost `needed` together; undefined also when nothing is known. `now` is epoch ms. */
export function accountProblem(
  seen: AccountSeen | undefined,
  needed: readonly Money[],
  now: number,
): AccountProblem | undefined {
  if (!seen || !isWithin(seen.at, SAYS_FOR_MS, now)) return undefined;
  const { active, verified, trial, balance } = seen;
  if (active === false) return { kind: 'inactive' };
  if (verified === false) return { kind: 'not_verified' };
  if (balance && !balance.postpaid) {
    const { available, low } = balance;
    const { currency } = available;
    const sum = needed
      .filter((each) => each.currency === currency)
      .reduce((total, { minor }) => total + minor, 0);
    if (sum > available.minor) {
      return { kind: 'short', available, needed: { minor: sum, currency } };
    }
    if (low) return { kind: 'low', available };
  }
  return trial ? { kind: 'trial' } : undefined;
}

/** A purchase is likely to fail for it. */
export type Hindrance = Exclude<AccountProblem, { kind: 'low' | 'trial' }>;

export function hinders(problem: AccountProblem | undefined): problem is Hindrance {
  return problem !== undefined && !['low', 'trial'].includes(problem.kind);
}
