import { firstCharge, formatMoney } from '../../domain/money.ts';
import type { Order, OrderIn } from '../../domain/order/order.ts';
import {
  isFlagged,
  otherNumber,
  otherPrice,
  unreadNumber,
  unreadPrice,
} from '../../domain/order/order-flags.ts';
import type { StopReason } from '../../domain/order/order-purchase.ts';
import type { OrderThat } from '../../domain/order/order-state-facts.ts';
import { reasonText } from '../kit/error-sentences.ts';
import { decidedBy, listed, mention, present } from '../kit/text.ts';

/** What people must know of an outcome besides its headline; `words` are what a person or Vobiz wrote about it. */
export type OutcomeFact = { fact: string; words?: string };

const AGAIN = "Don't order this number again";

/** One fact about how an order ended, or about the doubt it is in. The card and its Details have the rest. */
export function outcomeFact(order: Order): OutcomeFact {
  if (order.sentAs) return { fact: `${AGAIN}: its purchase is followed apart.` };
  switch (order.state) {
    case 'completed':
    case 'pending':
      return isFlagged(order) ? { fact: differsText(order) } : { fact: boughtText(order) };
    case 'unconfirmed':
      return {
        fact: order.attempt.unsent
          ? `${AGAIN}. It was in your Vobiz account before we sent anything.`
          : `${AGAIN}. Vobiz didn't answer, and we keep checking.`,
      };
    case 'failed':
      return failedFact(order);
    case 'cancelled':
      return { fact: 'Look for a charge in the ledger at console.vobiz.ai.' };
    case 'stopped':
      return { fact: stoppedText(order) };
    case 'denied':
      return {
        fact: `Denied by ${decidedBy(order.decision.by)}.`,
        ...(order.reason && { words: order.reason }),
      };
    case 'expired':
      return { fact: 'Nobody decided in time. You can request it again.' };
    case 'withdrawn':
      return { fact: `${mention(order.requester)} took it back.` };
    case 'awaiting_approval':
    case 'approved':
    case 'placing':
      return { fact: '' };
  }
}

function boughtText(order: OrderIn<'completed' | 'pending'>): string {
  if ('settled' in order && order.settled)
    return `Marked as bought by ${mention(order.settled.by)}.`;
  const { price } = order.number;
  return `${formatMoney(firstCharge(price))} now, then ${formatMoney(price.monthly)}/month.`;
}

function differsText(order: OrderThat<'bought'>): string {
  const number = otherNumber(order) !== undefined && 'another number';
  const price = otherPrice(order) && 'another price';
  const unread = (unreadNumber(order) ?? unreadPrice(order)) && "something we can't read";
  return `Vobiz named ${listed(present([number, price, unread]))}. Check it before you use it.`;
}

function failedFact({ settled, reason, because, turnDown }: OrderIn<'failed'>): OutcomeFact {
  if (settled) return { fact: `Marked as not bought by ${mention(settled.by)}.` };
  if (turnDown?.kind === 'not_reached')
    return { fact: "We couldn't reach Vobiz. Nothing was bought." };
  const what = turnDown ? 'Vobiz refused it. Nothing was bought.' : 'Vobiz says it failed.';
  return because
    ? { fact: reasonText({ because }) }
    : { fact: what, ...(reason && { words: reason }) };
}

const STOPPED: Readonly<
  Record<Exclude<StopReason['kind'], 'price_changed' | 'balance_low'>, string>
> = {
  gone: 'Vobiz no longer offers it. The card shows similar numbers.',
  region_changed: 'Vobiz lists it in another region now.',
  not_checkable: "We couldn't check the price with Vobiz.",
  not_replicated: "We couldn't record the purchase safely, so we sent nothing.",
  test: 'Your approvals work. Nothing was bought.',
  owned: 'It is in your Vobiz account already. We sent nothing for this request.',
};

function stoppedText({ stop, number }: OrderIn<'stopped'>): string {
  const approved = formatMoney(firstCharge(number.price));
  switch (stop.kind) {
    case 'price_changed':
      return `Was ${approved}, now ${formatMoney(firstCharge(stop.now))}.`;
    case 'balance_low':
      return `Your Vobiz account has ${formatMoney(stop.available)} and needs ${approved}. Top up first.`;
    default:
      return STOPPED[stop.kind];
  }
}
