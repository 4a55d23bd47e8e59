import type { KnownBlock } from '@slack/types';
import { formatMoney } from '../../domain/money.ts';
import type { Evidence, Finding } from '../../domain/order/evidence.ts';
import type { Order, OrderState } from '../../domain/order/order.ts';
import { asApproved } from '../../domain/order/order-flags.ts';
import type { Settled, StopReason, Uncertainty } from '../../domain/order/order-purchase.ts';
import { section } from '../kit/blocks.ts';
import {
  decidedBy,
  inlineText,
  listed,
  mention,
  present,
  slackDate,
  TEXT_SHOWN,
} from '../kit/text.ts';

/** States that would say that nothing was bought, if they did not name a purchase that was sent all the same. */
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

/** Whether what became of the request is not what became of its purchase. */
export function wasSentAllTheSame(order: Order): order is Order & { sentAs: string } {
  return order.sentAs !== undefined && SAYS_NOT_BOUGHT[order.state];
}

/** On the request: where its purchase is followed. On the record of the purchase: which request it was sent for. */
export function wentAnotherWay(order: Order): KnownBlock[] {
  const { sentAs, sentFor } = order;
  return present([
    sentAs &&
      `*A purchase was sent for this request.* ${whatCameBetween(order)} We follow the purchase as ${sentAs}. Don't order this number again.`,
    sentFor &&
      `This purchase was sent for ${sentFor}. That request went another way before we knew what came of it: its card says why.`,
  ]).map((line) => section(line));
}

function whatCameBetween(order: Order): string {
  return 'settled' in order && order.settled
    ? 'Vobiz took it, and its answer came after somebody had said that nothing was placed.'
    : 'Then our database went back to before it.';
}

/** How the request itself ended, without a word on what was bought. */
export function endedWords(order: Order): KnownBlock[] {
  if (!('decision' in order) || !order.decision) return [];
  const { decision } = order;
  return [
    section(decisionText(order.state === 'denied' ? 'Denied' : 'Approved', { ...order, decision })),
  ];
}

const STOPPED: Readonly<Record<StopReason['kind'], string>> = {
  gone: 'not bought, no longer offered',
  price_changed: 'not bought, the price changed',
  region_changed: 'not bought, the region changed',
  balance_low: 'not bought, the balance is too low',
  not_checkable: 'not bought, could not be checked',
  not_replicated: 'not bought, could not be recorded safely',
  owned: 'not bought, already in your account',
  test: 'approved, nothing bought',
};

/** How an order stands, as the end of a line. */
export function stateWords(order: Order): string {
  if (wasSentAllTheSame(order)) return `purchase sent, followed as ${order.sentAs}`;
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
      return 'cancelled at Vobiz';
    case 'stopped':
      return STOPPED[order.stop.kind];
    case 'denied':
      return 'denied';
    case 'withdrawn':
      return 'withdrawn';
    case 'expired':
      return 'expired without a decision';
  }
}

/** Why the outcome of a purchase is not known. */
export const WHY_UNKNOWN: Readonly<Record<Uncertainty, string>> = {
  no_answer: 'We sent the purchase to Vobiz, and no answer came back.',
  server_error:
    "Vobiz answered with a server error, which doesn't say whether it bought the number.",
  unreadable_answer: "Vobiz answered the purchase with something we can't read.",
  interrupted: 'We were interrupted while sending the purchase.',
  found_owned:
    "Before sending the purchase we found the number in your Vobiz account, so we sent nothing. We can't tell whether it was bought for this request.",
};

const SOURCES: Readonly<Record<Evidence['source'], string>> = {
  purchase_answer: "Vobiz's answer to the purchase",
  order_read: "Vobiz's record of the order",
  owned_numbers: 'Your owned numbers',
  channels: 'Your WhatsApp channels',
  ledger: 'Your Vobiz ledger',
};

/** `• Your owned numbers: active (checked today at 14:05)`, one line for each finding. */
export function evidenceLines(evidence: readonly Evidence[]): string[] {
  return evidence.map(
    (each) => `• ${SOURCES[each.source]}: ${findingText(each)} (checked ${slackDate(each.at)})`,
  );
}

const FINDINGS: Readonly<Record<Finding, string>> = {
  completed: 'completed',
  failed: 'failed',
  cancelled: 'cancelled',
  pending: 'pending',
  unknown: 'unknown',
  active: 'active',
  pending_purchase: 'pending purchase',
  pending_release: 'pending release',
  released: 'released',
  blocked: 'blocked',
  not_found: 'not found',
  unreadable: "couldn't be read",
  not_available: 'not available',
  owned_before: 'owned before',
  bought_later: 'bought later',
  bought_before_approval: 'bought before the approval',
  no_purchase_time: 'no time of purchase',
  in_another_account: 'in another account',
  connected: 'connected',
  same_number_connected: 'same number connected',
  debit_as_approved: 'the approved price',
  debit_for_number: 'the approved price, for this number',
  other_debit: 'not the approved price',
  no_debit: 'no debit around that time',
  noted: 'something else',
};

function findingText({ finding, debit, noted }: Evidence): string {
  if (noted) return inlineText(noted.replaceAll('_', ' '), TEXT_SHOWN.inline);
  if (!debit) return FINDINGS[finding];
  const what =
    finding === 'other_debit'
      ? `not the approved ${formatMoney(debit.approved)}`
      : FINDINGS[finding];
  return `a debit of ${formatMoney(debit.amount)}: ${what}`;
}

/** In front of whatever names a request, so that nobody takes a test for a purchase. */
export function testMark({ test }: Pick<Order, 'test'>): string {
  return test ? 'TEST · ' : '';
}

/** `Approved by @mika, today at 14:05.`, with everybody whose approval it took. */
export function decisionText(
  word: 'Approved' | 'Denied',
  order: Extract<Order, { decision?: unknown }> & { decision: { by: string; at: number } },
): string {
  const { decision, votes = [], policy } = order;
  const several = word === 'Approved' && votes.length > 1;
  const by = several ? listed(votes.map((vote) => mention(vote.by))) : decidedBy(decision.by);
  const rule = decision.by === 'policy' && policy.rule ? ` (${policy.rule})` : '';
  return `${word} by ${by}${rule}, ${slackDate(decision.at)}.`;
}

const CHECKED: Readonly<Record<Settled['checked'], string>> = {
  found: 'Vobiz showed a finished purchase at that moment.',
  not_found: 'Vobiz showed nothing that proves it at that moment.',
  not_checkable: "We couldn't ask Vobiz at that moment.",
};

/** Who ended what Vobiz left open, how, why, and what our own look at Vobiz found at that moment. */
export function settledText(
  { by, at, reason, orderId, checked }: Settled,
  outcome: 'placed' | 'not_placed',
): string {
  const as = outcome === 'placed' ? 'bought' : 'not bought';
  const named = orderId ? ` Vobiz order ${inlineText(orderId, 200)}.` : '';
  return `*Marked as ${as} by ${mention(by)}*, ${slackDate(at)}: “${inlineText(reason, 1400)}”${named}\n${CHECKED[checked]}`;
}
