import { firstCharge, formatMoney, type Price } from '../../domain/money.ts';
import { isBought, numbersOf, type Stand } from '../../domain/order/asked-numbers.ts';
import type { Order, OrderIn, OrderState } from '../../domain/order/order.ts';
import { asApproved } from '../../domain/order/order-flags.ts';
import { isAllOver, type Lead, standings } from '../../domain/order/order-parts.ts';
import type { StopReason, Uncertainty, Waiting } from '../../domain/order/order-purchase.ts';
import { formatPhone } from '../../domain/phone.ts';
import { inlineText, listed, plural, slackDate, TEXT_SHOWN } from '../kit/text.ts';
import { feesText } from '../numbers/number-words.ts';

/** States whose words say that nothing was bought, unless the order names a purchase that we sent all the same. */
const SAYS_NOT_BOUGHT: Readonly<Record<OrderState, boolean>> = {
  awaiting_approval: false,
  approved: false,
  placing: false,
  pending: false,
  unconfirmed: false,
  completed: false,
  failed: true,
  cancelled: false,
  stopped: true,
  denied: true,
  withdrawn: true,
  expired: true,
};

/** Whether the request and its purchase ended differently. */
export function wasSentAllTheSame(order: Order): order is Order & { sentAs: string } {
  return order.sentAs !== undefined && SAYS_NOT_BOUGHT[order.state];
}

/** What to do where Vobiz may have charged for nothing. */
export const CHECK_CHARGE = 'Check console.vobiz.ai for a charge.';

/** Why an approved order was stopped, in a few words. */
export const NOT_BOUGHT: Readonly<Record<Exclude<StopReason['kind'], 'test'>, string>> = {
  gone: 'no longer offered',
  price_changed: 'price changed',
  region_changed: 'region changed',
  balance_low: 'balance too low',
  not_checkable: "couldn't be checked",
  not_replicated: "couldn't be recorded safely",
  owned: 'already yours',
};

/** The state of an order, as the end of a line. */
export function stateWords(order: Order): string {
  if (wasSentAllTheSame(order)) return `purchase sent, see ${order.sentAs}`;
  switch (order.state) {
    case 'awaiting_approval':
      return 'waiting for approval';
    case 'approved':
      return 'approved, not bought yet';
    case 'placing':
      return 'approved, being bought';
    case 'pending':
      return 'ordered, not finished yet';
    case 'unconfirmed':
      return 'unconfirmed, may or may not have been bought';
    case 'completed':
      return asApproved(order) ? 'bought' : 'bought, but not as approved';
    case 'failed':
      return 'failed';
    case 'cancelled':
      return 'cancelled by Vobiz';
    case 'stopped':
      return order.stop.kind === 'test'
        ? 'approved, nothing bought'
        : `not bought, ${NOT_BOUGHT[order.stop.kind]}`;
    case 'denied':
      return 'denied';
    case 'withdrawn':
      return 'withdrawn';
    case 'expired':
      return 'expired without a decision';
  }
}

/** Stands before the name of a request, so that nobody takes a test for a purchase. */
export function testMark({ test }: Pick<Order, 'test'>): string {
  return test ? 'TEST · ' : '';
}

/** What comes next for an approved order that we haven't sent yet. */
export function nextWords(order: OrderIn<'approved' | 'placing'>): string {
  if (order.state === 'placing') return 'Sending the purchase to Vobiz.';
  const { waiting } = order;
  return waiting
    ? WAITING[waiting.why](slackDate(waiting.until))
    : 'Checking the price once more, then buying.';
}

const WAITING: Readonly<Record<Waiting['why'], (until: string) => string>> = {
  vobiz_paused: (until) => `Vobiz asked us to pause until ${until}. We haven't sent anything yet.`,
  not_checkable: (until) =>
    `We can't check the number with Vobiz. We'll keep trying until ${until}. We haven't sent anything yet.`,
  not_replicated: (until) =>
    `We can't keep a safe copy of this purchase, so we haven't sent it. We'll keep trying until ${until}.`,
};

/** Why an outcome is not known, as the beginning of a sentence. */
export const DOUBT: Readonly<Record<Uncertainty, string>> = {
  no_answer: "Vobiz didn't answer",
  server_error: 'Vobiz answered with a server error',
  unreadable_answer: "We couldn't read Vobiz's answer",
  interrupted: 'We were interrupted while sending it',
  found_owned: 'We found it in your account before sending anything',
};

export const UNDECIDED = 'Nobody decided in time.';

