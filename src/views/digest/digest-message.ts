import type { KnownBlock } from '@slack/types';
import {
  type Digest,
  hasNews,
  type KeptBy,
  type Some,
  type Unused,
  type Waiting,
} from '../../domain/digest/digest.ts';
import { formatMoney, type Money } from '../../domain/money.ts';
import { KEPT_FOR_DAYS } from '../../domain/numbers/kept.ts';
import { formatPhone } from '../../domain/phone.ts';
import { buttons, COMMAND } from '../../slack/ids.ts';
import {
  actions,
  button,
  card,
  context,
  header,
  type Message,
  section,
  sentence,
} from '../kit/blocks.ts';
import {
  inlineText,
  listed,
  mention,
  peopleText,
  plural,
  present,
  slackDate,
} from '../kit/text.ts';
import { keptText } from '../numbers/holding-words.ts';
import { troubleStatus } from '../numbers/number-words.ts';
import { monthName, moreSpent, spentName, spentText } from './spend-words.ts';

/** One message about a week. `id`: the digest, if it is the workspace's own and not one person's look at it. */
export function digestMessage(digest: Digest, kept: KeptBy, id?: string): Message {
  if (!hasNews(digest)) return sentence(quiet(digest));
  const blocks = present<KnownBlock>([
    header(`🗓️ ${headline(digest)}`),
    id !== undefined && context(daysText(digest)),
    digest.bought.count > 0 && section(listOf('Bought', digest.bought, boughtLine)),
    digest.denied.count > 0 && section(listOf('Denied', digest.denied, deniedLine)),
    digest.givenBack.count > 0 && section(listOf('Given back', digest.givenBack, givenBackLine)),
    digest.spent.count > 0 && section(spendText(digest)),
    digest.renewing.count > 0 && section(renewText(digest)),
    ...unusedBlocks(digest, kept, id),
    digest.troubled.count > 0 && section(listOf('Needs a look', digest.troubled, troubledLine)),
    digest.waiting.count > 0 && section(listOf('Waiting', digest.waiting, waitingLine)),
    digest.left !== undefined && digest.left.count > 0 && section(leftText(digest.left)),
    context(endLine(digest)),
  ]);
  return card({ id: id ?? 'digest', revision: 1 }, blocks, pushText(digest));
}

/** Without news: one line. */
function quiet(digest: Digest): string {
  const [total] = digest.spent.shown;
  const spent =
    total && !total.label ? ` ${spentText(total)} spent in ${monthName(digest.month)}.` : '';
  const week = `🗓️ A quiet week: nothing bought, waiting or unused.${spent}`;
  return [week, ...unread(digest)].join(' ');
}

/** `Last 7 days: 3 numbers bought, ₹2,100` */
function headline({ bought, boughtFor }: Digest): string {
  if (bought.count === 0) return 'Last 7 days: no numbers bought';
  return `Last 7 days: ${plural(bought.count, 'number')} bought, ${sums(boughtFor)}`;
}

/** What a phone shows. */
function pushText(digest: Digest): string {
  const { waiting, unused } = digest;
  return present([
    `🗓️ ${headline(digest)}`,
    waiting.count > 0 && `${waiting.count} waiting`,
    unused.count > 0 && `${unused.count} unused`,
  ]).join(' · ');
}

function sums(amounts: readonly Money[]): string {
  return listed(amounts.map(formatMoney));
}

/** `16 Nov to 22 Nov 2026`: days in the zone of the digest. */
function daysText({ from, to, zone }: Digest): string {
  const day = { day: 'numeric', month: 'short', timeZone: zone } as const;
  const first = new Intl.DateTimeFormat('en-GB', day);
  const last = new Intl.DateTimeFormat('en-GB', { ...day, year: 'numeric' });
  return `${first.format(from)} to ${last.format(to - 1)}`;
}

/** A list of the digest with its title, and how many more there are. */
function listOf<T>(title: string, { shown, count }: Some<T>, line: (one: T) => string): string {
  return [
    `*${title}*`,
    ...shown.map((one) => `• ${line(one)}`),
    ...more(count - shown.length),
  ].join('\n');
}

function more(count: number): string[] {
  return count > 0 ? [`and ${count} more`] : [];
}

function boughtLine({ e164, requester, charge }: Digest['bought']['shown'][number]): string {
  return `${formatPhone(e164)} for ${mention(requester)}, ${formatMoney(charge)}`;
}

function deniedLine({ e164, requester, by }: Digest['denied']['shown'][number]): string {
  return `${formatPhone(e164)} for ${mention(requester)}, by ${mention(by)}`;
}

