import type { KnownBlock } from '@slack/types';
import { firstCharge, formatMoney } from '../../domain/money.ts';
import type { OrderIn } from '../../domain/order/order.ts';
import {
  otherNumber,
  otherPrice,
  unreadNumber,
  unreadPrice,
} from '../../domain/order/order-flags.ts';
import type { UnreadPrice } from '../../domain/order/order-purchase.ts';
import { formatPhone } from '../../domain/phone.ts';
import { section } from '../kit/blocks.ts';
import { inlineText } from '../kit/text.ts';
import { feesText } from '../numbers/number-lines.ts';

/** Loud: what was approved and what came instead, both in full. What cannot be read is no agreement. */
export function differences(order: OrderIn<'completed' | 'pending'>): KnownBlock[] {
  const { e164, price } = order.number;
  const [number, charged] = [otherNumber(order), otherPrice(order)];
  const [sentNumber, sentPrice] = [unreadNumber(order), unreadPrice(order)];
  return [
    ...(number
      ? [
          `*Attention: another number.* Approved *${formatPhone(e164)}*, got *${formatPhone(number)}*.`,
        ]
      : []),
    ...(sentNumber
      ? [
          `*Attention: Vobiz named a number we can't read:* “${asSent(sentNumber)}”. Approved *${formatPhone(e164)}*. ${LOOK}`,
        ]
      : []),
    ...(charged
      ? [
          `*Attention: another price.* Approved *${feesText(price)}*, got *${feesText(charged)}*.${countedText(order)}`,
        ]
      : []),
    ...(sentPrice
      ? [
          `*Attention: Vobiz named a price we can't read:* ${sentPriceText(sentPrice)}. Approved *${feesText(price)}*. ${LOOK}${countedText(order)}`,
        ]
      : []),
  ].map((line) => section(line));
}

const LOOK = 'Look at console.vobiz.ai for what was really bought and charged.';

function asSent(text: string): string {
  return inlineText(text, 60);
}

/** `setup “5,000.00”, monthly “250”, no currency` */
export function sentPriceText({ setup, monthly, currency }: UnreadPrice): string {
  const part = (name: string, value: string | undefined) =>
    value === undefined ? `no ${name}` : `${name} “${asSent(value)}”`;
  return [part('setup', setup), part('monthly', monthly), part('currency', currency)].join(', ');
}

/** What the budgets count for it, where that is another amount than Vobiz charged or may have charged. */
function countedText({ counted, purchase, number }: OrderIn<'completed' | 'pending'>): string {
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
