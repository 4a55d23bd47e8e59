import type { KnownBlock } from '@slack/types';
import { findingIs } from '../../domain/order/evidence.ts';
import type { Order, OrderIn } from '../../domain/order/order.ts';
import { asApproved } from '../../domain/order/order-flags.ts';
import { COMMAND } from '../../slack/ids.ts';
import { nextStep } from '../connection/connection-words.ts';
import { quoted, section } from '../kit/blocks.ts';
import { reasonText } from '../kit/error-sentences.ts';
import { inlineText, mention, slackDate } from '../kit/text.ts';
import { beforePurchase, decisionText, waitingBlocks } from './order-approvals.ts';
import { settledText } from './order-ended.ts';
import { differences } from './order-receipt.ts';
import { stoppedBlocks } from './order-stopped.ts';
import {
  endedWords,
  evidenceLines,
  WHY_UNKNOWN,
  wasSentAllTheSame,
  wentAnotherWay,
} from './order-words.ts';

/** What has become of an order, who did it and when, and what comes next. */
export function outcomeBlocks(order: Order): KnownBlock[] {
  const outcome = wasSentAllTheSame(order) ? endedWords(order) : outcomeOf(order);
  return [...wentAnotherWay(order), ...outcome];
}

function outcomeOf(order: Order): KnownBlock[] {
  switch (order.state) {
    case 'awaiting_approval':
      return waitingBlocks(order);
    case 'approved':
      return [section(`${decisionText('Approved', order)}\n${beforePurchase(order)}`)];
    case 'placing':
      return [section(`${decisionText('Approved', order)}\nThe purchase is being sent to Vobiz.`)];
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
          `${decisionText('Approved', order)}\nVobiz reports the order as cancelled, seen ${slackDate(order.endedAt)}. ${ledger()}`,
        ),
        ...found(order.evidence),
      ];
    case 'stopped':
      return stoppedBlocks(order);
    case 'denied':
      return [
        section(`${decisionText('Denied', order)} Nothing was bought.`),
        ...(order.reason ? [quoted('Reason', order.reason)] : []),
      ];
    case 'withdrawn':
      return [
        section(
          `Withdrawn by ${mention(order.requester)}, ${slackDate(order.endedAt)}. Nothing was bought.`,
        ),
      ];
    case 'expired':
      return [
        section(
          `Expired ${slackDate(order.endedAt)}: nobody decided in time. Nothing was bought.\nIf it is still needed, type \`${COMMAND} search\` and request it again.`,
        ),
      ];
  }
}

function ledger(): string {
  return 'Look in the ledger at console.vobiz.ai for a charge.';
}

function found(evidence: OrderIn<'pending'>['evidence']): KnownBlock[] {
  const lines = evidenceLines(evidence);
  return lines.length > 0 ? [section(`What was found at Vobiz:\n${lines.join('\n')}`)] : [];
}

function pending(order: OrderIn<'pending'>): KnownBlock[] {
  const vobizOrder = inlineText(order.purchase.orderId, 200);
  return [
    section(
      `${decisionText('Approved', order)}\nVobiz took the order ${slackDate(order.purchase.at)} and has not finished it. Vobiz order id: ${vobizOrder}.`,
    ),
    ...differences(order),
    ...found(order.evidence),
    ...(order.lingersSince === undefined
      ? []
      : [
          section(
            '*This takes longer than an hour.* Whoever may decide can settle it below: look at console.vobiz.ai or ask support@vobiz.ai first.',
          ),
        ]),
    section(
      'The bot keeps checking, however long it takes, and this card changes with what it finds.',
    ),
  ];
}

function unconfirmed(order: OrderIn<'unconfirmed'>): KnownBlock[] {
  return [
    section('*We do not know whether this number was bought. Do not order it again.*'),
    section(
      `${decisionText('Approved', order)} ${sentText(order)}\n${WHY_UNKNOWN[order.why]} The bot never sends a purchase twice.`,
    ),
    ...(order.evidence.length > 0
      ? found(order.evidence)
      : [section('Nothing was found at Vobiz yet that settles it.')]),
    section(
      `The bot keeps checking Vobiz: the order, your owned numbers and your WhatsApp channels. To settle it sooner, look at console.vobiz.ai or ask support@vobiz.ai; then whoever may decide presses It Was Placed or It Was Not Placed.`,
    ),
  ];
}

function sentText({ attempt }: OrderIn<'unconfirmed'>): string {
  return attempt.unsent ? 'Nothing was sent.' : `Sent to Vobiz ${slackDate(attempt.startedAt)}.`;
}

function completed(order: OrderIn<'completed'>): KnownBlock[] {
  const unnamed = order.allocated ? '' : ' Vobiz did not name the number it gave: check it first.';
  return [
    ...differences(order),
    section(
      `${decisionText('Approved', order)} ${order.settled ? settledText(order.settled, 'placed') : `Bought ${slackDate(order.endedAt)}.`}`,
    ),
    // What was looked for in vain on the way to the proof would only make a reader doubt it.
    ...found(order.evidence.filter(({ finding }) => !findingIs(finding, 'in_vain'))),
    ...(order.connection
      ? []
      : [
          section(
            asApproved(order)
              ? `${nextStep(undefined)}${unnamed}`
              : 'Next: decide whether to keep it before you press Connect on the card.',
          ),
        ]),
  ];
}

function failed(order: OrderIn<'failed'>): KnownBlock[] {
  if (order.settled) {
    const said = settledText(order.settled, 'not_placed');
    return [section(`${decisionText('Approved', order)}\n${said}`), ...found(order.evidence)];
  }
  const what = order.purchase
    ? `Vobiz accepted the order and then reported it failed, seen ${slackDate(order.endedAt)}. ${ledger()}`
    : order.evidence.length > 0
      ? `Vobiz reports that the order failed, seen ${slackDate(order.endedAt)}. ${ledger()}`
      : `Vobiz did not take the order, ${slackDate(order.endedAt)}. Nothing was bought.`;
  return [
    section(`${decisionText('Approved', order)}\n${what}`),
    quoted('Reason', failureReason(order)),
    ...(order.because ? [section(reasonText({ because: order.because }))] : []),
    ...found(order.evidence),
  ];
}

function failureReason({ reason, turnDown }: OrderIn<'failed'>): string {
  if (!turnDown) return reason || 'Vobiz gave no reason';
  const { kind, status } = turnDown;
  if (kind === 'not_reached') return 'Vobiz could not be reached, so nothing was sent';
  const nothing = kind === 'credentials' ? 'credentials not accepted' : 'no reason given';
  return `Vobiz refused the order: ${reason || nothing} (HTTP ${status})`;
}
