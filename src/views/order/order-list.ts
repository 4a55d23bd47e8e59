import type { KnownBlock } from '@slack/types';
import type { Order } from '../../domain/order/order.ts';
import { SHOWN } from '../../domain/page-sizes.ts';
import { COMMAND } from '../../slack/ids.ts';
import { context, type Message, message, permalinkLine, section, sentence } from '../kit/blocks.ts';
import { inlineText, mention, plural, slackDate } from '../kit/text.ts';
import { orderDetails } from './order-card.ts';
import { shortLine, stateWords } from './order-words.ts';

/** The newest requests, one line each. */
export function ordersList(orders: readonly Order[]): Message {
  const [first] = orders;
  if (!first) {
    return sentence(
      `This workspace has no requests yet. To find a number: \`${COMMAND} search IN\``,
    );
  }
  const left = orders.length - SHOWN.orders;
  return message([
    section('*The newest requests in this workspace*'),
    ...orders.slice(0, SHOWN.orders).map(orderLine),
    ...(left > 0 ? [context(`${plural(left, 'older request')} not shown.`)] : []),
    context(
      `To see one in full: \`${COMMAND} status\` and its id, like \`${COMMAND} status ${first.id}\``,
    ),
  ]);
}

function orderLine(order: Order): KnownBlock {
  return section(
    `*${shortLine(order)}*: ${stateWords(order)}. By ${mention(order.requester)}, ${slackDate(order.createdAt)}. ${order.id}`,
  );
}

/** Of a modal with one request in it. */
export const REQUEST_TITLE = 'Request';

/** One request in full, for the reader alone. `permalink` leads to its card. */
export function orderStatus(order: Order, permalink?: string): Message {
  return message([
    ...orderDetails(order),
    context(`Request ${order.id}`),
    ...permalinkLine(permalink, 'Open the card'),
  ]);
}

/** `status` with an id that fits no request. */
export function unknownOrder(typed: string): Message {
  return sentence(
    `No request is called “${inlineText(typed, 60)}”. To see the newest ones and their ids: \`${COMMAND} orders\``,
  );
}