function givenBackLine({ e164, by }: Digest['givenBack']['shown'][number]): string {
  return `${formatPhone(e164)}, requested by ${mention(by)}`;
}

function spendText(digest: Digest): string {
  const lines = digest.spent.shown.map(
    (one) => `${inlineText(spentName(one, digest.spent.shown), 60)} · ${spentText(one)}`,
  );
  return present([
    `*Spend in ${monthName(digest.month)}, open requests included*`,
    ...lines,
    moreSpent(digest),
    digest.spentIsCut && 'Labels without a budget count the newest 2,000 requests only.',
  ]).join('\n');
}

function renewText({ renewing, renewingFor }: Digest): string {
  const title = `Renews in the next 7 days · ${sums(renewingFor)}`;
  return listOf(title, renewing, ({ e164, at, fee, byVobiz }) =>
    present([
      `${formatPhone(e164)}, ${formatMoney(fee)}, ${slackDate(at, 'date')}`,
      !byVobiz && '(estimated from the purchase date)',
    ]).join(' '),
  );
}

function unusedBlocks({ unused, unusedFor }: Digest, kept: KeptBy, id?: string): KnownBlock[] {
  if (unused.count === 0) return [];
  const fees = unusedFor.length > 0 ? ` · ${sums(unusedFor)}/month` : '';
  const rest = unused.count - unused.shown.length;
  return present<KnownBlock>([
    section(
      `*Unused · ${plural(unused.count, 'number')}${fees}*\nKeep hides a number for ${KEPT_FOR_DAYS} days.`,
    ),
    ...unused.shown.flatMap((one) => unusedRow(one, kept.get(one.record), id)),
    rest > 0 &&
      section(
        `and ${rest} more`,
        button(buttons.allNumbers, { unused: true }, 'See all unused numbers'),
      ),
  ]);
}

/** One number with its buttons, or what somebody said about it. */
function unusedRow(
  one: Unused,
  kept: ReturnType<KeptBy['get']>,
  id: string | undefined,
): KnownBlock[] {
  const { e164, fee, owner, since, wasConnected, wasAdopted, record } = one;
  const describes = { describes: formatPhone(e164) };
  const about = present([
    formatPhone(e164),
    fee && `${formatMoney(fee)}/month`,
    mention(owner),
  ]).join(' · ');
  const got = wasAdopted ? 'adopted' : 'bought';
  const why = wasConnected ? 'Disconnected' : `Never connected, ${got}`;
  const text = `${about}\n${why} ${slackDate(since, 'date')}`;
  if (kept) return [section(`${text}\n✅ ${keptText(kept)}`)];
  const value = id === undefined ? { record } : { record, digest: id };
  return [
    section(text),
    actions(
      button(buttons.keepNumber, value, 'Keep', describes),
      button(buttons.giveBack, { record }, 'Give back', describes),
    ),
  ];
}

function troubledLine({ e164, owner, watched }: Digest['troubled']['shown'][number]): string {
  const status = troubleStatus(watched) ?? '⚠️ Price changed';
  return `${formatPhone(e164)} · ${status} · ${mention(owner)}`;
}

function waitingLine({ e164, charge, since, what, from, isGiveBack }: Waiting): string {
  const who = from === 'any_full_member' ? 'any full member' : peopleText(from, { max: 2 });
  const asked: Readonly<Record<Waiting['what'], string>> = {
    decision: `for ${who}`,
    answer: `for an answer from ${who}`,
    word: `unconfirmed, for ${who}`,
  };
  const about = isGiveBack
    ? present([`Give back ${formatPhone(e164)}`, charge && `${formatMoney(charge)}/month`])
    : present([formatPhone(e164), charge && formatMoney(charge)]);
  return `${about.join(', ')}, since ${slackDate(since, 'date')}, ${asked[what]}`;
}

function leftText(left: NonNullable<Digest['left']>): string {
  const line = ({ userId, numbers }: (typeof left)['shown'][number]) =>
    `${mention(userId)} owns ${plural(numbers, 'number')}`;
  return `${listOf('Owners who left Slack', left, line)}\nGive their numbers a new owner: \`${COMMAND} numbers\``;
}

const MISSING: Readonly<Record<Digest['missing'][number], string>> = {
  vobiz: "Vobiz didn't answer, so its billing dates are missing.",
  numbers: 'We only looked at the newest numbers.',
};

function unread({ missing, left }: Digest): string[] {
  return present([
    ...missing.map((what) => MISSING[what]),
    left === undefined && "Slack didn't say which owners left.",
  ]);
}

function endLine(digest: Digest): string {
  return [...unread(digest), `Every number in a file: \`${COMMAND} numbers csv\``].join(' ');
}
