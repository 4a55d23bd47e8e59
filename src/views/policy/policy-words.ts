import type { FieldChange } from '../../domain/audit/audit.ts';
import { countryName } from '../../domain/country.ts';
import { type DigestPlan, timeOfDay } from '../../domain/digest/digest-week.ts';
import { formatMoney } from '../../domain/money.ts';
import { SHOWN } from '../../domain/page-sizes.ts';
import type { Policies, WorkspacePolicy } from '../../domain/policy/policies.ts';
import type { Approvers, People } from '../../domain/policy/policy.ts';
import {
  type Amounts,
  DAY_MS,
  DEFAULT_REMINDERS,
  DEFAULT_REUSE,
  HOUR_MS,
  MINUTE_MS,
  type Reuse,
  type Rule,
  type Rulebook,
} from '../../domain/policy/rulebook.ts';
import { channelMention, inlineText, listed, peopleText, plural, present } from '../kit/text.ts';

/** What applies to every number, in every channel. */
export type Everywhere = Partial<Pick<Policies, 'connect' | 'byon' | 'giveBack'>>;

function everywhereLines({ connect, byon = {}, giveBack }: Everywhere): string[] {
  const connecting = connect && peopleText(connect);
  return present([
    byon.start && `Only ${peopleText(byon.start)} can bring a number.`,
    byon.enter && `Only ${peopleText(byon.enter)} can enter its code.`,
    connecting && `${connecting} can connect numbers too.`,
    connect?.tokenInModal && 'People can type a Meta token to connect.',
    giveBack && `${peopleText(giveBack)} can approve giving a number back.`,
  ]);
}

/** What a policy means for people, a line each. */
export function policyLines(
  { rulebook, channels, digest, auditReaders }: WorkspacePolicy,
  everywhere: Everywhere = {},
): string[] {
  const own = [...channels.keys()].slice(0, SHOWN.channels).map(channelMention);
  return present([
    rulebook.channel
      ? `Requests go to ${channelMention(rulebook.channel)}.`
      : 'We post each request where somebody makes it.',
    ...approvalLines(rulebook),
    ...limitLines(rulebook),
    ...askLines(rulebook),
    ...rulebook.labels.map(labelLine),
    digest && digestLine(digest),
    reuseLine(rulebook),
    ...everywhereLines(everywhere),
    rulebook.channel &&
      auditReaders !== rulebook.approvers &&
      `${peopleText(auditReaders) || 'Nobody'} can read the activity log.`,
    own.length > 0 && `Channels with their own rules: ${listed(own)}.`,
  ]);
}

function approvalLines(book: Rulebook): string[] {
  const { rules, approvers, selfApproval, expiresAfterMs, escalation, quiet, confirmAbove } = book;
  const open = rules.at(-1);
  const all = open && !open.firstChargeUpTo && !open.yearlyUpTo;
  return present([
    ...rules.map(ruleLine),
    !all && `${rules.length > 0 ? 'Above that: ' : ''}${whoText(approvers)} ${verb(approvers)}.`,
    selfApproval
      ? 'Approvers can approve their own requests.'
      : "Approvers can't approve their own requests.",
    escalation &&
      `After ${hoursText(escalation.afterMs)}, ${peopleText(escalation.to)} can approve too.`,
    `Requests expire after ${hoursText(expiresAfterMs)}.`,
    book.denyReason === 'optional' && 'Approvers can deny without a reason.',
    remindersLine(book),
    quiet.length > 0 && `We never mention ${peopleText({ users: [...quiet], groups: [] })}.`,
    hasAmounts(confirmAbove) &&
      `Above ${amountsText(confirmAbove)} now, approvers type the last four digits.`,
  ]);
}

function remindersLine({ reminders: { firstAfterMs, atMost } }: Rulebook) {
  if (atMost === 0) return 'No reminders.';
  const { firstAfterMs: usual, atMost: most } = DEFAULT_REMINDERS;
  const times = plural(atMost, 'reminder');
  const first = plural(Math.round(firstAfterMs / MINUTE_MS), 'minute');
  return (
    (firstAfterMs !== usual || atMost !== most) && `At most ${times}, the first after ${first}.`
  );
}

function verb(approvers: Approvers): string {
  return approvers === 'any_full_member' ? 'approves' : 'can approve';
}

function whoText(approvers: Approvers): string {
  return approvers === 'any_full_member' ? 'Any full member' : peopleText(approvers);
}

function ruleLine({ firstChargeUpTo, yearlyUpTo, perNumber, needs }: Rule): string {
  const bounds = present([
    firstChargeUpTo && `${amountsText(firstChargeUpTo)} now`,
    yearlyUpTo && `${amountsText(yearlyUpTo)} in the first year`,
  ]);
  const each = perNumber ? ' for each number' : '';
  const upTo = bounds.length > 0 ? `Up to ${listed(bounds)}${each}` : 'Otherwise';
  if (needs === 'nothing') return `${upTo}: no approval needed.`;
  return `${upTo}: ${needs.map(({ from, needed }) => setText(from, needed)).join(', plus ')}.`;
}

