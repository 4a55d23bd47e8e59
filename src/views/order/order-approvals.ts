import type { KnownBlock } from '@slack/types';
import { formatMoney } from '../../domain/money.ts';
import type { Charge } from '../../domain/order/budget.ts';
import type { Order, OrderIn } from '../../domain/order/order.ts';
import { latestDeadline } from '../../domain/order/order-clock.ts';
import type { Waiting } from '../../domain/order/order-purchase.ts';
import { tally } from '../../domain/order/votes.ts';
import { SHOWN } from '../../domain/page-sizes.ts';
import { type ApprovalSet, type Policy, setsOf } from '../../domain/policy/policy.ts';
import { section } from '../kit/blocks.ts';
import {
  channelMention,
  listed,
  mention,
  peopleText,
  plural,
  present,
  slackDate,
} from '../kit/text.ts';

/** Who may decide, who has, what is still needed, what is left of the budget, and until when. */
export function waitingBlocks(order: OrderIn<'awaiting_approval'>): KnownBlock[] {
  const { policy, votes = [], escalatedAt } = order;
  const { escalation } = policy;
  const lines = present([
    `May be decided by ${approversText(policy)}.`,
    escalatedAt !== undefined &&
      escalation &&
      `Since ${slackDate(escalatedAt)} also by ${peopleText(escalation.ping ?? escalation.to)}.`,
    votes.length > 0 && `Approved so far by ${listed(votes.map(({ by }) => mention(by)))}.`,
    stillNeeded(order),
    `Nothing is bought until it is approved. ${clockText(order)}`,
  ]);
  return [...budgetBlocks(order), section(lines.join('\n'))];
}

/** Empty where one approval is all that is needed. */
function stillNeeded(order: OrderIn<'awaiting_approval'>): string {
  const { policy, votes = [] } = order;
  const { sets } = tally(policy, votes);
  const needed = sets.reduce((sum, set) => sum + set.needed, 0);
  if (needed === 1) return '';
  const have = sets.reduce((sum, set) => sum + set.have, 0);
  const open = setsOf(policy).flatMap((set, index) => {
    const missing = (sets[index]?.needed ?? 0) - (sets[index]?.have ?? 0);
    return missing > 0 ? [neededText(set, missing, policy.selfApproval)] : [];
  });
  return `*${have} of ${plural(needed, 'approval')}.* Still needed: ${listed(open)}.`;
}

function clockText(order: Order): string {
  return order.pausedAt === undefined
    ? `Expires ${slackDate(order.expiresAt)}.`
    : `The clock stands still since ${slackDate(order.pausedAt)}, until ${mention(order.requester)} answers; without an answer it expires ${slackDate(latestDeadline(order))}.`;
}

/** What the limits had been used for when the request was made, and with it. */
function budgetBlocks({ counted }: Order): KnownBlock[] {
  if (!counted || counted.charges.length === 0) return [];
  const lines = counted.charges.slice(0, SHOWN.limits).map((charge) => `• ${budgetText(charge)}`);
  return [section(`Limits, as this request was made:\n${lines.join('\n')}`)];
}

/** `62 % of this month's ₹50,000 used, 71 % if approved` */
function budgetText(charge: Charge): string {
  const { used, amount, limit, currency } = charge;
  if (!currency)
    return `${used} of ${plural(limit, 'purchase')} today, ${used + amount} if approved`;
  const percent = (sum: number) => (limit === 0 ? 100 : Math.round((100 * sum) / limit));
  const whose = whoseBudget(charge);
  return `${whose && `${whose}: `}${percent(used)} % of this month's ${formatMoney({ minor: limit, currency })} used, ${percent(used + amount)} % if approved`;
}

/** The channel or team whose budget it is; empty for the whole workspace. A mention of a team would notify all of it. */
export function whoseBudget({ scope, field, group }: Charge): string {
  switch (scope) {
    case 'channel':
      return channelMention(field.split(':')[1] ?? '');
    case 'team':
      return `Team ${group ?? ''}`;
    case 'workspace':
    case 'day':
      return '';
  }
}

/** What comes after the approval; while something keeps the purchase from being sent, what that is and until when. */
export function beforePurchase({ waiting }: OrderIn<'approved'>): string {
  if (!waiting) {
    return 'Next: price and availability are checked again. If either has changed, nothing is bought.';
  }
  return WAITING[waiting.why](slackDate(waiting.until));
}

const WAITING: Readonly<Record<Waiting['why'], (until: string) => string>> = {
  vobiz_paused: (until) =>
    `Waiting: Vobiz asked us to pause until ${until}. Then we check the price once more and buy. Nothing was sent yet.`,
  not_checkable: (until) =>
    `Waiting: we can't check the number with Vobiz right now. We keep trying until ${until}, then the request stops. Nothing was sent yet.`,
  not_replicated: (until) =>
    `Waiting: we can't keep a safe copy of this purchase right now, so we haven't sent it. We keep trying until ${until}, then the request stops.`,
};

export type Deciders = Pick<Policy, 'approvers' | 'selfApproval' | 'sets'>;

/** Who may decide, in words; people and groups as mentions. `requester` is left out of "any full member". */
export function approversText(policy: Deciders): string {
  const sets = setsOf(policy);
  const [only] = sets;
  if (sets.length === 1 && only?.needed === 1) return setText(only, policy.selfApproval);
  return `${listed(sets.map((set) => neededText(set, set.needed, policy.selfApproval)))}; each person counts once`;
}

/** `2 of @finance, @mika` */
function neededText(set: ApprovalSet, count: number, selfApproval: boolean): string {
  return `${count} of ${setText(set, selfApproval)}`;
}

function setText({ from, ping }: ApprovalSet, selfApproval: boolean): string {
  if (from === 'any_full_member') {
    return `any full member of this workspace${selfApproval ? '' : ' other than the requester'}`;
  }
  const loud = peopleText(ping ?? from);
  if (!ping) return loud;
  return loud === ''
    ? 'approvers who are not notified'
    : `${loud} (and others, who are not notified)`;
}
