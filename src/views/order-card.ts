import type { KnownBlock } from '@slack/types';
import type { Order } from '../domain/order.ts';
import { buttons, COMMAND } from '../slack/ids.ts';
import {
  actions,
  button,
  context,
  header,
  type Message,
  message,
  quoted,
  section,
} from './blocks.ts';
import { costText, numberText } from './number-lines.ts';
import { outcomeBlocks } from './order-outcome.ts';
import { headline } from './order-words.ts';
import { mention, slackDate } from './text.ts';

/** The one message that shows an order in its channel. Every revision has block ids of its own. */
export function orderCard(order: Order): Message {
  const blocks = [...orderDetails(order), ...decisionButtons(order), footer(order)];
  return message(blocks.map((block, index) => ({ ...block, block_id: blockId(order, index) })));
}

/** Everything there is to know about an order, without anything to press. */
export function orderDetails(order: Order): KnownBlock[] {
  const { number, requester, createdAt, purpose } = order;
  return [
    header(headline(order)),
    section(
      `Requested by ${mention(requester)}, ${slackDate(createdAt)}: ${numberText(number)}\nPrice: ${costText(number.price)}.`,
    ),
    quoted('Purpose', purpose),
    ...outcomeBlocks(order),
  ];
}

/** `ord_7k3m9q2x.4.0`: what was pressed on an older card is told apart by its revision. */
function blockId(order: Order, index: number): string {
  return `${order.id}.${order.revision}.${index}`;
}

function decisionButtons(order: Order): KnownBlock[] {
  if (order.state !== 'awaiting_approval') return [];
  const value = { order: order.id };
  return [
    actions(
      button(buttons.approve, value, 'Approve', { style: 'primary' }),
      button(buttons.deny, value, 'Deny'),
    ),
  ];
}

function footer(order: Order): KnownBlock {
  return context(`Request ${order.id}. To see it again: \`${COMMAND} status ${order.id}\``);
}