function setText(from: People, needed: number): string {
  return needed === 1 ? peopleText(from) : `${needed} of ${peopleText(from)}`;
}

function limitLines({ limits }: Rulebook): string[] {
  const { maxPrice, purchasesPerDay, monthlyBudget, monthlyFees } = limits;
  const { workspace, channel, teams, labels } = monthlyBudget;
  const count = Object.keys(teams).length;
  const values = Object.values(labels).flatMap((each) => Object.keys(each)).length;
  return present([
    hasAmounts(workspace) && `Budget: ${amountsText(workspace)} a month.`,
    hasAmounts(channel) && `Budget of each channel: ${amountsText(channel)} a month.`,
    count > 0 && `${plural(count, 'team has', 'teams have')} a monthly budget.`,
    values > 0 && `${plural(values, 'label has', 'labels have')} a monthly budget.`,
    hasAmounts(monthlyFees) &&
      `All numbers together cost at most ${amountsText(monthlyFees)} a month.`,
    hasAmounts(maxPrice) && `One number costs at most ${amountsText(maxPrice)}.`,
    purchasesPerDay !== undefined && `At most ${plural(purchasesPerDay, 'number')} a day.`,
  ]);
}

function askLines({ ask }: Rulebook): string[] {
  const { users = [], groups = [], channels, countries } = ask;
  return present([
    users.length + groups.length > 0 &&
      `Only ${peopleText({ users: [...users], groups: [...groups] })} can request numbers.`,
    channels &&
      `People can request numbers in ${listed(channels.slice(0, SHOWN.channels).map(channelMention))}.`,
    countries && `Countries: ${listed(countries.slice(0, SHOWN.countries).map(countryName))}.`,
  ]);
}

function labelLine({ name, values, required }: Rulebook['labels'][number]): string {
  const shown = values.slice(0, SHOWN.labelValues).map((value) => inlineText(value, 30));
  const more = values.length - shown.length;
  const all = listed(more > 0 ? [...shown, plural(more, 'other')] : shown, 'or');
  return `${required ? 'Each request says its' : 'Requests can say their'} ${inlineText(name, 24)}: ${all}.`;
}

/** `The weekly digest goes to #numbers on Mondays at 9:00 (Asia/Kolkata).` */
export function digestLine(plan: DigestPlan): string {
  const { channel, day, zone, whenEmpty } = plan;
  const when = `on ${daysText(day)} at ${timeOfDay(plan)} (${zone})`;
  const empty = whenEmpty === 'nothing' ? ', if there is news' : '';
  return `The weekly digest goes to ${channelMention(channel)} ${when}${empty}.`;
}

/** `Mondays` */
export function daysText(day: DigestPlan['day']): string {
  return `${day.slice(0, 1).toUpperCase()}${day.slice(1)}s`;
}

function reuseLine({ reuse: { unusedForMs, answerWithinMs } }: Rulebook) {
  const isUsual =
    unusedForMs === DEFAULT_REUSE.unusedForMs && answerWithinMs === DEFAULT_REUSE.answerWithinMs;
  return !isUsual && reuseText({ unusedForMs, answerWithinMs });
}

export function reuseText({ unusedForMs, answerWithinMs }: Reuse): string {
  return `Numbers unused for ${countOfDays(unusedForMs)} are offered to others. Owners have ${countOfDays(answerWithinMs)} to answer.`;
}

function hasAmounts(amounts: Amounts): boolean {
  return Object.keys(amounts).length > 0;
}

/** `₹1,000 or $15.00` */
function amountsText(amounts: Amounts): string {
  return listed(
    Object.entries(amounts).map(([currency, minor]) => formatMoney({ minor, currency })),
    'or',
  );
}

function countOfDays(ms: number): string {
  return plural(Math.round((100 * ms) / DAY_MS) / 100, 'day');
}

function hoursText(ms: number): string {
  return plural(Math.round((100 * ms) / HOUR_MS) / 100, 'hour');
}

/** `approvals.channel: #ops → #numbers`; ids as Slack names them, everything else as somebody wrote it. */
export function changeLine({ field, before, after }: FieldChange): string {
  const name = `\`${inlineText(field, 80).replaceAll('`', "'")}\``;
  if (before === null) return `${name}: ${valueText(after)}`;
  return after === null
    ? `${name}: removed`
    : `${name}: ${valueText(before)} → ${valueText(after)}`;
}

function valueText(value: FieldChange['after']): string {
  if (Array.isArray(value) && value.every((each) => typeof each === 'string'))
    return listed(value.slice(0, SHOWN.approvers).map(idText));
  return typeof value === 'string' ? idText(value) : inlineText(JSON.stringify(value), 200);
}

function idText(value: string): string {
  if (/^[UW][A-Z0-9]{2,30}$/.test(value)) return `<@${value}>`;
  if (/^C[A-Z0-9]{2,30}$/.test(value)) return `<#${value}>`;
  if (/^S[A-Z0-9]{2,30}$/.test(value)) return `<!subteam^${value}>`;
  return inlineText(value, 200);
}
