import type { KnownBlock } from '@slack/types';
import type { Order } from '../../domain/order/order.ts';
import type { Purchase } from '../../domain/order/order-purchase.ts';
import { formatPhone } from '../../domain/phone.ts';
import { NUMBER_TYPE } from '../../domain/policy/rulebook.ts';
import { section } from '../kit/blocks.ts';
import { inlineText, slackDate } from '../kit/text.ts';
import { feesText, placeText } from '../numbers/number-lines.ts';
import { sentPriceText } from './order-differences.ts';

/** What was sent to Vobiz, when, under which ids, and what came back. Empty while nothing was sent. */
export function receiptBlocks(order: Order): KnownBlock[] {
  if (!('attempt' in order) || order.attempt.unsent) return [];
  const { id, attempt, number } = order;
  const { e164, country, region, price } = number;
  const lines = [
    `*Purchase receipt*: request ${id}, attempt ${attempt.id}`,
    `• Sent ${slackDate(attempt.startedAt)}, once: an order for ${formatPhone(e164)}, ${placeText(country, region)}, type ${NUMBER_TYPE}, billed in ${price.setup.currency}`,
    `• ${cameBack(order)}`,
  ];
  return [section(lines.join('\n'))];
}

function cameBack(order: Extract<Order, { attempt: unknown }>): string {
  const purchase = 'purchase' in order ? order.purchase : undefined;
  if (purchase) return answerText(purchase);
  switch (order.state) {
    case 'placing':
      return 'No answer yet';
    case 'failed':
      return order.evidence.length > 0 || order.settled
        ? 'No usable answer came back'
        : `A refusal came back ${slackDate(order.endedAt)}`;
    default:
      return 'No usable answer came back';
  }
}

function answerText({ orderId, rawStatus, e164, price, unread, at }: Purchase): string {
  const status = inlineText(rawStatus, 60);
  return [
    `Came back ${slackDate(at)}: Vobiz order ${inlineText(orderId, 200)}`,
    ...(status ? [`status “${status}”`] : []),
    ...(e164 ? [`number ${formatPhone(e164)}`] : []),
    ...(unread?.number ? [`number “${inlineText(unread.number, 60)}”`] : []),
    ...(unread?.price ? [sentPriceText(unread.price)] : []),
    ...(price ? [feesText(price)] : []),
  ].join(', ');
}
