import type { Order } from '../../domain/order/order.ts';
import { isLead } from '../../domain/order/order-parts.ts';
import { buttons } from '../../slack/ids.ts';
import { actions, button, type Message, message, permalinkLine, section } from '../kit/blocks.ts';
import { mention, present } from '../kit/text.ts';
import { headline } from './order-glance.ts';
import { restText, spokenText } from './order-words.ts';

/** The result for all the numbers of a request, said once, when the last one has it. */
export function severalReply(order: Order, mentionsRequester: boolean): Message {
  return message([outcome(order, mentionsRequester ? `${mention(order.requester)} ` : '')]);
}

/** The same to the requester alone. `cardLink`: the card's address. */
export function severalDirect(order: Order, cardLink: string | undefined): Message {
  const details = { describes: spokenText(order) };
  return message([
    outcome(order, ''),
    actions(button(buttons.openOrder, { order: order.id }, 'Details', details)),
    ...permalinkLine(cardLink, 'Open the card'),
  ]);
}

function outcome(order: Order, whom: string) {
  const rest = isLead(order) && restText(order);
  return section(present([`${whom}*${headline(order)}*`, rest && `The rest: ${rest}.`]).join('\n'));
}
