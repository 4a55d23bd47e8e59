import type { HomeView, KnownBlock } from '@slack/types';
import type { AccountProblem } from '../../domain/account/account-problem.ts';
import type { OpenAccountNews } from '../../domain/account/appeared.ts';
import type { Home, Part } from '../../domain/home/home.ts';
import { firstCharge, formatMoney } from '../../domain/money.ts';
import { priceOfAll } from '../../domain/order/asked-numbers.ts';
import type { Order } from '../../domain/order/order.ts';
import { latestDeadline, openQuestions } from '../../domain/order/order-clock.ts';
import { mayBeApprovedTogether } from '../../domain/order/several-waiting.ts';
import type { Forbidden } from '../../domain/policy/policy.ts';
import type { SetUpStatus } from '../../domain/policy/set-up-status.ts';
import type { Verification } from '../../domain/verification/verification.ts';
import { buttons, COMMAND } from '../../slack/ids.ts';
import { giveBackToDecide, ownGiveBack } from '../giveback/give-back-rows.ts';
import {
  actions,
  button,
  buttonRow,
  context,
  header,
  menu,
  menuItem,
  quoted,
  section,
} from '../kit/blocks.ts';
import { forbiddenAnswer } from '../kit/refusals.ts';
import {
  channelMention,
  inlineText,
  mention,
  plural,
  present,
  slackDate,
  unreadGroupsText,
} from '../kit/text.ts';
import { accountNewsBlocks } from '../numbers/account-news.ts';
import { accountLine } from '../numbers/account-words.ts';
import { numberBlock } from '../numbers/numbers-list.ts';
import { approving, spokenText, whatText } from '../order/order-words.ts';
import { orderRow } from '../order/orders-modal.ts';
import { setUpRows } from '../policy/set-up-rows.ts';
import { verificationHeadline } from '../verification/byon-card.ts';

const TITLE = 'Numbers for WhatsApp';

/** A request the reader may approve: what it is, and the buttons of its card that are theirs. */
function waitingRow(order: Order): KnownBlock[] {
  const { requester, policy, purpose, test } = order;
  const value = { order: order.id };
  const phone = spokenText(order);
  const price = formatMoney(firstCharge(priceOfAll(order)));
  const approve = policy.confirmDigits
    ? button(buttons.approveWithDigits, approving(order), `Approve ${price}…`, { describes: phone })
    : button(buttons.approve, approving(order), `Approve ${price}`, { describes: phone });
  const what = present([test && 'TEST', price, whatText(order)]).join(' · ');
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
  const describes = spokenText(order);
  const value = { order: order.id };
  return [
    section(`*${mention(question.by)} asks about ${whatText(order)}*, ${slackDate(question.at)}`),
    quoted('Question', question.text),
    actions(
      button(buttons.answer, value, 'Answer', { describes }),
      button(buttons.openOrder, value, 'Details', { describes }),
    ),
  ];
}

/** A running verification: only the last four digits of the number, as on its card. */
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
  account,
  news,
  channel,
}: {
  home: Home;
  setUp: SetUpStatus;
  /** For those who approve. */
  account?: AccountProblem | undefined;
  news?: OpenAccountNews | undefined;
  channel: string;
}): HomeView {
  return view([
    ...setUpRows(setUp),
    ...waitingBlocks(home, account),
    ...(news ? accountNewsBlocks(news) : []),
    ...startBlocks(channel, setUp),
    ...mineBlocks(home),
    ...verificationBlocks(home),
    ...numberBlocks(home),
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

function waitingBlocks(home: Home, account?: AccountProblem): KnownBlock[] {
  const { waiting, questions } = home;
  const { toDecide } = home.giveBacks;
  const others = present([
    waiting.more === 'uncounted' && context(OTHERS_WAIT),
    home.unread.length > 0 && context(unreadGroupsText(home.unread)),
  ]);
  if (waiting.shown.length + questions.shown.length + toDecide.shown.length === 0) {
    return others.length > 0 ? others : [section("You're all caught up.")];
  }
  return [
    header('Waiting for you'),
    ...questions.shown.flatMap(questionRow),
    ...rest(questions, 'question'),
    ...(account && waiting.shown.length > 0 ? [section(accountLine(account))] : []),
    ...buttonRow(
      waiting.shown.filter(mayBeApprovedTogether).length > 1 &&
        button(buttons.approveSeveral, {}, 'Approve several…'),
    ),
    ...waiting.shown.flatMap(waitingRow),
    ...rest(waiting, 'request'),
    ...toDecide.shown.flatMap(giveBackToDecide),
    ...rest(toDecide, 'give-back'),
    ...others,
  ];
}

const OTHERS_WAIT = `Many requests wait for approval. We looked through the oldest ones here. For all of yours, open \`${COMMAND} orders\` and choose *Waiting for me*.`;

function mineBlocks({ mine, giveBacks: { own } }: Home): KnownBlock[] {
  if (mine.shown.length + own.shown.length === 0) return [];
  return [
    header('Your requests'),
    ...own.shown.flatMap(ownGiveBack),
    ...rest(own, 'give-back'),
    ...mine.shown.map(orderRow),
    ...rest(mine, 'request'),
  ];
}

function verificationBlocks({ verifications }: Home): KnownBlock[] {
  if (verifications.shown.length === 0) return [];
  return [
    header('Verifications under way'),
    ...verifications.shown.map(verificationRow),
    ...rest(verifications, 'verification'),
  ];
}

function numberBlocks({ numbers }: Home): KnownBlock[] {
  if (numbers.shown.length === 0) return [];
  return [header('Newest numbers'), ...numbers.shown.map(numberBlock), ...rest(numbers, 'number')];
}

const WHERE = {
  'give-back': ' on their cards.',
  question: ` in \`${COMMAND} orders\`.`,
  request: ` in \`${COMMAND} orders\`.`,
  verification: ' on their cards.',
  number: ': press See all numbers.',
};

/** How many of a list aren't shown here, and where to find them. */
function rest({ more }: Part<unknown>, what: keyof typeof WHERE): KnownBlock[] {
  if (more === 'uncounted' || more === 0) return [];
  return [context(`${plural(more, `more ${what}`)}${WHERE[what]}`)];
}
