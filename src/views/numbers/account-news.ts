import type { KnownBlock } from '@slack/types';
import type { Appeared, OpenAccountNews, VanishedSince } from '../../domain/account/appeared.ts';
import type { Listed } from '../../domain/account/last-seen.ts';
import { formatMoney, sumsOf } from '../../domain/money.ts';
import { formatPhone } from '../../domain/phone.ts';
import { buttons } from '../../slack/ids.ts';
import {
  button,
  buttonRow,
  context,
  header,
  type Message,
  message,
  section,
  sentence,
} from '../kit/blocks.ts';
import { listed, mention, plural, present, slackDate } from '../kit/text.ts';

/** With more, the message counts them, and the list of numbers has each. */
const ROWS_MAX = 3;

type Named = readonly [e164: string, appeared: Appeared];

/** To approvers: numbers of the account that nobody bought here, as one look found them, with the answers so far. */
export function appearedMessage(notice: string, numbers: ReadonlyMap<string, Appeared>): Message {
  const all = [...numbers];
  const open = all.filter(([, { answer }]) => answer === undefined);
  const isMany = all.length > ROWS_MAX;
  const leave = open.length === 1 ? 'Leave it' : `Leave all ${open.length}`;
  return message([
    header(`📥 Not bought here · ${subject(all)}`),
    section(
      `Somebody got ${all.length === 1 ? 'it' : 'them'} at Vobiz, outside Slack.${owning(open)}`,
    ),
    ...(isMany ? [section(countsText(all))] : all.map(row)),
    ...(open.length > 0 ? [context(hintOf(open))] : []),
    ...buttonRow(
      isMany &&
        open.length > 0 &&
        button(buttons.allNumbers, { elsewhere: true }, 'See them', { style: 'primary' }),
      open.length > 0 &&
        button(buttons.leaveNumbers, { notice }, leave, { describes: subject(all) }),
    ),
  ]);
}

function hintOf(open: readonly Named[]): string {
  const it = open.length === 1 ? 'it' : 'them';
  return `Only approvers and admins can do this. If you leave ${it}, we won't mention ${it} again.`;
}

function subject(all: readonly Named[]): string {
  const [first] = all;
  return first && all.length === 1 ? formatPhone(first[0]) : plural(all.length, 'number');
}

function owning(open: readonly Named[]): string {
  if (open.length === 0) return '';
  return ` Nobody here owns or watches ${open.length === 1 ? 'it' : 'them'}.`;
}

function row([e164, { monthly, answer }]: Named): KnownBlock {
  const about = present([`*${formatPhone(e164)}*`, monthly && `${formatMoney(monthly)}/month`]);
  const text = about.join(' · ');
  if (answer) return section(`${text}\n${answerText(answer)}`);
  const adopt = button(buttons.adopt, { e164 }, 'Adopt', {
    style: 'primary',
    describes: formatPhone(e164),
  });
  return section(text, adopt);
}

function answerText({ is, by }: NonNullable<Appeared['answer']>): string {
  return is === 'adopted' ? `✅ Adopted by ${mention(by)}` : `Left as it is by ${mention(by)}`;
}

/** `₹1,25,000/month · 2 adopted, 490 left, 8 open` */
function countsText(all: readonly Named[]): string {
  const fees = listed(sumsOf(all.flatMap(([, { monthly }]) => monthly ?? [])).map(formatMoney));
  const count = (is: 'adopted' | 'left' | undefined) =>
    all.filter(([, { answer }]) => answer?.is === is).length;
  const answered = present([
    count('adopted') > 0 && `${count('adopted')} adopted`,
    count('left') > 0 && `${count('left')} left as they are`,
    count(undefined) > 0 && count(undefined) < all.length && `${count(undefined)} open`,
  ]).join(', ');
  return (
    present([fees && `${fees}/month together`, answered]).join(' · ') || 'Vobiz names no price.'
  );
}

/** To approvers: a list that lacks so many numbers or channels that none of them is believed to be gone. */
export function vanishedMessage(what: Listed, vanished: VanishedSince, isOver: boolean): Message {
  if (isOver) {
    return message([
      header('✅ The Vobiz list makes sense again'),
      section(
        `It lacked too many ${NAMES[what]}s from ${slackDate(vanished.since)} to ${slackDate(vanished.overAt ?? vanished.since)}. If any stays missing, we tell its owner.`,
      ),
    ]);
  }
  return message([
    header(`⚠️ ${what === 'number' ? 'Numbers' : 'Channels'} missing from the Vobiz list`),
    section(`${lackingText(what, vanished)} ${CAUSE}`),
    section(FIX),
  ]);
}

const CAUSE =
  "Most likely the token is of another account, or Vobiz has a fault. We don't think they're gone.";
const FIX =
  'Ask the person who runs this app to run `npm run doctor`. If the token is right, ask support@vobiz.ai.';

const NAMES: Readonly<Record<Listed, string>> = { number: 'number', channel: 'WhatsApp channel' };

function lackingText(what: Listed, { lacking, of }: VanishedSince): string {
  if (of === 1) return `Vobiz doesn't list your ${NAMES[what]}.`;
  return lacking === of
    ? `Vobiz lists none of your ${of} ${NAMES[what]}s.`
    : `Vobiz doesn't list ${lacking} of your ${of} ${NAMES[what]}s.`;
}

/** On the Home of approvers. */
export function accountNewsBlocks({
  open,
  vanished,
  vanishedChannels,
}: OpenAccountNews): KnownBlock[] {
  const see = button(buttons.allNumbers, { elsewhere: true }, 'See them');
  const were =
    open === 1
      ? "1 number in the Vobiz account wasn't"
      : `${open} numbers in the Vobiz account weren't`;
  return present([
    vanished && section(`⚠️ ${lackingText('number', vanished)} ${FIX}`),
    vanishedChannels && section(`⚠️ ${lackingText('channel', vanishedChannels)} ${FIX}`),
    open > 0 && section(`📥 ${were} bought here. Adopt or leave them.`, see),
  ]);
}

/** To the person who left numbers alone. */
export function leftAnswer(count: number): Message {
  if (count === 0) return sentence('Somebody answered before you. Your click changed nothing.');
  const left = count === 1 ? 'Left as it is.' : `${count} numbers left as they are.`;
  const adopting = `*See all numbers* still lets you adopt ${count === 1 ? 'it' : 'one'}.`;
  return sentence(`${left} ${adopting}`);
}
