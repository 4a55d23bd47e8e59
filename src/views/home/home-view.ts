import type { Button, HomeView, KnownBlock } from '@slack/types';
import type { Home } from '../../domain/home/home.ts';
import type { Order } from '../../domain/order/order.ts';
import { latestDeadline, openQuestions } from '../../domain/order/order-clock.ts';
import { SHOWN } from '../../domain/page-sizes.ts';
import { formatPhone } from '../../domain/phone.ts';
import type { Forbidden } from '../../domain/policy/policy.ts';
import type { SetUpStatus } from '../../domain/policy/set-up-status.ts';
import type { Verification } from '../../domain/verification/verification.ts';
import { buttons, COMMAND } from '../../slack/ids.ts';
import { actions, button, context, header, quoted, section } from '../kit/blocks.ts';
import { mention, plural, slackDate } from '../kit/text.ts';
import { numberBlock } from '../numbers/numbers-list.ts';
import { shortLine, stateWords } from '../order/order-words.ts';
import { setUpRows } from '../policy/set-up-rows.ts';
import { verificationHeadline } from '../verification/byon-card.ts';

/** A request the reader may approve: what it is, and the buttons of its card that are theirs. */
function waitingRow(order: Order): KnownBlock[] {
  const { requester, createdAt, number, policy, purpose } = order;
  const value = { order: order.id };
  const phone = { describes: formatPhone(number.e164) };
  const approve = policy.confirmDigits
    ? button(buttons.approveWithDigits, value, 'Approve…', phone)
    : button(buttons.approve, value, 'Approve', phone);
  return [
    section(
      `*${shortLine(order)}*: ${mention(requester)} asks, ${slackDate(createdAt)}. To be decided until ${slackDate(latestDeadline(order))}.`,
    ),
    quoted('Purpose', purpose),
    actions(
      approve,
      button(buttons.deny, value, 'Deny', phone),
      button(buttons.ask, value, 'Ask', phone),
      openButton(order),
    ),
  ];
}

/** A request of the reader's own that waits for an answer. */
function questionRow(order: Order): KnownBlock[] {
  const question = openQuestions(order).at(-1);
  if (!question) return [];
  const phone = { describes: formatPhone(order.number.e164) };
  return [
    section(`*${shortLine(order)}*: ${mention(question.by)} asks, ${slackDate(question.at)}.`),
    quoted('Question', question.text),
    actions(button(buttons.answer, { order: order.id }, 'Answer', phone), openButton(order)),
  ];
}

function orderRow(order: Order): KnownBlock {
  return section(
    `*${shortLine(order)}*: ${stateWords(order)}, ${slackDate(order.updatedAt)}`,
    openButton(order),
  );
}

/** A verification that runs: never more of the number than its last four digits, as on its card. */
function verificationRow(verification: Verification): KnownBlock {
  const { id, state, startedBy, createdAt } = verification;
  const enter = button(buttons.enterCode, { verification: id }, 'Enter code');
  return section(
    `*${verificationHeadline(verification)}*, started by ${mention(startedBy)}, ${slackDate(createdAt)}`,
    state === 'code_sent' ? enter : undefined,
  );
}

function openButton(order: Order): Button {
  const describes = formatPhone(order.number.e164);
  return button(buttons.openOrder, { order: order.id }, 'Open', { describes });
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
    ...topBlocks(channel),
    ...setUpRows(setUp),
    ...waitingBlocks(home),
    ...mineBlocks(home),
    ...verificationBlocks(home),
    ...numberBlocks(home),
    ...(home.complete
      ? []
      : [context('There are more requests than are looked at here: the oldest are left out.')]),
  ]);
}

/** Why there is nothing here for this person, and what they can do. */
export function closedHome(why: Forbidden): HomeView {
  const reason =
    why === 'guest'
      ? 'Guests of this workspace cannot ask for numbers or see them, so there is nothing to show you here.'
      : 'Only members of the workspace this bot belongs to can ask for numbers or see them, so there is nothing to show you here.';
  return view([
    header('Numbers for WhatsApp'),
    section(`${reason} Ask a full member of the workspace when you need a number.`),
  ]);
}

export function failedHome(sentence: string): HomeView {
  return view([header('Numbers for WhatsApp'), section(sentence)]);
}

function view(blocks: KnownBlock[]): HomeView {
  return { type: 'home', blocks };
}

function topBlocks(channel: string): KnownBlock[] {
  return [
    actions(
      button(buttons.homeSearch, { channel }, 'Search', { style: 'primary' }),
      button(buttons.homeBring, { channel }, 'Bring a Number'),
      button(buttons.allNumbers, {}, 'All Numbers'),
    ),
    context(
      `What is started here has its card in the channel the policy names, else in your messages with this bot. To start it in a channel, type \`${COMMAND} search\` or \`${COMMAND} byon\` there.`,
    ),
  ];
}

function waitingBlocks({ waiting, questions }: Home): KnownBlock[] {
  const nothing = waiting.length + questions.length === 0;
  return [
    header('Waiting for you'),
    ...(nothing ? [section('Nothing waits for you.')] : []),
    ...questions.slice(0, SHOWN.home.questions).flatMap(questionRow),
    ...rest(questions, SHOWN.home.questions, 'question'),
    ...waiting.slice(0, SHOWN.home.waiting).flatMap(waitingRow),
    ...rest(waiting, SHOWN.home.waiting, 'request'),
  ];
}

function mineBlocks({ mine }: Home): KnownBlock[] {
  const none = `You have made no requests yet. Press Search, or type \`${COMMAND} search IN\` in a channel.`;
  return [
    header('Your requests'),
    ...(mine.length === 0 ? [section(none)] : []),
    ...mine.slice(0, SHOWN.home.mine).map(orderRow),
    ...rest(mine, SHOWN.home.mine, 'request'),
  ];
}

function verificationBlocks({ verifications }: Home): KnownBlock[] {
  if (verifications.length === 0) return [];
  return [
    header('Verifications running'),
    ...verifications.slice(0, SHOWN.home.verifications).map(verificationRow),
    ...rest(verifications, SHOWN.home.verifications, 'verification'),
  ];
}

function numberBlocks({ numbers, complete }: Home): KnownBlock[] {
  const count = complete ? plural(numbers.length, 'number') : `More than ${numbers.length} numbers`;
  const shown = numbers.slice(0, SHOWN.home.numbers);
  const which = shown.length < numbers.length ? `, the newest ${shown.length} of them here` : '';
  return [
    header('Numbers'),
    section(
      numbers.length === 0
        ? 'No number has been bought or verified with this bot yet.'
        : `${count} bought or verified with this bot${which}. All Numbers shows what Vobiz lists besides.`,
    ),
    ...shown.map(numberBlock),
  ];
}

/** How many of a list are not shown, and where they are. */
function rest(all: readonly unknown[], shown: number, what: string): KnownBlock[] {
  const left = all.length - shown;
  return left > 0 ? [context(`${plural(left, `more ${what}`)} not shown here.`)] : [];
}
