import { firstCharge, formatMoney } from '../../domain/money.ts';
import { priceOfAll } from '../../domain/order/asked-numbers.ts';
import type { Order, OrderIn } from '../../domain/order/order.ts';
import { isFlagged } from '../../domain/order/order-flags.ts';
import { isLead } from '../../domain/order/order-parts.ts';
import { formatPhone } from '../../domain/phone.ts';
import { giveBackStatus, numberStatus } from '../connection/connection-words.ts';
import { reasonText } from '../kit/error-sentences.ts';
import { inlineText, mention, present, slackDate, TEXT_SHOWN } from '../kit/text.ts';
import {
  CHECK_CHARGE,
  DOUBT,
  NOT_BOUGHT,
  nextWords,
  stopReason,
  testMark,
  togetherText,
  UNDECIDED,
  wasSentAllTheSame,
  whatText,
  wrote,
} from './order-words.ts';

/** `✅ Bought`: the state of an order at a glance. The word says it too, for readers who don't see the emoji. */
function statusOf(order: Order): string {
  return `${testMark(order)}${statusText(order)}`;
}

function statusText(order: Order): string {
  if (wasSentAllTheSame(order)) return '⚠️ Purchase sent';
  switch (order.state) {
    case 'awaiting_approval':
      return `⏳ Approve ${formatMoney(firstCharge(priceOfAll(order)))}`;
    case 'approved':
      return order.waiting ? '⏸️ Approved, on hold' : '👍 Approved';
    case 'placing':
      return '🛒 Buying';
    case 'pending':
      return isFlagged(order) ? '⚠️ Ordered, not as approved' : '🛒 Ordered';
    case 'unconfirmed':
      return '⚠️ Purchase unconfirmed';
    case 'completed':
      return boughtStatus(order);
    case 'failed':
      return order.settled ? '↩️ Marked as not bought' : '❌ Purchase failed';
    case 'cancelled':
      return '❌ Cancelled by Vobiz';
    case 'stopped':
      return order.stop.kind === 'test'
        ? '✅ Approved · nothing bought'
        : `↩️ Not bought · ${NOT_BOUGHT[order.stop.kind]}`;
    case 'denied':
      return '🚫 Denied';
    case 'withdrawn':
      return '↩️ Withdrawn';
    case 'expired':
      return '⌛ Expired';
  }
}

function boughtStatus(order: OrderIn<'completed'>): string {
  const leaving = giveBackStatus(order.giveBack);
  if (leaving) return leaving;
  if (isFlagged(order)) return '⚠️ Bought, not as approved';
  return numberStatus(order) ?? '✅ Bought';
}

/** `✅ Bought · +91 98765 43210`: the point of a card, first; of an open request, what it asks for: `⏳ Approve ₹750 · …`. */
export function headline(order: Order): string {
  return isLead(order) ? togetherText(order) : `${statusOf(order)} · ${whatText(order)}`;
}

/** The same of an order's own number, however the others of its request stand. */
export function ownHeadline(order: Order): string {
  return `${statusOf(order)} · ${formatPhone(order.number.e164)}`;
}

/** `✅ Bought · ₹750 · +91 98765 43210 · Support line`: what a phone shows of a message before anybody opens it. */
export function pushText(order: Order): string {
  const about = inlineText(order.purpose, TEXT_SHOWN.onCard);
  if (isLead(order)) return present([togetherText(order), about]).join(' · ');
  // An open request has its price in front.
  const price = order.state !== 'awaiting_approval' && formatMoney(firstCharge(priceOfAll(order)));
  return present([statusOf(order), price, whatText(order), about]).join(' · ');
}

/** What has happened and what to do about it, in a sentence or two. Details has the rest. */
export function gist(order: Order): string {
  if (wasSentAllTheSame(order)) return `${DONT} We sent a purchase for it, which has its own card.`;
  switch (order.state) {
    case 'awaiting_approval':
      return `*${mention(order.requester)}* ${asks(order)}`;
    case 'approved':
    case 'placing':
      return nextWords(order);
    case 'pending':
      return order.lingersSince === undefined
        ? 'Vobiz accepted the order and is setting up the number. This card updates by itself.'
        : '*This is taking over an hour.* Check console.vobiz.ai or ask support@vobiz.ai.';
    case 'unconfirmed':
      return unconfirmed(order);
    case 'completed':
      return completed(order);
    case 'failed':
      return failed(order);
    case 'cancelled':
      return `Vobiz cancelled the order. ${CHECK_CHARGE}`;
    case 'stopped':
      return stopped(order);
    case 'denied':
      return order.reason && wrote(order.reason);
    case 'withdrawn':
      return `${mention(order.requester)} withdrew this request.`;
    case 'expired':
      return UNDECIDED;
  }
}

const DONT = "*Don't order this number again.*";

function asks({ test, follows, ...asked }: Order): string {
  if (test) return 'is trying out the approvals. Nothing will be bought.';
  if (asked.more) return `needs ${whatText(asked)} for`;
  return follows ? FOLLOWS[follows.why] : 'needs a number for';
}

const FOLLOWS: Readonly<Record<NonNullable<Order['follows']>['why'], string>> = {
  difference: 'asks again for',
  alternative: 'needs another number for',
};

function unconfirmed({ why, evidence }: OrderIn<'unconfirmed'>): string {
  const looked = Math.max(0, ...evidence.map(({ at }) => at));
  const last = looked > 0 ? ` (last look ${slackDate(looked)})` : '';
  return `${DONT} ${DOUBT[why]}; we keep checking${last}.`;
}

function completed(order: OrderIn<'completed'>): string {
  const { settled, allocated, connection } = order;
  return present([
    isFlagged(order) && !connection && 'Decide whether to keep it before you connect it.',
    settled && `Marked as bought by ${mention(settled.by)}: ${wrote(settled.reason)}`,
    !allocated && "Vobiz didn't say which number you got. Check it first.",
  ]).join('\n');
}

function failed({ settled, because, reason, turnDown, purchase, evidence }: OrderIn<'failed'>) {
  if (settled) return `Marked as not bought by ${mention(settled.by)}: ${wrote(settled.reason)}`;
  const said = reason && `: ${wrote(reason)}`;
  if (purchase) return `Vobiz accepted the order, then said it failed${said}. ${CHECK_CHARGE}`;
  if (evidence.length > 0) return `Vobiz says the order failed${said}. ${CHECK_CHARGE}`;
  if (turnDown?.kind === 'not_reached') return "We couldn't reach Vobiz. Nothing was bought.";
  if (because) return `${reasonText({ because })} Nothing was bought.`;
  return `Vobiz refused the order${said}. Nothing was bought.`;
}

function stopped(order: OrderIn<'stopped'>): string {
  const { stop, followedBy } = order;
  const near = stop.kind === 'gone' && !followedBy && stop.instead?.length;
  return present([
    stopReason(order),
    stop.kind !== 'owned' &&
      (followedBy ? 'There is a new request instead.' : 'Nothing was bought.'),
    near && 'Similar numbers at the same price or less:',
  ]).join(' ');
}
