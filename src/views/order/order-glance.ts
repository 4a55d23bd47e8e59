import { firstCharge, formatMoney, type Price } from '../../domain/money.ts';
import type { Order, OrderIn } from '../../domain/order/order.ts';
import { isFlagged } from '../../domain/order/order-flags.ts';
import type { StopReason, Uncertainty, Waiting } from '../../domain/order/order-purchase.ts';
import { formatPhone } from '../../domain/phone.ts';
import { connectionStatus } from '../connection/connection-words.ts';
import { reasonText } from '../kit/error-sentences.ts';
import { inlineText, mention, present, slackDate, TEXT_SHOWN } from '../kit/text.ts';
import { feesText } from '../numbers/number-words.ts';
import { testMark, wasSentAllTheSame } from './order-words.ts';

const NOT_BOUGHT: Readonly<Record<Exclude<StopReason['kind'], 'test'>, string>> = {
  gone: 'no longer offered',
  price_changed: 'price changed',
  region_changed: 'region changed',
  balance_low: 'balance too low',
  not_checkable: "couldn't be checked",
  not_replicated: "couldn't be recorded safely",
  owned: 'already yours',
};

/** `✅ Bought`: how an order stands, at a glance. The word says it too, for whoever does not see the emoji. */
function statusOf(order: Order): string {
  return `${testMark(order)}${statusText(order)}`;
}

function statusText(order: Order): string {
  if (wasSentAllTheSame(order)) return '⚠️ Purchase sent';
  switch (order.state) {
    case 'awaiting_approval':
      return `⏳ Approve ${formatMoney(firstCharge(order.number.price))}`;
    case 'approved':
      return order.waiting ? '⏸️ Approved, on hold' : '👍 Approved';
    case 'placing':
      return '🛒 Buying';
    case 'pending':
      return isFlagged(order) ? '⚠️ Ordered, not as approved' : '🛒 Ordered';
    case 'unconfirmed':
      return '⚠️ Purchase unconfirmed';
    case 'completed':
      if (isFlagged(order)) return '⚠️ Bought, not as approved';
      return order.connection ? connectionStatus(order.connection) : '✅ Bought';
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

/** `✅ Bought · +91 98765 43210`: the point of a card, first; of an open request, what it asks for: `⏳ Approve ₹750 · …`. */
export function headline(order: Order): string {
  return `${statusOf(order)} · ${formatPhone(order.number.e164)}`;
}

/** `✅ Bought · ₹750 · +91 98765 43210 · Support line`: what a phone shows of a message before anybody opens it. */
export function pushText(order: Order): string {
  const { number, purpose } = order;
  // An open request has its price in front.
  const price = order.state !== 'awaiting_approval' && formatMoney(firstCharge(number.price));
  const about = inlineText(purpose, TEXT_SHOWN.onCard);
  return present([statusOf(order), price, formatPhone(number.e164), about]).join(' · ');
}

/** What has happened and what to do about it, in a sentence or two. Details has the rest. */
export function gist(order: Order): string {
  if (wasSentAllTheSame(order)) return `${DONT} A purchase was sent for it, and has its own card.`;
  switch (order.state) {
    case 'awaiting_approval':
      return `*${mention(order.requester)}* ${asks(order)}`;
    case 'approved':
      return order.waiting
        ? WAITING[order.waiting.why](slackDate(order.waiting.until))
        : 'Checking the price once more, then buying.';
    case 'placing':
      return 'Sending the purchase to Vobiz.';
    case 'pending':
      return order.lingersSince === undefined
        ? 'Vobiz accepted the order and is setting up the number. This card updates by itself.'
        : '*This takes longer than an hour.* Look at console.vobiz.ai or ask support@vobiz.ai.';
    case 'unconfirmed':
      return unconfirmed(order);
    case 'completed':
      return completed(order);
    case 'failed':
      return failed(order);
    case 'cancelled':
      return `Vobiz cancelled the order. ${LEDGER}`;
    case 'stopped':
      return stopped(order);
    case 'denied':
      return order.reason && wrote(order.reason);
    case 'withdrawn':
      return `${mention(order.requester)} took the request back.`;
    case 'expired':
      return 'Nobody decided in time.';
  }
}

const DONT = "*Don't order this number again.*";
const LEDGER = 'Look for a charge at console.vobiz.ai.';

function asks({ test, follows }: Order): string {
  if (test) return 'is trying out the approvals. Nothing will be bought.';
  return follows ? FOLLOWS[follows.why] : 'needs a number for';
}

const FOLLOWS: Readonly<Record<NonNullable<Order['follows']>['why'], string>> = {
  difference: 'asks again for',
  alternative: 'needs another number for',
};

const WAITING: Readonly<Record<Waiting['why'], (until: string) => string>> = {
  vobiz_paused: (until) => `Vobiz asked us to pause until ${until}. Nothing was sent yet.`,
  not_checkable: (until) =>
    `We can't check the number with Vobiz. We keep trying until ${until}. Nothing was sent yet.`,
  not_replicated: (until) =>
    `We can't keep a safe copy of this purchase, so we haven't sent it. We keep trying until ${until}.`,
};

/** Why an outcome is not known, as the beginning of a sentence. */
export const DOUBT: Readonly<Record<Uncertainty, string>> = {
  no_answer: "Vobiz didn't answer",
  server_error: 'Vobiz answered with an error that says nothing',
  unreadable_answer: "We couldn't read Vobiz's answer",
  interrupted: 'We were interrupted while sending it',
  found_owned: 'We found it in your account before sending anything',
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
    !allocated && "Vobiz didn't name the number it gave: check it first.",
  ]).join('\n');
}

