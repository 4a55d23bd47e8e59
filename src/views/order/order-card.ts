import type { KnownBlock } from '@slack/types';
import type { Order } from '../../domain/order/order.ts';
import { COMMAND } from '../../slack/ids.ts';
import { connectionActions, connectionBlocks } from '../connection/connection-card.ts';
import { context, header, type Message, message, quoted, section } from '../kit/blocks.ts';
import { mention, slackDate } from '../kit/text.ts';
import { costText, numberText } from '../numbers/number-lines.ts';
import { cardButtons } from './order-buttons.ts';
import { outcomeBlocks } from './order-outcome.ts';
import { talkBlocks } from './order-question-views.ts';
import { receiptBlocks } from './order-receipt.ts';
import { timelineBlocks } from './order-timeline.ts';
import { headline } from './order-words.ts';

/** The one message that shows an order in its channel. Every revision has block ids of its own. */
export function orderCard(order: Order): Message {
  const blocks = [
    ...orderDetails(order),
    ...cardButtons(order),
    ...(order.state === 'completed' ? connectionActions(order) : []),
    footer(order),
  ];
  return message(blocks.map((block, index) => ({ ...block, block_id: blockId(order, index) })));
}

/** Everything there is to know about an order, without anything to press. */
export function orderDetails(order: Order): KnownBlock[] {
  const { number, requester, createdAt, purpose, follows } = order;
  return [
    header(headline(order)),
    section(
      `Requested by ${mention(requester)}, ${slackDate(createdAt)}: ${numberText(number)}\nPrice: ${costText(number.price)}.`,
    ),
    quoted('Purpose', purpose),
    ...(follows ? [section(FOLLOWS[follows.why](follows.order))] : []),
    ...outcomeBlocks(order),
    ...(order.state === 'completed' ? connectionBlocks(order) : []),
    ...talkBlocks(order),
    ...receiptBlocks(order),
    ...timelineBlocks(order),
  ];
}

const FOLLOWS: Readonly<Record<NonNullable<Order['follows']>['why'], (order: string) => string>> = {
  difference: (order) =>
    `Made from ${order}, which was approved and then stopped because what Vobiz offered had changed.`,
  alternative: (order) => `Made instead of ${order}, whose number was no longer offered.`,
};

/** `ord_7k3m9q2x.4.0`: what was pressed on an older card is told apart by its revision. */
function blockId(order: Order, index: number): string {
  return `${order.id}.${order.revision}.${index}`;
}

function footer(order: Order): KnownBlock {
  return context(`Request ${order.id}. To see it again: \`${COMMAND} status ${order.id}\``);
}
