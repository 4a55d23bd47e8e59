import { z } from 'zod';
import { userGroupIdSchema } from '../actor.ts';
import { firstCharge, type Price } from '../money.ts';
import type { Limits } from '../policy/rulebook.ts';
import { type Priced, priceOfAll } from './asked-numbers.ts';

const amountSchema = z.number().int().nonnegative();

/**
 * What a request takes from one limit. `amount`: its first charge in minor units of `currency`, or of a count, how many numbers.
 * `used`: the limit's usage when the request was made.
 */
const chargeSchema = z.object({
  scope: z.enum(['workspace', 'channel', 'team', 'label', 'fees', 'day']),
  /** The counter, unique within the month. */
  field: z.string(),
  amount: amountSchema,
  limit: amountSchema,
  used: z.number().int(),
  currency: z.string().optional(),
  group: userGroupIdSchema.optional(),
  label: z.object({ name: z.string(), value: z.string() }).optional(),
});
export type Charge = z.infer<typeof chargeSchema>;

/**
 * `month`: the UTC month of the request (`2026-11`), for good. `released`: ended unbought, so it counts for nothing.
 */
export const budgetUseSchema = z.object({
  month: z.string().regex(/^\d{4}-\d{2}$/),
  charges: z.array(chargeSchema).max(40),
  /** What its monthly fee does to that limit, which no month ends: `used` were the fees of all numbers then. */
  fees: chargeSchema.optional(),
  released: z.literal(true).optional(),
});
export type BudgetUse = z.infer<typeof budgetUseSchema>;

/** Every limit it counts for. */
export function chargesOf({ charges, fees }: BudgetUse): readonly Charge[] {
  return fees ? [...charges, fees] : charges;
}

/** The first limit that a request goes beyond. The save script asks the same (`beyond`), of the usage at that moment. */
export function beyondLimit(counted: BudgetUse): Charge | undefined {
  return chargesOf(counted).find(({ used, amount, limit }) => used + amount > limit);
}

export function monthOf(epochMs: number): string {
  return new Date(epochMs).toISOString().slice(0, 7);
}

type Counted = {
  asked: Priced;
  channel: string;
  /** The requester's user groups. */
  groups: readonly string[];
  labels?: Readonly<Record<string, string>> | undefined;
  now: number;
};

/** What the limits are used for: by counter, and the fees of all numbers by currency. */
export type InUse = {
  month: Readonly<Record<string, number>>;
  fees: Readonly<Record<string, number>>;
};

/** Every limit that applies. */
export function budgetUseOf(limits: Limits, request: Counted, used: InUse): BudgetUse {
  const { asked, channel, groups, labels = {}, now } = request;
  const price = priceOfAll(asked);
  const { minor: amount, currency } = firstCharge(price);
  const { workspace, channel: perChannel, teams, labels: perLabel } = limits.monthlyBudget;
  const day = new Date(now).toISOString().slice(0, 10);
  const money = (
    limit: number | undefined,
    field: string,
    more: Pick<Charge, 'scope' | 'group' | 'label'>,
  ) => (limit === undefined ? [] : [{ ...more, field, amount, limit, currency }]);
  const charges: Omit<Charge, 'used'>[] = [
    ...money(workspace[currency], `workspace:${currency}`, { scope: 'workspace' }),
    ...money(perChannel[currency], `channel:${channel}:${currency}`, { scope: 'channel' }),
    ...groups.flatMap((group) =>
      money(teams[group]?.[currency], `team:${group}:${currency}`, { scope: 'team', group }),
    ),
    ...Object.entries(labels).flatMap(([name, value]) =>
      money(perLabel[name]?.[value]?.[currency], `label:${name}=${value}:${currency}`, {
        scope: 'label',
        label: { name, value },
      }),
    ),
    ...(limits.purchasesPerDay === undefined
      ? []
      : [
          {
            scope: 'day' as const,
            field: `day:${day}`,
            amount: 1 + (asked.more ?? []).length,
            limit: limits.purchasesPerDay,
          },
        ]),
  ];
  return {
    month: monthOf(now),
    charges: charges.map((charge) => ({ ...charge, used: used.month[charge.field] ?? 0 })),
    ...feesUse(limits, price, used),
  };
}

function feesUse({ monthlyFees }: Limits, { monthly }: Price, { fees }: InUse) {
  const { minor: amount, currency } = monthly;
  const limit = monthlyFees[currency];
  if (limit === undefined) return {};
  const used = fees[currency] ?? 0;
  const field = feesField(currency);
  return { fees: { scope: 'fees' as const, field, amount, limit, used, currency } };
}

/** The counter of all monthly fees in one currency. */
function feesField(currency: string): string {
  return `fees:${currency}`;
}

/** Counts what a purchase really cost, even beyond the limit. */
export function atPrice(counted: BudgetUse, price: Price): BudgetUse {
  const { minor, currency } = firstCharge(price);
  const charges = counted.charges.map((charge) =>
    charge.currency === currency ? { ...charge, amount: minor } : charge,
  );
  const { fees } = counted;
  const isSame = fees?.currency === price.monthly.currency;
  return { ...counted, charges, ...(isSame && { fees: { ...fees, amount: price.monthly.minor } }) };
}

/** What one of several numbers counts for, of what they counted for together. */
export function shareOf(counted: BudgetUse, price: Price): BudgetUse {
  const share = atPrice(counted, price);
  const charges = share.charges.map((charge) =>
    charge.currency ? charge : { ...charge, amount: 1 },
  );
  return { ...share, charges };
}
