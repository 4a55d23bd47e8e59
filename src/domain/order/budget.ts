import { z } from 'zod';
import { userGroupIdSchema } from '../actor.ts';
import { firstCharge, type Price } from '../money.ts';
import type { Limits } from '../policy/rulebook.ts';

const amountSchema = z.number().int().nonnegative();

/**
 * What a request takes from one limit. `amount`: its first charge in minor units of `currency`, or 1 for a count.
 * `used`: the limit's usage when the request was made.
 */
const chargeSchema = z.object({
  scope: z.enum(['workspace', 'channel', 'team', 'day']),
  /** The counter, unique within the month. */
  field: z.string(),
  amount: amountSchema,
  limit: amountSchema,
  used: z.number().int(),
  currency: z.string().optional(),
  group: userGroupIdSchema.optional(),
});
export type Charge = z.infer<typeof chargeSchema>;

/**
 * `month`: the UTC month of the request (`2026-11`), for good. `released`: ended unbought, so it counts for nothing.
 */
export const budgetUseSchema = z.object({
  month: z.string().regex(/^\d{4}-\d{2}$/),
  charges: z.array(chargeSchema).max(40),
  released: z.literal(true).optional(),
});
export type BudgetUse = z.infer<typeof budgetUseSchema>;

export function monthOf(epochMs: number): string {
  return new Date(epochMs).toISOString().slice(0, 7);
}

/** Every limit that applies. `groups`: the requester's user groups. */
export function budgetUseOf(
  limits: Limits,
  request: { price: Price; channel: string; groups: readonly string[]; now: number },
  usage: Readonly<Record<string, number>>,
): BudgetUse {
  const { channel, groups, now } = request;
  const { minor: amount, currency } = firstCharge(request.price);
  const { workspace, channel: perChannel, teams } = limits.monthlyBudget;
  const day = new Date(now).toISOString().slice(0, 10);
  const money = (
    limit: number | undefined,
    field: string,
    more: Pick<Charge, 'scope' | 'group'>,
  ) => (limit === undefined ? [] : [{ ...more, field, amount, limit, currency }]);
  const charges: Omit<Charge, 'used'>[] = [
    ...money(workspace[currency], `workspace:${currency}`, { scope: 'workspace' }),
    ...money(perChannel[currency], `channel:${channel}:${currency}`, { scope: 'channel' }),
    ...groups.flatMap((group) =>
      money(teams[group]?.[currency], `team:${group}:${currency}`, { scope: 'team', group }),
    ),
    ...(limits.purchasesPerDay === undefined
      ? []
      : [{ scope: 'day' as const, field: `day:${day}`, amount: 1, limit: limits.purchasesPerDay }]),
  ];
  return {
    month: monthOf(now),
    charges: charges.map((charge) => ({ ...charge, used: usage[charge.field] ?? 0 })),
  };
}

/** Counts what a purchase really cost, even beyond the limit. */
export function atPrice(counted: BudgetUse, price: Price): BudgetUse {
  const { minor, currency } = firstCharge(price);
  const charges = counted.charges.map((charge) =>
    charge.currency === currency ? { ...charge, amount: minor } : charge,
  );
  return { ...counted, charges };
}
