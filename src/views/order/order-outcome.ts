import type { KnownBlock } from '@slack/types';
import { firstCharge, formatMoney } from '../../domain/money.ts';
import { findingIs } from '../../domain/order/evidence.ts';
import type { Order, OrderIn } from '../../domain/order/order.ts';
import type { Waiting } from '../../domain/order/order-purchase.ts';
import { COMMAND } from '../../slack/ids.ts';
import { paragraphs, quoted, section } from '../kit/blocks.ts';
import { reasonText } from '../kit/error-sentences.ts';
import { inlineText, mention, slackDate } from '../kit/text.ts';
import { costText, feesText, numberText } from '../numbers/number-words.ts';
import { differences } from './order-receipt.ts';
import {
  decisionText,
  endedWords,
  evidenceLines,
  settledText,
  WHY_UNKNOWN,
  wasSentAllTheSame,
  wentAnotherWay,
} from './order-words.ts';

/** What has become of an order, who did it and when, what was found at Vobiz, and what comes next: for Details. */
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
      return [section(`${decisionText('Approved', order)}\nWe're sending the purchase to Vobiz.`)];
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
          `${decisionText('Approved', order)}\nVobiz cancelled the order, seen ${slackDate(order.endedAt)}. ${LEDGER}`,
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
          `${mention(order.requester)} took the request back, ${slackDate(order.endedAt)}. Nothing was bought.`,
        ),
      ];
    case 'expired':
      return [
        section(
          `Expired ${slackDate(order.endedAt)}: nobody decided in time. Nothing was bought. ${AGAIN}`,
        ),
      ];
  }
}

const LEDGER = 'Look for a charge in the ledger at console.vobiz.ai.';
const AGAIN = `Still needed? Type \`${COMMAND} search\` and request it again.`;
const KEEPS = 'We keep checking, and the card updates by itself.';
const ASK_VOBIZ =
  'An approver can settle it sooner: look at console.vobiz.ai or ask support@vobiz.ai, then press Mark as bought or Mark as not bought on the card.';

/** What comes after the approval; while something keeps the purchase from being sent, what that is and until when. */
function beforePurchase({ waiting }: OrderIn<'approved'>): string {
  return waiting
    ? WAITING[waiting.why](slackDate(waiting.until))
    : "We check price and availability once more, then buy it. If either has changed, we don't.";
}

const WAITING: Readonly<Record<Waiting['why'], (until: string) => string>> = {
  vobiz_paused: (until) =>
    `Vobiz asked us to pause until ${until}. Then we check the price once more and buy. Nothing was sent yet.`,
  not_checkable: (until) =>
    `We can't check the number with Vobiz right now. We keep trying until ${until}, then the request stops. Nothing was sent yet.`,
  not_replicated: (until) =>
    `We can't keep a safe copy of this purchase right now, so we haven't sent it. We keep trying until ${until}, then the request stops.`,
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
    ...(lingersSince === undefined
      ? []
      : [section(`*This takes longer than an hour.* ${ASK_VOBIZ}`)]),
  ];
}

function unconfirmed(order: OrderIn<'unconfirmed'>): KnownBlock[] {
  const { why, attempt, evidence } = order;
  const sent = attempt.unsent ? 'Nothing was sent.' : `Sent ${slackDate(attempt.startedAt)}.`;
  return [
    section("*We couldn't confirm this purchase. Don't order this number again.*"),
    section(
      `${decisionText('Approved', order)} ${sent}\n${WHY_UNKNOWN[why]} We never send a purchase twice.`,
    ),
    ...(evidence.length > 0
      ? found(evidence)
      : [section("We've found nothing at Vobiz yet that settles it.")]),
    section(
      `We keep checking the order, your owned numbers and your WhatsApp channels. ${ASK_VOBIZ}`,
    ),
  ];
}

function completed(order: OrderIn<'completed'>): KnownBlock[] {
  const { settled, endedAt, evidence, allocated } = order;
  const how = settled ? settledText(settled, 'placed') : `Bought ${slackDate(endedAt)}.`;
  return [
    ...differences(order),
    section(
      `${decisionText('Approved', order)} ${how}${allocated ? '' : "\nVobiz didn't name the number it gave: check it before you connect it."}`,
    ),
    // What was looked for in vain on the way to the proof would only make a reader doubt it.
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
    ? `Vobiz accepted the order, then reported it failed, seen ${slackDate(endedAt)}. ${LEDGER}`
    : evidence.length > 0
      ? `Vobiz reports that the order failed, seen ${slackDate(endedAt)}. ${LEDGER}`
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

/** Why nothing was bought, as "was X, now Y" where something differs, and what can be asked for instead. */
function stopped(order: OrderIn<'stopped'>): KnownBlock[] {
  const { stop, followedBy, endedAt } = order;
  const instead = stop.kind === 'gone' ? (stop.instead ?? []) : [];
  const near = instead.map((number) => `• ${numberText(number)}: ${costText(number.price)}`);
  return [
    section(
      `${decisionText('Approved', order)}\nStopped ${slackDate(endedAt)}. ${whyStopped(order)}`,
    ),
    ...(near.length > 0
      ? paragraphs([
          'Similar numbers at the same price or less, as they were offered then:',
          ...near,
        ])
      : []),
    ...(followedBy ? [section(`A new request was made instead: ${followedBy}.`)] : []),
  ];
}

function whyStopped({ stop, number }: OrderIn<'stopped'>): string {
  switch (stop.kind) {
    case 'gone':
      return `Vobiz no longer offers this number. Nothing was bought. ${AGAIN}`;
    case 'price_changed':
      return `The price changed: was *${feesText(number.price)}*, now *${feesText(stop.now)}*. Nothing was bought.`;
    case 'region_changed':
      return `Vobiz lists the number in another region: was *${inlineText(number.region, 100)}*, now *${inlineText(stop.now, 100)}*. Nothing was bought.`;
    case 'balance_low':
      return `The Vobiz account has ${formatMoney(stop.available)}, and the number costs ${formatMoney(firstCharge(number.price))} now. Nothing was bought. Top up at console.vobiz.ai. ${AGAIN}`;
    case 'not_checkable':
      return `We couldn't check price and availability with Vobiz. Nothing was bought. ${AGAIN}`;
    case 'not_replicated':
      return `We couldn't record the purchase safely before sending it. Nothing was sent or bought. ${AGAIN}`;
    case 'owned':
      return `Your Vobiz account has this number already${stop.since === undefined ? '' : `, since ${slackDate(stop.since)}`}. We sent nothing for this request.`;
    case 'test':
      return 'This was a test. Nothing was sent or bought.';
  }
}
