import type { HomeView, KnownBlock } from '@slack/types';
import type { Home } from '../../domain/home/home.ts';
import { firstCharge, formatMoney } from '../../domain/money.ts';
import type { Order } from '../../domain/order/order.ts';
import { latestDeadline, openQuestions } from '../../domain/order/order-clock.ts';
import { SHOWN } from '../../domain/page-sizes.ts';
import { formatPhone } from '../../domain/phone.ts';
import type { Forbidden } from '../../domain/policy/policy.ts';
import type { SetUpStatus } from '../../domain/policy/set-up-status.ts';
import type { Verification } from '../../domain/verification/verification.ts';
import { buttons, COMMAND } from '../../slack/ids.ts';
import {
  actions,
  button,
  context,
  header,
  menu,
  menuItem,
  quoted,
  section,
} from '../kit/blocks.ts';
import { forbiddenAnswer } from '../kit/refusals.ts';
import { channelMention, inlineText, mention, plural, present, slackDate } from '../kit/text.ts';
import { numberBlock } from '../numbers/numbers-list.ts';
import { orderRow } from '../order/orders-modal.ts';
import { setUpRows } from '../policy/set-up-rows.ts';
import { verificationHeadline } from '../verification/byon-card.ts';

const TITLE = 'Numbers for WhatsApp';

/** A request the reader may approve: what it is, and the buttons of its card that are theirs. */
function waitingRow(order: Order): KnownBlock[] {
  const { requester, number, policy, purpose, test } = order;
  const value = { order: order.id };
  const phone = formatPhone(number.e164);
  const price = formatMoney(firstCharge(number.price));
  const approve = policy.confirmDigits
    ? button(buttons.approveWithDigits, value, `Approve ${price}…`, { describes: phone })
    : button(buttons.approve, value, `Approve ${price}`, { describes: phone });
  const what = present([test && 'TEST', price, phone]).join(' · ');
  return [
    section(
      `*${what}*\n“${inlineText(purpose, 80)}”\nRequested by ${mention(requester)}. Expires ${slackDate(latestDeadline(order))}.`,
    ),
    actions(
      approve,
      button(buttons.deny, value, 'Deny', { describes: phone }),
      button(buttons.ask, value, 'Ask', { describes: phone }),
      menu(menuItem(buttons.openOrder, value, 'Details')),
    ),
  ];
}

/** A request of the reader's own that waits for an answer. */
function questionRow(order: Order): KnownBlock[] {
  const question = openQuestions(order).at(-1);
  if (!question) return [];
  const describes = formatPhone(order.number.e164);
  const value = { order: order.id };
  return [
    section(`*${mention(question.by)} asks about ${describes}*, ${slackDate(question.at)}`),
    quoted('Question', question.text),
    actions(
      button(buttons.answer, value, 'Answer', { describes }),
      button(buttons.openOrder, value, 'Details', { describes }),
    ),
  ];
}

/** A verification that runs: never more of the number than its last four digits, as on its card. */
function verificationRow(verification: Verification): KnownBlock {
  const { id, state, startedBy, createdAt } = verification;
  const enter = button(buttons.enterCode, { verification: id }, 'Enter code');
  return section(
    `*${verificationHeadline(verification)}*\nStarted by ${mention(startedBy)}, ${slackDate(createdAt)}`,
    state === 'code_sent' ? enter : undefined,
  );
}

/** What one person sees when they open the app. `channel` is their direct messages with the bot. */
export function homeView({
  home,
  setUp,
  channel,
}: {
  home: Home;
  setUp: SetUpStatus;
  channel: string;
}): HomeView {
  return view([
    ...setUpRows(setUp),
    ...waitingBlocks(home),
    ...startBlocks(channel, setUp),
    ...mineBlocks(home),
    ...verificationBlocks(home),
    ...numberBlocks(home),
    ...(home.complete ? [] : [context('The oldest requests are left out here.')]),
  ]);
}

/** Why there is nothing here for this person. */
export function closedHome(why: Forbidden): HomeView {
  return view([header(TITLE), ...forbiddenAnswer(why).blocks]);
}

export function failedHome(sentence: string): HomeView {
  return view([header(TITLE), section(sentence)]);
}

function view(blocks: KnownBlock[]): HomeView {
  return { type: 'home', blocks };
}

function startBlocks(channel: string, { values }: SetUpStatus): KnownBlock[] {
  const place = values?.channel ? channelMention(values.channel) : 'the approvals channel';
  return [
    actions(
      button(buttons.homeSearch, { channel }, 'Find a number', { style: 'primary' }),
      button(buttons.homeBring, { channel }, 'Bring a number'),
      button(buttons.allNumbers, {}, 'See all numbers'),
    ),
    context(`Requests you start here go to ${place}.`),
  ];
}

function waitingBlocks({ waiting, questions }: Home): KnownBlock[] {
  if (waiting.length + questions.length === 0) return [section("You're all caught up.")];
  return [
    header('Waiting for you'),
    ...questions.slice(0, SHOWN.home.questions).flatMap(questionRow),
    ...rest(questions, SHOWN.home.questions, 'question'),
    ...waiting.slice(0, SHOWN.home.waiting).flatMap(waitingRow),
    ...rest(waiting, SHOWN.home.waiting, 'request'),
  ];
}

function mineBlocks({ mine }: Home): KnownBlock[] {
  if (mine.length === 0) return [];
  return [
    header('Your requests'),
    ...mine.slice(0, SHOWN.home.mine).map(orderRow),
    ...rest(mine, SHOWN.home.mine, 'request'),
  ];
}

function verificationBlocks({ verifications }: Home): KnownBlock[] {
  if (verifications.length === 0) return [];
  return [
    header('Verifications under way'),
    ...verifications.slice(0, SHOWN.home.verifications).map(verificationRow),
    ...rest(verifications, SHOWN.home.verifications, 'verification'),
  ];
}

function numberBlocks({ numbers, complete }: Home): KnownBlock[] {
  if (numbers.length === 0) return [];
  const shown = numbers.slice(0, SHOWN.home.numbers);
  const left = numbers.length - shown.length;
  const more = `${plural(left, 'more number')}${complete ? '' : ' and others'}: press See all numbers.`;
  return [
    header('Newest numbers'),
    ...shown.map(numberBlock),
    ...(left > 0 ? [context(more)] : []),
  ];
}

/** How many of a list are not shown, and where they are. */
function rest(all: readonly unknown[], shown: number, what: string): KnownBlock[] {
  const left = all.length - shown;
  const where = what === 'verification' ? 'on their cards' : `in \`${COMMAND} orders\``;
  return left > 0 ? [context(`${plural(left, `more ${what}`)} ${where}.`)] : [];
}
