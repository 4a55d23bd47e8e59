import type { Button, KnownBlock, Overflow } from '@slack/types';
import { isEnded, type Order } from '../../domain/order/order.ts';
import { openQuestions } from '../../domain/order/order-clock.ts';
import { isFlagged } from '../../domain/order/order-flags.ts';
import type { Question } from '../../domain/order/questions.ts';
import { SHOWN } from '../../domain/page-sizes.ts';
import { buttons, COMMAND } from '../../slack/ids.ts';
import {
  type ConnectSetUp,
  connectionActions,
  connectionBlocks,
  connectionStatus,
  phoneText,
} from '../connection/connection-words.ts';
import {
  button,
  buttonRow,
  card,
  context,
  header,
  type Message,
  menu,
  menuItem,
  quoted,
  section,
} from '../kit/blocks.ts';
import { decidedBy, inlineText, mention, present, slackDate } from '../kit/text.ts';
import { costText, numberText } from '../numbers/number-words.ts';
import { insteadButtons, outcomeBlocks } from './order-outcome.ts';
import { receiptBlocks } from './order-receipt.ts';
import { headline, stateWords } from './order-words.ts';

/** What can be done about a request now. Everyone sees every button; whoever may not is told so when they press it. */
function buttonsOf(order: Order): (Button | Overflow)[] {
  const value = { order: order.id };
  switch (order.state) {
    case 'awaiting_approval':
      return [
        order.policy.confirmDigits
          ? button(buttons.approveWithDigits, value, 'Approve…', { style: 'primary' })
          : button(buttons.approve, value, 'Approve', { style: 'primary' }),
        button(buttons.deny, value, 'Deny'),
        button(buttons.ask, value, 'Ask'),
        ...(openQuestions(order).length > 0 ? [button(buttons.answer, value, 'Answer')] : []),
        menu(menuItem(buttons.withdraw, value, 'Withdraw')),
      ];
    case 'approved':
      return [button(buttons.withdraw, value, 'Withdraw')];
    case 'pending':
      return [
        button(buttons.checkNow, value, 'Check Now'),
        ...(order.lingersSince === undefined ? [] : settling(value)),
      ];
    case 'unconfirmed':
      return [button(buttons.checkNow, value, 'Check Now'), ...settling(value)];
    case 'placing':
    case 'completed':
    case 'failed':
    case 'cancelled':
    case 'stopped':
    case 'denied':
    case 'withdrawn':
    case 'expired':
      return [];
  }
}

function settling(value: { order: string }): Button[] {
  return [
    button(buttons.wasPlaced, value, 'It Was Placed'),
    button(buttons.wasNotPlaced, value, 'It Was Not Placed'),
  ];
}

/** What happened to a request, oldest first, read off its record. */
function timelineBlocks(order: Order): KnownBlock[] {
  const steps = stepsOf(order).sort((a, b) => a.at - b.at);
  const shown = steps.slice(-SHOWN.steps).map(({ at, what }) => `${slackDate(at)}: ${what}`);
  return [context(present([steps.length > SHOWN.steps && '…', ...shown]).join('\n'))];
}

type TimelineStep = { at: number; what: string };

function stepsOf(order: Order): TimelineStep[] {
  const { createdAt, requester, votes = [], questions = [], escalatedAt, lingersSince } = order;
  const attempt = 'attempt' in order ? order.attempt : undefined;
  const purchase = 'purchase' in order ? order.purchase : undefined;
  return present([
    { at: createdAt, what: `requested by ${mention(requester)}` },
    ...votes.map(({ by, at }) => ({ at, what: `${mention(by)} approved` })),
    ...questions.flatMap(({ by, at, answer }) =>
      present([
        { at, what: `${mention(by)} asked something` },
        answer && { at: answer.at, what: `${mention(requester)} answered` },
      ]),
    ),
    escalatedAt !== undefined && { at: escalatedAt, what: 'more approvers were added' },
    decisionStep(order),
    attempt && { at: attempt.startedAt, what: attempt.unsent ? FOUND : 'purchase sent to Vobiz' },
    purchase && { at: purchase.at, what: 'Vobiz answered' },
    lingersSince !== undefined && { at: lingersSince, what: 'taking longer than an hour' },
    // Who denied a request is said by the decision, and that ended it.
    isEnded(order) && order.state !== 'denied' && { at: order.endedAt, what: stateWords(order) },
  ]);
}

