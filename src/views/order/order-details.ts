import type { KnownBlock } from '@slack/types';
import type { MetaStand } from '../../domain/connection/meta-number.ts';
import { numbersOf, priceOfAll } from '../../domain/order/asked-numbers.ts';
import { isEnded, type Order } from '../../domain/order/order.ts';
import { isLead, standings } from '../../domain/order/order-parts.ts';
import type { Question, Reply } from '../../domain/order/questions.ts';
import { SHOWN } from '../../domain/page-sizes.ts';
import { connectionDetails } from '../connection/connection-details.ts';
import { giveBackDetails } from '../giveback/give-back-details.ts';
import { context, header, paragraphs, permalinkLine, quoted, section } from '../kit/blocks.ts';
import {
  channelMention,
  decidedBy,
  inlineText,
  mention,
  plural,
  present,
  slackDate,
} from '../kit/text.ts';
import { holdingBlocks } from '../numbers/holding-words.ts';
import { costText, numberText } from '../numbers/number-words.ts';
import { transferBlocks } from '../numbers/transfer-words.ts';
import { askedLines } from './order-approvals.ts';
import { headline, ownHeadline } from './order-glance.ts';
import { outcomeBlocks } from './order-outcome.ts';
import { receiptBlocks } from './order-receipt.ts';
import { STAND_WORDS, stateWords, whatText } from './order-words.ts';

/** The numbers that a request for several asks for, and the stand of each. */
function numbersBlocks(order: Order): KnownBlock[] {
  const stands = isLead(order) ? standings(order) : [];
  const lines = numbersOf(order).map((number, at) => {
    const { stand } = stands[at] ?? {};
    return `• ${numberText(number)}: ${costText(number.price)}${stand ? `. ${sentenceCase(STAND_WORDS[stand])}.` : ''}`;
  });
  return order.more ? paragraphs(['*Numbers*', ...lines]) : [];
}

function sentenceCase(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

/** The same as blocks without anything to press, fewer than the 50 that a message may have. */
export function orderDetails(order: Order, permalink?: string, stand?: MetaStand): KnownBlock[] {
  const { number, requester, createdAt, askedIn, purpose, follows, more, partOf, restOf, restIn } =
    order;
  const what = more ? whatText(order) : numberText(number);
  return [
    header(headline(order)),
    section(
      `Requested by ${mention(requester)} in ${channelMention(askedIn)}, ${slackDate(createdAt)}: ${what}\nPrice: ${costText(priceOfAll(order))}.`,
    ),
    ...numbersBlocks(order),
    ...(partOf ? [section(`One of the numbers that request ${partOf} asked for.`)] : []),
    quoted('Purpose', purpose),
    ...permalinkLine(permalink, 'Open the card'),
    ...(follows ? [section(FOLLOWS[follows.why](follows.order))] : []),
    ...(restOf ? [section(`Asks for what request ${restOf} was short of.`)] : []),
    ...(restIn ? [section(`What was not bought was requested again: ${restIn}.`)] : []),
    ...(isLead(order) ? [section(`*${ownHeadline(order)}*`)] : []),
    ...outcomeBlocks(order),
    ...holdingBlocks(order),
    ...(order.state === 'completed'
      ? [...transferBlocks(order), ...connectionDetails(order, stand)]
      : []),
    ...(order.state === 'completed' ? giveBackDetails(order) : []),
    ...paragraphs(['*Approval*', ...askedLines(order)]),
    ...talkBlocks(order),
    ...receiptBlocks(order),
    ...timelineBlocks(order),
    context(idsText(order)),
  ];
}

const FOLLOWS: Readonly<Record<NonNullable<Order['follows']>['why'], (order: string) => string>> = {
  difference: (order) =>
    `Follows ${order}, which stopped after approval because Vobiz had changed its offer.`,
  alternative: (order) => `Replaces ${order}, because Vobiz no longer offered its number.`,
};

function idsText(order: Order): string {
  const purchase = 'purchase' in order ? order.purchase : undefined;
  return present([
    `Request ${order.id}`,
    'attempt' in order && `attempt ${order.attempt.id}`,
    purchase && `Vobiz order ${inlineText(purchase.orderId, 200)}`,
  ]).join(' · ');
}

/** Every question with its answer, and what people said in the thread of the card. */
function talkBlocks({ questions = [], replies = [], requester }: Order): KnownBlock[] {
  return [
    ...(questions.length > 0
      ? paragraphs(['*Questions*', ...questions.flatMap((each) => questionLines(each, requester))])
      : []),
    ...(replies.length > 0 ? paragraphs(['*Said in the thread*', ...replies.map(replyText)]) : []),
  ];
}

function questionLines({ by, at, text, answer }: Question, requester: string): string[] {
  return [
    `• ${mention(by)} asked ${slackDate(at)}: ${inlineText(text, TALK)}`,
    answer
      ? `   ${mention(requester)} answered ${slackDate(answer.at)}: ${inlineText(answer.text, TALK)}`
      : '   Not answered yet.',
  ];
}

function replyText({ by, at, text }: Reply): string {
  return `• ${mention(by)}, ${slackDate(at)}: ${inlineText(text, TALK)}`;
}

/** All that people can type there, and room for two in a paragraph if every other character has to be escaped. */
const TALK = 1400;

/** The history of a request from its record, oldest first. */
function timelineBlocks(order: Order): KnownBlock[] {
  const steps = stepsOf(order).sort((a, b) => a.at - b.at);
  const left = steps.length - SHOWN.steps;
  return paragraphs([
    '*Timeline*',
    ...(left > 0 ? [`${plural(left, 'older step')} not shown.`] : []),
    ...steps.slice(-SHOWN.steps).map(({ at, what }) => `${slackDate(at)}: ${what}`),
  ]);
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

/** The decision, unless a vote says it already. */
function decisionStep(order: Order): TimelineStep | undefined {
  const { votes = [] } = order;
  if (!('decision' in order) || !order.decision) return undefined;
  const { by, at } = order.decision;
  if (order.state === 'denied') return { at, what: `${decidedBy(by)} denied` };
  if (votes.some((vote) => vote.by === by)) return undefined;
  return { at, what: `approved by ${decidedBy(by)}` };
}
