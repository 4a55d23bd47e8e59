import type { Hindrance } from '../../domain/account/account-problem.ts';
import { formatMoney } from '../../domain/money.ts';
import { type BudgetUse, type Charge, chargesOf } from '../../domain/order/budget.ts';
import type { Order, OrderIn } from '../../domain/order/order.ts';
import { latestDeadline, openQuestions } from '../../domain/order/order-clock.ts';
import { tally } from '../../domain/order/votes.ts';
import { SHOWN } from '../../domain/page-sizes.ts';
import { type ApprovalSet, type Policy, setsOf } from '../../domain/policy/policy.ts';
import {
  channelMention,
  decidedBy,
  inlineText,
  listed,
  listedUpTo,
  mention,
  peopleText,
  plural,
  present,
  type Shown,
  slackDate,
  TEXT_SHOWN,
} from '../kit/text.ts';

type Awaiting = OrderIn<'awaiting_approval'>;

/**
 * The small print of a card that waits: an open question, or else who has to approve, until when, and what it takes of the
 * budget. `warning` has the budget's place.
 */
export function waitingLine(order: Awaiting, warning?: string): string {
  const [question, ...others] = openQuestions(order);
  if (!question) {
    const { expiresAt, policy, escalatedAt } = order;
    // Mentions notify, so where several sets are asked, or more people since, they have the room.
    const isLong = setsOf(policy).length > 1 || escalatedAt !== undefined;
    const budget = isLong ? '' : tightestText(order.counted);
    return present([
      neededText(order, warning ? TAKEN : 0),
      `Expires ${slackDate(expiresAt)}`,
      warning ?? budget,
    ]).join(' · ');
  }
  const more = others.length > 0 ? ` · ${plural(others.length, 'more question')}` : '';
  const asked = `❓ ${mention(question.by)}: “${inlineText(question.text, TEXT_SHOWN.onCard)}”`;
  return present([`${asked}${more}`, clockText(order), warning]).join('\n');
}

/** For the card of a request that waits: why a purchase may fail. Short, as such a card is full. */
export function accountWarning(problem: Hindrance): string {
  switch (problem.kind) {
    case 'inactive':
      return '⚠️ Vobiz account inactive';
    case 'not_verified':
      return '⚠️ Vobiz account not verified';
    case 'short':
      return `⚠️ Only ${formatMoney(problem.available)} at Vobiz`;
  }
}

/** So many names fewer make room for a warning. */
const TAKEN = 2;

/** `Waiting for @finance or @ravi`; of several approvals, how many there are and whose are missing. */
function neededText({ policy, votes = [], escalatedAt }: Awaiting, fewer = 0): string {
  const { sets } = tally(policy, votes);
  const all = setsOf(policy);
  const [only] = all;
  const isEscalated = escalatedAt !== undefined;
  const also = isEscalated && all.length < 3 ? `, now also ${addedText(policy, upTo(1))}` : '';
  const needed = sets.reduce((sum, set) => sum + set.needed, 0);
  const have = sets.reduce((sum, set) => sum + set.have, 0);
  const isCounted = needed > 1 && (fewer === 0 || all.length === 1);
  const counted = isCounted ? `${have} of ${needed} approvals · ` : '';
  if (only && all.length === 1) {
    const { one, several } = SHOWN.askedOfOneSet;
    const shown = upTo((needed > 1 ? several : one) - fewer);
    return `${counted}Waiting for ${setText(only, policy, shown)}${also}`;
  }
  const shown = upTo(all.length === 2 && !isEscalated ? SHOWN.askedOfEach - fewer : 1);
  const missing = all.flatMap((set, at) => {
    const count = (sets[at]?.needed ?? 0) - (sets[at]?.have ?? 0);
    return count > 0 ? [countOf(count, set, policy, shown)] : [];
  });
  return `${counted}Needs ${missing.join(', plus ')}${also}`;
}

const OTHERS = 'others';

function upTo(max: number): Shown {
  return { max, rest: OTHERS };
}

/** `2 of @a, @b or @c`; of one, only who. */
function countOf(count: number, set: ApprovalSet, policy: Deciders, shown?: Shown): string {
  return `${count > 1 ? `${count} of ` : ''}${setText(set, policy, shown)}`;
}

function addedText({ escalation }: Policy, shown?: Shown): string {
  const people = escalation && peopleText(escalation.ping ?? escalation.to, shown);
  return people || 'more people';
}

/** Who was asked, who has approved, and what it takes of every budget: lines of Details. */
export function askedLines(order: Order): string[] {
  const { policy, votes = [], escalatedAt, counted } = order;
  const waits = order.state === 'awaiting_approval';
  return present([
    `Asked: ${approversText(policy)}`,
    escalatedAt !== undefined && `Since ${slackDate(escalatedAt)} also ${addedText(policy)}`,
    votes.length > 0 && `Approved by ${listed(votes.map(({ by }) => mention(by)))}`,
    waits && votes.length > 0 && neededText(order),
    waits && clockText(order),
    ...(counted ? chargesOf(counted) : []).slice(0, SHOWN.limits).map(budgetText),
  ]);
}

