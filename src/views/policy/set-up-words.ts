import { firstCharge, formatMoney, yearlyCost } from '../../domain/money.ts';
import type { BudgetUse } from '../../domain/order/budget.ts';
import { type ApprovalSet, type Policy, setsOf } from '../../domain/policy/policy.ts';
import type { MayNotAsk } from '../../domain/policy/rulebook.ts';
import type { FieldOfSetUp } from '../../domain/policy/set-up.ts';
import type { Meanwhile } from '../../domain/policy/set-up-draft.ts';
import type { Trial } from '../../domain/policy/trial.ts';
import { BARRED } from '../kit/refusals.ts';
import { channelMention, listed, mention, peopleText } from '../kit/text.ts';
import { overLimitText, tightestText } from '../order/order-approvals.ts';

/** `A request for 3 numbers of ₹1,300 by @Asha from #ops would need @a or @b, plus @c.` */
export function trialLine(trial: Trial): string {
  const { price, count, user, channel } = trial;
  const [now, year] = [firstCharge(price), yearlyCost(price)].map(formatMoney);
  const each = price.monthly.minor > 0 ? `${now}, ${year} in the first year,` : now;
  const what = count > 1 ? `${count} numbers of ${each}` : each;
  const request = `A request for ${what} by ${mention(user)} from ${channelMention(channel)}`;
  switch (trial.kind) {
    case 'pinned':
      return [`${request} ${needs(trial.policy)}`, limitsText(trial.counted)].join(' ').trim();
    case 'over_limit':
      return `${request} isn't possible. ${overLimitText(trial.charge)}`;
    case 'groups_unread':
      return `${request}: Slack doesn't tell us which groups they're in. Try again in a minute.`;
    case 'nobody_can_approve':
      return `${request} has nobody to approve it. Add one more person.`;
    case 'barred':
      return `${request} isn't possible. ${BARRED[trial.why]}`;
    case 'may_not_ask':
      return `${request} isn't possible: ${WHY_NOT[trial.reason.why]}.`;
  }
}

const WHY_NOT: Readonly<Record<MayNotAsk['why'], string>> = {
  person: "they can't request numbers",
  channel: "people can't request numbers in that channel",
  country: 'the policy allows no country',
  number_type: 'the policy allows no type of number',
  price: "it's over the limit for one number",
};

/** `Budget 62% → 71% of ₹50,000.` */
function limitsText(counted: BudgetUse): string {
  const tightest = tightestText(counted);
  return tightest && `${tightest}.`;
}

function needs(policy: Policy): string {
  if (policy.autoApprove) return 'would be bought without approval.';
  return `would need ${setsOf(policy).map(setText).join(', plus ')}.`;
}

function setText({ from, needed }: ApprovalSet): string {
  const people = from === 'any_full_member' ? 'any full member' : peopleText(from);
  return needed === 1 ? people : `${needed} of ${people}`;
}

const FIELDS: Readonly<Record<FieldOfSetUp, string>> = {
  channel: 'the channel',
  users: 'the approvers',
  groups: 'the approving groups',
  selfApproval: 'own requests',
  expiresAfterHours: 'when requests end',
  amounts: 'the amounts',
  remindAfter: 'the reminders',
  escalateAfter: 'when more people are asked',
  escalateTo: 'who is asked then',
  escalateGroups: 'which groups are asked then',
  perNumber: 'how several numbers count',
  digestZone: 'the weekly digest',
  digestDay: 'the day of the digest',
  digestTime: 'the time of the digest',
  digestChannel: 'the channel of the digest',
  digestOnlyNews: 'weeks without news',
  unusedForDays: 'when unused numbers are offered',
  answerWithinDays: 'how long their owner has to answer',
  giveBackUsers: 'who decides about giving back',
  giveBackGroups: 'which groups decide about giving back',
};

/** Another admin saved first. */
export function meanwhileText({ by, fields, both }: Meanwhile): string {
  const who = by ? mention(by) : 'Somebody';
  const what = fields.length > 0 ? listed(fields.map((field) => FIELDS[field])) : 'other settings';
  const kept =
    both.length > 0
      ? `You both changed ${listed(both.map((field) => FIELDS[field]))}: saving keeps yours.`
      : 'Your changes are kept.';
  return `${who} changed ${what} meanwhile. ${kept} Check again, then save.`;
}

/** `@a or @b`, or what Slack calls the people who run a workspace. */
export function adminsText(admins: readonly string[]): string {
  return admins.length > 0
    ? peopleText({ users: [...admins], groups: [] })
    : 'an admin or owner of this workspace';
}

/** `₹` */
export function signOf(currency: string): string {
  return formatMoney({ minor: 0, currency }).replace(/[\d.,\s]/g, '') || currency;
}
