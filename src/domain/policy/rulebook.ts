import { firstCharge, type Money, type Price, sumOf, yearlyCost } from '../money.ts';
import type { Label } from '../numbers/holding.ts';
import type { Reminders } from '../reminders.ts';
import type { Approvers, People, Policy } from './policy.ts';

/** Minor units by ISO 4217 code. A missing currency has no amount. */
export type Amounts = Readonly<Record<string, number>>;

/** What a request within the limits needs. The first rule that applies counts. */
export type Rule = {
  name: string;
  /** Upper bounds; a currency not named exceeds them. */
  firstChargeUpTo: Amounts | undefined;
  yearlyUpTo: Amounts | undefined;
  /** The bounds are for each number of a request, not for their sum. */
  perNumber?: boolean;
  needs: 'nothing' | readonly { from: People; needed: number }[];
};

/** Who may ask for what. An absent list allows all. */
type Ask = Partial<
  Record<
    'users' | 'groups' | 'channels' | 'countries' | 'numberTypes',
    readonly string[] | undefined
  >
>;

export type Limits = {
  /** On one number's first charge. */
  maxPrice: Amounts;
  purchasesPerDay: number | undefined;
  /** First charges per UTC month. `channel` applies to each channel separately. */
  monthlyBudget: {
    workspace: Amounts;
    channel: Amounts;
    teams: Readonly<Record<string, Amounts>>;
    /** By name and value. */
    labels: Readonly<Record<string, Readonly<Record<string, Amounts>>>>;
  };
  /** On the monthly fees of all numbers, owned and asked for. */
  monthlyFees: Amounts;
};

/** The file's rules for one channel, with defaults filled in. */
export type Rulebook = {
  version: string;
  channel: string | undefined;
  approvers: Approvers;
  selfApproval: boolean;
  expiresAfterMs: number;
  denyReason: 'required' | 'optional';
  rules: readonly Rule[];
  reminders: Reminders;
  escalation: { afterMs: number; to: People } | undefined;
  quiet: readonly string[];
  confirmAbove: Amounts;
  ask: Ask;
  limits: Limits;
  /** The workspace's, the same in each of its channels. */
  labels: readonly Label[];
  reuse: Reuse;
};

/** When a number that nobody uses is offered to others, and how long its owner has to answer who asks for it. */
export type Reuse = { unusedForMs: number; answerWithinMs: number };

export const HOUR_MS = 3_600_000;
export const MINUTE_MS = 60_000;
export const DAY_MS = 24 * HOUR_MS;
export const DEFAULT_REUSE: Reuse = { unusedForMs: 14 * DAY_MS, answerWithinMs: 3 * DAY_MS };
export const DEFAULT_REMINDERS = { firstAfterMs: 30 * MINUTE_MS, atMost: 4 };
export const NO_LIMITS: Limits = {
  maxPrice: {},
  purchasesPerDay: undefined,
  monthlyBudget: { workspace: {}, channel: {}, teams: {}, labels: {} },
  monthlyFees: {},
};

/** Without a file: the card stays in the command's channel, any full member may approve, nobody their own request. */
export const DEFAULT_RULEBOOK: Rulebook = {
  version: 'default',
  channel: undefined,
  approvers: 'any_full_member',
  selfApproval: false,
  expiresAfterMs: 24 * HOUR_MS,
  denyReason: 'required',
  rules: [],
  reminders: DEFAULT_REMINDERS,
  escalation: undefined,
  quiet: [],
  confirmAbove: {},
  ask: {},
  limits: NO_LIMITS,
  labels: [],
  reuse: DEFAULT_REUSE,
};

function ruleFor(rules: readonly Rule[], prices: Prices): Rule | undefined {
  const sum = [sumOf(prices)];
  return rules.find(({ perNumber, firstChargeUpTo, yearlyUpTo }) =>
    (perNumber ? prices : sum).every(
      (price) =>
        within(firstCharge(price), firstChargeUpTo) && within(yearlyCost(price), yearlyUpTo),
    ),
  );
}

type Prices = readonly [Price, ...Price[]];

