import type { Digest, Spent } from '../../domain/digest/digest.ts';
import { formatMoney } from '../../domain/money.ts';
import { plural } from '../kit/text.ts';

/** `Sales`, in the policy's own words; `Cost centre: Sales` where there is more than one label to tell apart. */
export function spentName({ label }: Spent, all: readonly Spent[]): string {
  if (!label) return 'All numbers';
  const isOnly = all.every((other) => !other.label || other.label.name === label.name);
  return isOnly ? label.value : `${label.name}: ${label.value}`;
}

/** `₹3,000 of ₹50,000, 6%` */
export function spentText({ used, budget }: Spent): string {
  const amount = formatMoney(used);
  if (budget === undefined) return amount;
  const share = shareOf({ used, budget });
  return `${amount} of ${formatMoney({ ...used, minor: budget })}${share === undefined ? '' : `, ${share}%`}`;
}

/** Percent of the budget, rounded; undefined without one. */
export function shareOf({ used, budget }: Pick<Spent, 'used' | 'budget'>): number | undefined {
  return budget ? Math.round((100 * used.minor) / budget) : undefined;
}

/** `November`, of `2026-11`. */
export function monthName(month: string): string {
  return monthFormat.format(Date.parse(`${month}-01`));
}

const monthFormat = new Intl.DateTimeFormat('en-GB', { month: 'long', timeZone: 'UTC' });

/** How many lines of spending are not read out; '' for none. */
export function moreSpent({ spent: { shown, count } }: Pick<Digest, 'spent'>): string {
  const more = count - shown.length;
  return more > 0 ? `and ${plural(more, 'more label', 'more labels')}` : '';
}