function failed({ settled, because, reason, turnDown, purchase, evidence }: OrderIn<'failed'>) {
  if (settled) return `Marked as not bought by ${mention(settled.by)}: ${wrote(settled.reason)}`;
  const said = reason && `: ${wrote(reason)}`;
  if (purchase) return `Vobiz accepted the order, then reported it failed${said}. ${LEDGER}`;
  if (evidence.length > 0) return `Vobiz reports that the order failed${said}. ${LEDGER}`;
  if (turnDown?.kind === 'not_reached') return "We couldn't reach Vobiz. Nothing was bought.";
  if (because) return `${reasonText({ because })} Nothing was bought.`;
  return `Vobiz refused the order${said}. Nothing was bought.`;
}

function stopped({ stop, number, followedBy }: OrderIn<'stopped'>): string {
  const next = followedBy ? 'A new request was made instead.' : 'Nothing was bought.';
  switch (stop.kind) {
    case 'gone':
      return stop.instead?.length && !followedBy
        ? `Vobiz no longer offers it. ${next} Similar numbers at the same price or less:`
        : `Vobiz no longer offers it. ${next}`;
    case 'price_changed':
      return `${wasNow(number.price, stop.now)} ${next}`;
    case 'region_changed':
      return `Was ${wrote(number.region)}, now ${wrote(stop.now)}. ${next}`;
    case 'balance_low':
      return `The Vobiz account has ${formatMoney(stop.available)}, and the number costs ${formatMoney(firstCharge(number.price))}. Top up at console.vobiz.ai. ${next}`;
    case 'not_checkable':
      return `We couldn't check price and availability with Vobiz. ${next}`;
    case 'not_replicated':
      return `We couldn't record the purchase safely, so we sent nothing. ${next}`;
    case 'owned': {
      const since = stop.since === undefined ? '' : ` since ${slackDate(stop.since)}`;
      return `Your Vobiz account already has it${since}. We sent nothing.`;
    }
    case 'test':
      return 'This was a test. Nothing was sent or bought.';
  }
}

/** `Was ₹700, now ₹1,300.` Where the first charge alone does not say what changed, all fees. */
function wasNow(was: Price, now: Price): string {
  const [before, after] = [was, now].map((price) => formatMoney(firstCharge(price)));
  return before !== after && was.monthly.minor === now.monthly.minor
    ? `Was *${before}*, now *${after}*.`
    : `Was *${feesText(was)}*, now *${feesText(now)}*.`;
}

/** What a person or Vobiz wrote, cut to what fits a card. */
function wrote(text: string): string {
  return `“${inlineText(text, TEXT_SHOWN.onCard)}”`;
}