function within(amount: Money, upTo: Amounts | undefined): boolean {
  if (!upTo) return true;
  const most = upTo[amount.currency];
  return most !== undefined && amount.minor <= most;
}

/** Whether approval at these prices together requires typing the digits. */
function needsConfirmation(book: Rulebook, prices: Prices): boolean {
  const { minor, currency } = firstCharge(sumOf(prices));
  const above = book.confirmAbove[currency];
  return above !== undefined && minor > above;
}

/**
 * The policy to pin for a request at this price; without a price, what applies to any request. `more`: the prices of further
 * numbers, in the same currency.
 */
export function policyFor(book: Rulebook, price?: Price, more: readonly Price[] = []): Policy {
  const prices = price && ([price, ...more] as const);
  const { version, channel, approvers, selfApproval, expiresAfterMs, reminders, escalation } = book;
  const rule = prices && ruleFor(book.rules, prices);
  return {
    version,
    approvers,
    selfApproval,
    expiresAfterMs,
    ...(channel && { channel }),
    ...(rule && { rule: rule.name }),
    ...(rule?.needs === 'nothing' && { autoApprove: true }),
    ...(rule && rule.needs !== 'nothing' && { sets: rule.needs.map((set) => ({ ...set })) }),
    ...(book.denyReason === 'optional' && { denyReason: 'optional' }),
    ...(prices && needsConfirmation(book, prices) && { confirmDigits: true }),
    ...(reminders.atMost > 0 && { reminders }),
    ...(escalation && { escalation }),
  };
}

/** Why no number may be asked for there; `views/order/not-requested.ts` has a sentence for each. */
export type MayNotAskThere =
  | { why: 'person' }
  | { why: 'channel'; channels: readonly string[] }
  | { why: 'country'; countries: readonly string[] }
  | { why: 'number_type' };
/** Why nobody could be asked for a number of a country where somebody searches. */
export type NotAskable =
  | MayNotAskThere
  | { why: 'no_policy' }
  /** In a direct message, and no policy names a channel for approvals. */
  | { why: 'nobody_to_ask' };
/** Why somebody may not ask for a number. */
export type MayNotAsk = MayNotAskThere | { why: 'price'; most: Money };

/** Vobiz sells one type today. */
export const NUMBER_TYPE = 'local';

/** Whatever the number costs. */
export function mayAskThere(
  book: Rulebook,
  who: { userId: string; groups: readonly string[] },
  request: { channel: string; country: string },
): MayNotAskThere | undefined {
  const { users, groups, channels, countries, numberTypes } = book.ask;
  const named =
    users?.includes(who.userId) || groups?.some((group) => who.groups.includes(group)) || false;
  if ((users || groups) && !named) return { why: 'person' };
  if (channels && !channels.includes(request.channel)) return { why: 'channel', channels };
  if (countries && !countries.includes(request.country)) return { why: 'country', countries };
  if (numberTypes && !numberTypes.includes(NUMBER_TYPE)) return { why: 'number_type' };
  return undefined;
}

/** The most that one number may cost now, if this one costs more. */
export function tooDear(maxPrice: Amounts, price: Price): Money | undefined {
  const charge = firstCharge(price);
  const most = maxPrice[charge.currency];
  return most !== undefined && charge.minor > most
    ? { minor: most, currency: charge.currency }
    : undefined;
}

export function mayAsk(
  book: Rulebook,
  who: { userId: string; groups: readonly string[] },
  request: { channel: string; country: string; price: Price; more?: readonly Price[] },
): MayNotAsk | undefined {
  const { price, more = [] } = request;
  const [most] = [price, ...more].flatMap((each) => tooDear(book.limits.maxPrice, each) ?? []);
  return mayAskThere(book, who, request) ?? (most && { why: 'price', most });
}

/** User groups to look up before `mayAsk` and the team budgets can judge. */
export function groupsToAsk(book: Rulebook): string[] {
  const teams = Object.keys(book.limits.monthlyBudget.teams);
  return [...new Set([...(book.ask.groups ?? []), ...teams])];
}