function clockText(order: Order): string {
  return order.pausedAt === undefined
    ? `Expires ${slackDate(order.expiresAt)}.`
    : `Paused until ${mention(order.requester)} answers. Expires ${slackDate(latestDeadline(order))} if they don't.`;
}

/** The limit that a request goes beyond, and by what. */
export function overLimitText(charge: Charge): string {
  const { used, amount, limit, currency } = charge;
  const whose = whoseBudget(charge);
  if (!currency) {
    return `The limit is ${plural(limit, 'number')} a day, and ${used} ${used === 1 ? 'is' : 'are'} bought or waiting today.`;
  }
  const [spent, needed, most] = [used, amount, limit].map((minor) =>
    formatMoney({ minor, currency }),
  );
  if (charge.scope === 'fees') {
    return `This goes over the limit for monthly fees: all numbers cost ${spent} of ${most} a month, and this adds ${needed}.`;
  }
  return `This goes over the budget${whose ? ` of ${whose}` : ''}: ${spent} of this month's ${most} is used, and this costs ${needed} now.`;
}

/** `Budget 62% → 71% of ₹50,000`: of the limit that is nearest to its end, as it was when the request was made. */
export function tightestText(counted: BudgetUse | undefined): string {
  const left = ({ limit, used, amount }: Charge) => (limit - used - amount) / Math.max(limit, 1);
  const [charge] = [...(counted ? chargesOf(counted) : [])].sort((a, b) => left(a) - left(b));
  if (!charge) return '';
  const { used, amount, limit, currency, scope } = charge;
  const what = scope === 'fees' ? 'Monthly fees' : 'Budget';
  return currency
    ? `${what} ${percent(used, limit)} → ${percent(used + amount, limit)} of ${formatMoney({ minor: limit, currency })}`
    : `${used + amount} of ${plural(limit, 'purchase')} today`;
}

/** `Budget this month: 62% of ₹50,000 used, 71% with this` */
function budgetText(charge: Charge): string {
  const { used, amount, limit, currency } = charge;
  if (!currency)
    return `Today: ${used} of ${plural(limit, 'purchase')}, ${used + amount} with this`;
  const whose = whoseBudget(charge);
  const what =
    charge.scope === 'fees' ? 'Monthly fees' : `Budget${whose && ` of ${whose}`} this month`;
  return `${what}: ${percent(used, limit)} of ${formatMoney({ minor: limit, currency })} used, ${percent(used + amount, limit)} with this`;
}

function percent(sum: number, limit: number): string {
  return `${limit === 0 ? 100 : Math.round((100 * sum) / limit)}%`;
}

/** The channel or team whose budget it is; empty for the whole workspace. A mention of a team would notify all of it. */
function whoseBudget({ scope, field, group, label }: Charge): string {
  switch (scope) {
    case 'channel':
      return channelMention(field.split(':')[1] ?? '');
    case 'team':
      return `Team ${group ?? ''}`;
    case 'label':
      return inlineText(`${label?.name} ${label?.value}`, TEXT_SHOWN.inline);
    case 'fees':
    case 'workspace':
    case 'day':
      return '';
  }
}

export type Deciders = Pick<Policy, 'approvers' | 'selfApproval' | 'sets'>;

/** Who may decide, in words; people and groups as mentions. `requester` is left out of "any full member". */
export function approversText(policy: Deciders): string {
  const sets = setsOf(policy);
  const [only] = sets;
  if (sets.length === 1 && only?.needed === 1) return setText(only, policy);
  const each = sets.map((set) => countOf(set.needed, set, policy));
  return `${each.join(', plus ')} (different people)`;
}

function setText({ from, ping }: ApprovalSet, { selfApproval }: Deciders, shown?: Shown): string {
  if (from === 'any_full_member') {
    return `any full member${selfApproval ? '' : ' other than the requester'}`;
  }
  const loud = peopleText(ping ?? from, shown);
  if (!ping) return loud;
  if (loud === '') return "approvers we don't notify";
  return shown && loud.endsWith(OTHERS) ? loud : `${loud} and ${OTHERS}`;
}

/** Who decided and when; of a request that nobody decided, when it was made. */
export function decisionLine(order: Order): string {
  if (!('decision' in order) || !order.decision) return `Requested ${slackDate(order.createdAt)}`;
  const { decision, votes = [], state } = order;
  const several = state !== 'denied' && votes.length > 1;
  const voters = votes.map(({ by }) => mention(by));
  const by = several ? listedUpTo(voters, 'and', { max: SHOWN.approved }) : decidedBy(decision.by);
  const isActive =
    order.state === 'completed' &&
    !order.watched?.number &&
    order.evidence.some(
      ({ source, finding }) => source === 'owned_numbers' && finding === 'active',
    );
  return present([
    `${state === 'denied' ? 'Denied' : 'Approved'} by ${by}`,
    slackDate(decision.at),
    isActive && 'Active at Vobiz',
  ]).join(' · ');
}
