import type { KnownBlock } from '@slack/types';
import { formatMoney } from '../../domain/money.ts';
import type { Evidence, Finding } from '../../domain/order/evidence.ts';
import type { Order, OrderState } from '../../domain/order/order.ts';
import { asApproved } from '../../domain/order/order-flags.ts';
import type { Settled, StopReason } from '../../domain/order/order-purchase.ts';
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

/** On the request: which record its purchase has. On that record: which request we sent it for. */
export function wentAnotherWay(order: Order): KnownBlock[] {
  const { sentAs, sentFor } = order;
  return present([
    sentAs &&
      `*We sent a purchase for this request.* ${whatCameBetween(order)} The purchase has its own card (${sentAs}). Don't order this number again.`,
    sentFor &&
      `We sent this purchase for ${sentFor}. That request ended before we knew the result: its card says why.`,
  ]).map((line) => section(line));
}

function whatCameBetween(order: Order): string {
  return 'settled' in order && order.settled
    ? 'Vobiz accepted it, but somebody had already marked it as not bought.'
    : 'Then our database went back to an earlier moment.';
}

/** How the request itself ended, without a word on what was bought. */
export function endedWords(order: Order): KnownBlock[] {
  if (!('decision' in order) || !order.decision) return [];
  const { decision } = order;
  return [
    section(decisionText(order.state === 'denied' ? 'Denied' : 'Approved', { ...order, decision })),
  ];
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

/** Stands before the name of a request, so that nobody takes a test for a purchase. */
export function testMark({ test }: Pick<Order, 'test'>): string {
  return test ? 'TEST · ' : '';
}

/** `Approved by @mika, today at 14:05.`, with everybody who approved. */
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
  found: 'Vobiz showed a finished purchase then.',
  not_found: 'Vobiz showed no proof then.',
  not_checkable: "We couldn't ask Vobiz then.",
};

/** Who answered for Vobiz, what they answered and why, and what we saw at Vobiz then. */
export function settledText(
  { by, at, reason, orderId, checked }: Settled,
  outcome: 'placed' | 'not_placed',
): string {
  const as = outcome === 'placed' ? 'bought' : 'not bought';
  const named = orderId ? ` Vobiz order ${inlineText(orderId, 200)}.` : '';
  return `*Marked as ${as} by ${mention(by)}*, ${slackDate(at)}: “${inlineText(reason, 1400)}”${named}\n${CHECKED[checked]}`;
}
