import type { Policies } from '../../domain/policy/policies.ts';
import type { Amounts, Rulebook } from '../../domain/policy/rulebook.ts';
import { type Finding, listed, warning } from './finding.ts';

/**
 * Amounts that can never count, because Vobiz quotes none of their currencies. An amount of another currency limits nothing and
 * approves nothing. `quoted`: what prices of numbers on offer are in; without any, nothing is known.
 */
export function judgeCurrencies(policies: Policies, quoted: ReadonlySet<string>): Finding[] {
  if (quoted.size === 0) return [];
  const idle = new Map<string, string>();
  for (const { key, amounts } of rulebooksOf(policies).flatMap(amountsIn)) {
    const named = Object.keys(amounts);
    if (named.length === 0 || named.some((currency) => quoted.has(currency))) continue;
    idle.set(key, listed(named));
  }
  const prices = listed([...quoted]);
  return [...idle].map(([key, named]) =>
    warning(
      'Amounts',
      `${key} is in ${named}, and Vobiz quotes ${prices}, so it never counts: add an amount in ${prices}`,
    ),
  );
}

/** Those of workspaces and of channels that differ. */
export function rulebooksOf({ workspaces }: Policies): Rulebook[] {
  return [...workspaces.values()].flatMap(({ rulebook, channels }) => [
    rulebook,
    ...channels.values(),
  ]);
}

function amountsIn({ rules, confirmAbove, limits }: Rulebook): { key: string; amounts: Amounts }[] {
  const { workspace, channel, teams } = limits.monthlyBudget;
  return [
    ...rules.flatMap(({ name, firstChargeUpTo = {}, yearlyUpTo = {} }) => [
      { key: `first_charge_up_to of ${name}`, amounts: firstChargeUpTo },
      { key: `yearly_up_to of ${name}`, amounts: yearlyUpTo },
    ]),
    { key: 'approvals.confirm_above', amounts: confirmAbove },
    { key: 'limits.max_price', amounts: limits.maxPrice },
    { key: 'limits.monthly_budget.workspace', amounts: workspace },
    { key: 'limits.monthly_budget.channel', amounts: channel },
    ...Object.entries(teams).map(([team, amounts]) => ({
      key: `limits.monthly_budget.teams.${team}`,
      amounts,
    })),
  ];
}
