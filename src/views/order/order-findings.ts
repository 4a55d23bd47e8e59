import type { KnownBlock } from '@slack/types';
import { formatMoney } from '../../domain/money.ts';
import type { Evidence, Finding } from '../../domain/order/evidence.ts';
import type { Order } from '../../domain/order/order.ts';
import type { Settled } from '../../domain/order/order-purchase.ts';
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
