import type { Order } from '../../domain/order/order.ts';
import { COMMAND } from '../../slack/ids.ts';
import { type Message, message, sentence } from '../kit/blocks.ts';
import { inlineText } from '../kit/text.ts';
import { orderDetails } from './order-details.ts';

/** One request in full, for the reader alone. `permalink` leads to its card. */
export function orderStatus(order: Order, permalink?: string): Message {
  return message(orderDetails(order, permalink));
}

/** `status` with an id that fits no request. */
export function unknownOrder(typed: string): Message {
  return sentence(
    `No request is called “${inlineText(typed, 60)}”. See them all: \`${COMMAND} orders\`.`,
  );
}

/** `status` alone, from somebody who has made no request. */
export function noneOfYours(): Message {
  return sentence(`You haven't requested a number yet. Try \`${COMMAND} search IN\`.`);
}
