import type { KnownBlock } from '@slack/types';
import { findingIs } from '../../domain/order/evidence.ts';
import type { Order, OrderIn } from '../../domain/order/order.ts';
import type { StopReason, Uncertainty, Waiting } from '../../domain/order/order-purchase.ts';
import { COMMAND } from '../../slack/ids.ts';
import { paragraphs, quoted, section } from '../kit/blocks.ts';
import { reasonText } from '../kit/error-sentences.ts';
import { mention, present, slackDate } from '../kit/text.ts';
import { costText, numberText } from '../numbers/number-words.ts';
import {
  decisionText,
  endedWords,
  evidenceLines,
  settledText,
  wentAnotherWay,
} from './order-findings.ts';
import { differences } from './order-receipt.ts';
import {
  CHECK_CHARGE,
  DOUBT,
  nextWords,
  stopReason,
  UNDECIDED,
  wasSentAllTheSame,
} from './order-words.ts';

/** For Details: the result of an order, who did what and when, what we found at Vobiz, and what comes next. */
export function outcomeBlocks(order: Order): KnownBlock[] {
  const outcome = wasSentAllTheSame(order) ? endedWords(order) : outcomeOf(order);
  return [...wentAnotherWay(order), ...outcome];
}

function outcomeOf(order: Order): KnownBlock[] {
  switch (order.state) {
    case 'awaiting_approval':
      return [];
    case 'approved':
      return [section(`${decisionText('Approved', order)}\n${beforePurchase(order)}`)];
    case 'placing':
      return [section(`${decisionText('Approved', order)}\n${nextWords(order)}`)];
    case 'pending':
      return pending(order);
    case 'unconfirmed':
      return unconfirmed(order);
    case 'completed':
      return completed(order);
    case 'failed':
      return failed(order);
    case 'cancelled':
      return [
        section(
          `${decisionText('Approved', order)}\nVobiz cancelled the order, seen ${slackDate(order.endedAt)}. ${CHECK_CHARGE}`,
        ),
        ...found(order.evidence),
      ];
    case 'stopped':
      return stopped(order);
    case 'denied':
      return [
        section(`${decisionText('Denied', order)} Nothing was bought.`),
        ...(order.reason ? [quoted('Reason', order.reason)] : []),
      ];
    case 'withdrawn':
      return [
        section(
          `${mention(order.requester)} withdrew this request, ${slackDate(order.endedAt)}. Nothing was bought.`,
        ),
      ];
    case 'expired':
      return [
        section(`Expired ${slackDate(order.endedAt)}. ${UNDECIDED} Nothing was bought. ${AGAIN}`),
      ];
  }
}

const AGAIN = `Still need a number? Type \`${COMMAND} search\`.`;
const KEEPS = 'We keep checking, and the card updates by itself.';
const ASK_VOBIZ =
  'An approver can answer sooner. Check console.vobiz.ai or ask support@vobiz.ai, then press Mark as bought or Mark as not bought on the card.';

/** What the card says comes next, and what follows that. */
function beforePurchase(order: OrderIn<'approved'>): string {
  const { waiting } = order;
  return `${nextWords(order)} ${waiting ? AFTER_WAITING[waiting.why] : "If anything has changed, we won't buy it."}`;
}

const AFTER_WAITING: Readonly<Record<Waiting['why'], string>> = {
  vobiz_paused: 'Then we check the price once more and buy.',
  not_checkable: 'After that, the request stops.',
  not_replicated: 'After that, the request stops.',
};

function found(evidence: OrderIn<'pending'>['evidence']): KnownBlock[] {
  const lines = evidenceLines(evidence);
  return lines.length > 0 ? paragraphs(['*Found at Vobiz*', ...lines]) : [];
}

function pending(order: OrderIn<'pending'>): KnownBlock[] {
  const { purchase, evidence, lingersSince } = order;
  return [
    section(
      `${decisionText('Approved', order)}\nVobiz accepted the order ${slackDate(purchase.at)} and is setting up the number. ${KEEPS}`,
    ),
    ...differences(order),
    ...found(evidence),
    ...(lingersSince === undefined ? [] : [section(`*This is taking over an hour.* ${ASK_VOBIZ}`)]),
  ];
}

