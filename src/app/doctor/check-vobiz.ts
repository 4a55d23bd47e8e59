import { formatMoney } from '../../domain/money.ts';
import type { Policies } from '../../domain/policy/policies.ts';
import type { Amounts, Rulebook } from '../../domain/policy/rulebook.ts';
import type { AccountAnswer } from '../../vobiz/answers.ts';
import type { VobizClient } from '../../vobiz/client.ts';
import { VobizError } from '../../vobiz/vobiz-errors.ts';
import { type Diagnosis, listed, ok, problem, unchecked, warning } from './diagnosis.ts';

/** Amounts that limit and approve nothing: Vobiz quotes none of their currencies. An empty `quoted` proves nothing. */
function assessCurrencies(policies: Policies, quoted: ReadonlySet<string>): Diagnosis[] {
  if (quoted.size === 0) return [];
  const idle = new Map<string, string>();
  for (const { key, amounts } of rulebooksOf(policies).flatMap(amountsIn)) {
    const named = Object.keys(amounts);
    if (named.length === 0 || named.some((currency) => quoted.has(currency))) continue;
    idle.set(key, listed(named));
  }
  const prices = listed([...quoted]);
  return [...idle].map(([key, named]) => {
    const says = `${key} is in ${named}, and Vobiz quotes ${prices}, so it never counts: add an amount in ${prices}`;
    return warning('Amounts', says);
  });
}

/** Those of workspaces, and of channels with their own. */
function rulebooksOf({ workspaces }: Policies): Rulebook[] {
  return [...workspaces.values()].flatMap(({ rulebook, channels }) => [
    rulebook,
    ...channels.values(),
  ]);
}

function amountsIn({ rules, confirmAbove, limits }: Rulebook): { key: string; amounts: Amounts }[] {
  const { workspace, channel, teams, labels } = limits.monthlyBudget;
  return [
    ...rules.flatMap(({ name, firstChargeUpTo = {}, yearlyUpTo = {} }) => [
      { key: `first_charge_up_to of ${name}`, amounts: firstChargeUpTo },
      { key: `yearly_up_to of ${name}`, amounts: yearlyUpTo },
    ]),
    { key: 'approvals.confirm_above', amounts: confirmAbove },
    { key: 'limits.max_price', amounts: limits.maxPrice },
    { key: 'limits.monthly_budget.workspace', amounts: workspace },
    { key: 'limits.monthly_budget.channel', amounts: channel },
    { key: 'limits.monthly_fees', amounts: limits.monthlyFees },
    ...Object.entries(labels).flatMap(([name, values]) =>
      Object.entries(values).map(([value, amounts]) => ({
        key: `limits.monthly_budget.labels.${name}.${value}`,
        amounts,
      })),
    ),
    ...Object.entries(teams).map(([team, amounts]) => ({
      key: `limits.monthly_budget.teams of the user group ${team}`,
      amounts,
    })),
  ];
}

const CREDENTIALS = 'Vobiz credentials';
const ACCOUNT = 'Vobiz account';
const NUMBERS = 'Vobiz numbers';
const SAMPLE_COUNTRY = 'IN';
/** At most this many countries are searched, however many the policy allows. */
const COUNTRIES_MAX = 3;

/** Whether Vobiz accepts the credentials and answers searches. Reads only. */
export async function checkVobiz(
  client: Pick<VobizClient, 'account' | 'availability' | 'balance'>,
  authId: string,
  policies: Policies | undefined,
): Promise<Diagnosis[]> {
  try {
    const account = await client.account();
    if (account.active === false) {
      const says = `accepted, but the account ${authId} is not active: ask support@vobiz.ai`;
      return [problem(CREDENTIALS, says)];
    }
    const other = account.authId !== undefined && account.authId !== authId;
    const elsewhere = `accepted, but they belong to ${account.authId}, not to VOBIZ_AUTH_ID ${authId}, so the bot looks for your numbers in the wrong account: correct it`;
    const whose = other
      ? warning(CREDENTIALS, elsewhere)
      : ok(CREDENTIALS, `accepted for ${authId}`);
    return [
      whose,
      ...assessAccount(account),
      ...(await checkBalance(client, account.currency)),
      ...(await checkNumbers(client, policies)),
    ];
  } catch (error) {
    return [problem(CREDENTIALS, whyNot(error))];
  }
}

/** What makes purchases fail though the credentials are good. */
function assessAccount({ verified, trial }: AccountAnswer): Diagnosis[] {
  return [
    ...(verified === false
      ? [warning(ACCOUNT, 'not verified, so purchases may fail: complete KYC at console.vobiz.ai')]
      : []),
    ...(trial
      ? [warning(ACCOUNT, 'on trial, so purchases may fail: upgrade it at console.vobiz.ai')]
      : []),
  ];
}

async function checkBalance(
  client: Pick<VobizClient, 'balance'>,
  currency: string | undefined,
): Promise<Diagnosis[]> {
  if (currency === undefined) return [];
  try {
    const { available, postpaid, low } = await client.balance(currency);
    const has = `${formatMoney(available)} to spend`;
    return [
      low && !postpaid
        ? warning(ACCOUNT, `${has}, which is low: add money at console.vobiz.ai`)
        : ok(ACCOUNT, has),
    ];
  } catch (error) {
    return [unchecked(ACCOUNT, `the balance in ${currency} cannot be read: ${whyNot(error)}`)];
  }
}

/** Searches each country the policy allows, and checks that its amounts are in currencies that Vobiz quotes. */
async function checkNumbers(
  client: Pick<VobizClient, 'availability'>,
  policies: Policies | undefined,
): Promise<Diagnosis[]> {
  const quoted = new Set<string>();
  const found: Diagnosis[] = [];
  for (const country of countriesOf(policies)) {
    try {
      const { numbers, skipped } = await client.availability({ country });
      for (const { price } of numbers) quoted.add(price.monthly.currency);
      const read = `a search in ${country} answers with ${numbers.length} numbers`;
      found.push(
        skipped > 0
          ? warning(NUMBERS, `${read}, and ${skipped} more that can't be read`)
          : ok(NUMBERS, read),
      );
    } catch (error) {
      found.push(problem(NUMBERS, `a search in ${country} fails: ${whyNot(error)}`));
    }
  }
  return policies ? [...found, ...assessCurrencies(policies, quoted)] : found;
}

function countriesOf(policies: Policies | undefined): string[] {
  const asked = policies ? rulebooksOf(policies).flatMap(({ ask }) => ask.countries ?? []) : [];
  return asked.length > 0 ? [...new Set(asked)].slice(0, COUNTRIES_MAX) : [SAMPLE_COUNTRY];
}

function whyNot(error: unknown): string {
  if (!(error instanceof VobizError)) throw error;
  const status = error.status === undefined ? '' : ` (HTTP ${error.status})`;
  switch (error.code) {
    case 'vobiz_credentials':
      return `Vobiz doesn't accept them${status}: copy VOBIZ_AUTH_ID and VOBIZ_AUTH_TOKEN again from console.vobiz.ai, Settings, API`;
    case 'vobiz_rate_limited':
      return `Vobiz is receiving too many requests from this account${status}: run the doctor again in a minute`;
    case 'vobiz_unavailable':
      return `Vobiz can't be reached${status}: check the network, a proxy, and VOBIZ_BASE_URL if it is set`;
    default:
      return `Vobiz gave an answer we can't use${status}: check VOBIZ_BASE_URL if it is set, or ask support@vobiz.ai`;
  }
}