/** Why we stopped, in a sentence or two. `allFees`: of a changed price, all fees even where the first charge says it. */
export function stopReason({ stop, number }: OrderIn<'stopped'>, allFees = false): string {
  switch (stop.kind) {
    case 'gone':
      return 'Vobiz no longer offers it.';
    case 'price_changed':
      return wasNow(number.price, stop.now, allFees);
    case 'region_changed':
      return `Was ${wrote(number.region)}, now ${wrote(stop.now)}.`;
    case 'balance_low':
      return `Your Vobiz account has ${formatMoney(stop.available)} and needs ${formatMoney(firstCharge(number.price))}. Top up at console.vobiz.ai.`;
    case 'not_checkable':
      return "We couldn't check price and availability with Vobiz.";
    case 'not_replicated':
      return "We couldn't record the purchase safely, so we didn't send it.";
    case 'owned':
      return stop.since === undefined
        ? 'Your Vobiz account already has this number. We sent nothing.'
        : `Your Vobiz account has had this number since ${slackDate(stop.since)}. We sent nothing.`;
    case 'test':
      return 'This was a test.';
  }
}

/** `Was ₹700, now ₹1,300.` Where the first charge alone doesn't say what changed, all fees. */
function wasNow(was: Price, now: Price, allFees: boolean): string {
  const [before, after] = [was, now].map((price) => formatMoney(firstCharge(price)));
  return !allFees && before !== after && was.monthly.minor === now.monthly.minor
    ? `Was *${before}*, now *${after}*.`
    : `Was *${feesText(was)}*, now *${feesText(now)}*.`;
}

/** What a person or Vobiz wrote, cut to what fits a card. */
export function wrote(text: string): string {
  return `“${inlineText(text, TEXT_SHOWN.onCard)}”`;
}

/** Of a button that approves: what it shows is what its click approves. */
export function approving({ id, more }: Order): { order: string; numbers?: number } {
  return { order: id, ...(more && { numbers: more.length + 1 }) };
}

/** `+91 98765 43210`, or `3 numbers` */
export function whatText(asked: Pick<Order, 'number' | 'more'>): string {
  const { length } = numbersOf(asked);
  return length === 1 ? formatPhone(asked.number.e164) : plural(length, 'number');
}

/** The same for people who hear a button instead of seeing it. */
export function spokenText(asked: Pick<Order, 'number' | 'more'>): string {
  const phone = formatPhone(asked.number.e164);
  return asked.more ? `${phone} and ${plural(asked.more.length, 'other')}` : phone;
}

/** How one of several numbers stands. */
export const STAND_WORDS: Readonly<Record<Stand, string>> = {
  open: 'being bought',
  unconfirmed: 'unconfirmed',
  bought: 'bought',
  not_as_approved: 'not as approved',
  failed: 'failed',
  cancelled: 'cancelled by Vobiz',
  gone: 'sold',
  price_changed: 'at another price now',
  region_changed: 'in another region now',
  balance_low: 'over the balance',
  not_checkable: "couldn't be checked",
  not_replicated: "couldn't be recorded safely",
  owned: 'already yours',
};

/** `2 of 3 numbers bought`: an approved request for several numbers, first. */
export function togetherText(lead: Lead): string {
  const stands = standings(lead).map(({ stand }) => stand);
  const bought = stands.filter(isBought).length;
  const isDoubtful = stands.some((stand) => stand === 'unconfirmed' || stand === 'not_as_approved');
  const isOver = isAllOver(lead);
  const of = `${bought} of ${plural(stands.length, 'number')} bought`;
  if (isDoubtful) return `⚠️ ${of}`;
  if (!isOver) return `🛒 Buying · ${bought === 0 ? plural(stands.length, 'number') : of}`;
  if (bought === stands.length) return `✅ Bought · ${plural(bought, 'number')}`;
  return `${bought === 0 ? '❌' : '↩️'} ${of}`;
}

/** `2 sold, 1 unconfirmed`: all but those that are simply bought, at most so many kinds of them. */
export function restText(lead: Lead, max = Number.POSITIVE_INFINITY): string {
  const counts = new Map<Stand, number>();
  for (const { stand } of standings(lead))
    if (stand !== 'bought') counts.set(stand, (counts.get(stand) ?? 0) + 1);
  const kinds = [...counts].sort(([, a], [, b]) => b - a);
  const others = kinds.slice(max).reduce((sum, [, count]) => sum + count, 0);
  const shown = kinds.slice(0, max).map(([stand, count]) => `${count} ${STAND_WORDS[stand]}`);
  return listed(others > 0 ? [...shown, plural(others, 'other')] : shown);
}
