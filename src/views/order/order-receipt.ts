import type { KnownBlock } from '@slack/types';
import { firstCharge, formatMoney } from '../../domain/money.ts';
import type { Order, OrderIn } from '../../domain/order/order.ts';
import {
  otherNumber,
  otherPrice,
  unreadNumber,
  unreadPrice,
} from '../../domain/order/order-flags.ts';
import type { Purchase, UnreadPrice } from '../../domain/order/order-purchase.ts';
import { formatPhone } from '../../domain/phone.ts';
import { NUMBER_TYPE } from '../../domain/policy/rulebook.ts';
import { section } from '../kit/blocks.ts';
import { inlineText, present, slackDate } from '../kit/text.ts';
import { feesText, placeText } from '../numbers/number-words.ts';

/** Loud: what was approved and what came instead, both in full. What cannot be read is no agreement. */
export function differences(order: OrderIn<'completed' | 'pending'>): KnownBlock[] {
  const { e164, price } = order.number;
  const [number, charged] = [otherNumber(order), otherPrice(order)];
  const [sentNumber, sentPrice] = [unreadNumber(order), unreadPrice(order)];
  const lines = present([
    number &&
      `*Attention: another number.* Approved *${formatPhone(e164)}*, got *${formatPhone(number)}*.`,
    sentNumber &&
      `*Attention: Vobiz named a number we can't read:* “${asSent(sentNumber)}”. Approved *${formatPhone(e164)}*. ${LOOK}`,
    charged &&
      `*Attention: another price.* Approved *${feesText(price)}*, got *${feesText(charged)}*.${budgetUseText(order)}`,
    sentPrice &&
      `*Attention: Vobiz named a price we can't read:* ${sentPriceText(sentPrice)}. Approved *${feesText(price)}*. ${LOOK}${budgetUseText(order)}`,
  ]);
  return lines.length > 0 ? [section(lines.join('\n'))] : [];
}

const LOOK = 'Check console.vobiz.ai to see what Vobiz sold and charged.';

function asSent(text: string): string {
  return inlineText(text, 60);
}

/** `setup “5,000.00”, monthly “250”, no currency` */
function sentPriceText({ setup, monthly, currency }: UnreadPrice): string {
  const part = (name: string, value: string | undefined) =>
    value === undefined ? `no ${name}` : `${name} “${asSent(value)}”`;
  return [part('setup', setup), part('monthly', monthly), part('currency', currency)].join(', ');
}

/** The amount the budgets count for it, where Vobiz charged or may have charged another one. */
function budgetUseText({ counted, purchase, number }: OrderIn<'completed' | 'pending'>): string {
  const charges = (counted?.charges ?? []).filter(({ currency }) => currency !== undefined);
  const [charge] = charges;
  if (!charge?.currency) return '';
  const known = purchase?.price && firstCharge(purchase.price);
  if (known?.currency === charge.currency) return '';
  const amount = formatMoney({ minor: charge.amount, currency: charge.currency });
  return charge.amount === firstCharge(number.price).minor
    ? ` The budget counts the approved ${amount}.`
    : ` The budget counts ${amount}.`;
}

/** What we sent to Vobiz, when, under which ids, and what came back. Empty until we send something. */
export function receiptBlocks(order: Order): KnownBlock[] {
  if (!('attempt' in order) || order.attempt.unsent) return [];
  const { attempt, number } = order;
  const { e164, country, region, price } = number;
  const lines = [
    '*Purchase receipt*',
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
    case 'pending':
    case 'unconfirmed':
    case 'completed':
    case 'cancelled':
      return 'No usable answer came back';
  }
}

function answerText({ orderId, rawStatus, e164, price, unread, at }: Purchase): string {
  const status = inlineText(rawStatus, 60);
  return present([
    `Came back ${slackDate(at)}: Vobiz order ${inlineText(orderId, 200)}`,
    status && `status “${status}”`,
    e164 && `number ${formatPhone(e164)}`,
    unread?.number && `number “${asSent(unread.number)}”`,
    unread?.price && sentPriceText(unread.price),
    price && feesText(price),
  ]).join(', ');
}