function unconfirmed(order: OrderIn<'unconfirmed'>): KnownBlock[] {
  const { why, attempt, evidence } = order;
  const sent = attempt.unsent ? 'Nothing was sent.' : `Sent ${slackDate(attempt.startedAt)}.`;
  return [
    section("*We couldn't confirm this purchase. Don't order this number again.*"),
    section(
      `${decisionText('Approved', order)} ${sent}\n${DOUBT[why]}. ${MORE_DOUBT[why] ?? ''}We never send a purchase twice.`,
    ),
    ...(evidence.length > 0 ? found(evidence) : [section("We've found no proof at Vobiz yet.")]),
    section(
      `We keep checking the order, your owned numbers and your WhatsApp channels. ${ASK_VOBIZ}`,
    ),
  ];
}

const MORE_DOUBT: Partial<Record<Uncertainty, string>> = {
  server_error: "That doesn't say whether it bought the number. ",
  found_owned: "We can't tell whether it was bought for this request. ",
};

function completed(order: OrderIn<'completed'>): KnownBlock[] {
  const { settled, endedAt, evidence, allocated } = order;
  const how = settled ? settledText(settled, 'placed') : `Bought ${slackDate(endedAt)}.`;
  return [
    ...differences(order),
    section(
      `${decisionText('Approved', order)} ${how}${allocated ? '' : "\nVobiz didn't say which number you got. Check it before you connect it."}`,
    ),
    // Lists that didn't have it yet would only make a reader doubt the proof.
    ...found(evidence.filter(({ finding }) => !findingIs(finding, 'in_vain'))),
  ];
}

function failed(order: OrderIn<'failed'>): KnownBlock[] {
  const { settled, purchase, evidence, because, endedAt } = order;
  const approved = decisionText('Approved', order);
  if (settled) {
    return [section(`${approved}\n${settledText(settled, 'not_placed')}`), ...found(evidence)];
  }
  const what = purchase
    ? `Vobiz accepted the order, then said it failed, seen ${slackDate(endedAt)}. ${CHECK_CHARGE}`
    : evidence.length > 0
      ? `Vobiz says the order failed, seen ${slackDate(endedAt)}. ${CHECK_CHARGE}`
      : `Vobiz didn't take the order, ${slackDate(endedAt)}. Nothing was bought.`;
  return [
    section(`${approved}\n${what}`),
    quoted('Reason', failureReason(order)),
    ...(because ? [section(reasonText({ because }))] : []),
    ...found(evidence),
  ];
}

function failureReason({ reason, turnDown }: OrderIn<'failed'>): string {
  if (!turnDown) return reason || 'Vobiz gave no reason';
  const { kind, status } = turnDown;
  if (kind === 'not_reached') return "We couldn't reach Vobiz, so nothing was sent";
  const nothing = kind === 'credentials' ? 'credentials not accepted' : 'no reason given';
  return `Vobiz refused the order: ${reason || nothing} (HTTP ${status})`;
}

/** Why nothing was bought, and what people can request instead. */
function stopped(order: OrderIn<'stopped'>): KnownBlock[] {
  const { stop, followedBy, endedAt } = order;
  const instead = stop.kind === 'gone' ? (stop.instead ?? []) : [];
  const near = instead.map((number) => `• ${numberText(number)}: ${costText(number.price)}`);
  return [
    section(
      `${decisionText('Approved', order)}\nStopped ${slackDate(endedAt)}. ${whyStopped(order)}`,
    ),
    ...(near.length > 0
      ? paragraphs(['Similar numbers that Vobiz offered then, at the same price or less:', ...near])
      : []),
    ...(followedBy ? [section(`There is a new request instead: ${followedBy}.`)] : []),
  ];
}

function whyStopped(order: OrderIn<'stopped'>): string {
  const { kind } = order.stop;
  return present([
    stopReason(order, true),
    kind !== 'owned' && 'Nothing was bought.',
    ASKS_AGAIN[kind] && AGAIN,
  ]).join(' ');
}

/** Whether a search is the way on: the card has a button for the others, or there is nothing more to ask for. */
const ASKS_AGAIN: Readonly<Record<StopReason['kind'], boolean>> = {
  gone: true,
  price_changed: false,
  region_changed: false,
  balance_low: true,
  not_checkable: true,
  not_replicated: true,
  owned: false,
  test: false,
};