const FOUND = 'found in your Vobiz account, nothing sent';

/** A decision that a vote says already is not said twice. */
function decisionStep(order: Order): TimelineStep | undefined {
  const { votes = [] } = order;
  if (!('decision' in order) || !order.decision) return undefined;
  const { by, at } = order.decision;
  if (order.state === 'denied') return { at, what: `${decidedBy(by)} denied` };
  if (votes.some((vote) => vote.by === by)) return undefined;
  return { at, what: `approved by ${decidedBy(by)}` };
}

/** The one message that shows an order in its channel. */
export function orderCard(order: Order, setUp: ConnectSetUp): Message {
  return card(order, [
    ...orderDetails(order),
    ...(order.state === 'stopped' ? insteadButtons(order) : buttonRow(...buttonsOf(order))),
    ...(order.state === 'completed' ? buttonRow(...connectionActions(order, setUp)) : []),
    context(`Request ${order.id}. To see it again: \`${COMMAND} status ${order.id}\``),
  ]);
}

/** Once somebody connects the number, how that stands is the point. */
function headerOf(order: Order): string {
  if (order.state !== 'completed' || !order.connection || isFlagged(order)) return headline(order);
  return `${connectionStatus(order.connection)} · ${phoneText(order)}`;
}

/** Everything there is to know about an order, without anything to press. */
export function orderDetails(order: Order): KnownBlock[] {
  const { number, requester, createdAt, purpose, follows } = order;
  return [
    header(headerOf(order)),
    section(
      `Requested by ${mention(requester)}, ${slackDate(createdAt)}: ${numberText(number)}\nPrice: ${costText(number.price)}.`,
    ),
    quoted('Purpose', purpose),
    ...(follows ? [section(FOLLOWS[follows.why](follows.order))] : []),
    ...outcomeBlocks(order),
    ...(order.state === 'completed' ? connectionBlocks(order) : []),
    ...questionBlocks(order),
    ...receiptBlocks(order),
    ...timelineBlocks(order),
  ];
}

const FOLLOWS: Readonly<Record<NonNullable<Order['follows']>['why'], (order: string) => string>> = {
  difference: (order) =>
    `Made from ${order}, which was approved and then stopped because what Vobiz offered had changed.`,
  alternative: (order) => `Made instead of ${order}, whose number was no longer offered.`,
};

/** What was asked and answered, the newest ones cut short (the thread has them in full), and what was said in the thread. */
function questionBlocks({ questions = [], replies = [], requester }: Order): KnownBlock[] {
  const asked = questions.slice(-SHOWN.questions).map((each) => questionText(each, requester));
  const said = replies
    .slice(-SHOWN.replies)
    .map(({ by, text }) => `• ${mention(by)}: ${inlineText(text, 100)}`);
  return [
    ...(asked.length > 0 ? [section(`*Questions*\n${asked.join('\n')}`)] : []),
    ...(said.length > 0 ? [section(`*Said in the thread*\n${said.join('\n')}`)] : []),
  ];
}

function questionText({ by, at, text, answer }: Question, requester: string): string {
  const asked = `• ${mention(by)} asked ${slackDate(at)}: ${inlineText(text, 120)}`;
  return answer
    ? `${asked}\n   ${mention(requester)} answered ${slackDate(answer.at)}: ${inlineText(answer.text, 120)}`
    : `${asked}\n   Not answered yet.`;
}
