import type { KnownBlock } from '@slack/types';
import type { Order, OrderIn, StopReason } from '../domain/order.ts';
import { formatPhone } from '../domain/phone.ts';
import { COMMAND } from '../slack/ids.ts';
import { quoted, section } from './blocks.ts';
import { approversText, feesText } from './number-lines.ts';
import { asApproved, evidenceLines, otherNumber, otherPrice, WHY_UNKNOWN } from './order-words.ts';
import { inlineText, mention, slackDate } from './text.ts';

/** What has become of an order, who did it and when, and what comes next. */
export function outcomeBlocks(order: Order): KnownBlock[] {
  switch (order.state) {
    case 'awaiting_approval':
      return [
        section(
          `May be decided by ${approversText(order.policy)}.\nNothing is bought until it is approved. Expires ${slackDate(order.expiresAt)}.`,
        ),
      ];
    case 'approved':
      return [
        section(
          `${decided('Approved', order)}\nNext: price and availability are checked again. If either has changed, nothing is bought.`,
        ),
      ];
    case 'placing':
      return [section(`${decided('Approved', order)}\nThe purchase is being sent to Vobiz.`)];
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
          `${decided('Approved', order)}\nVobiz reports the order as cancelled, seen ${slackDate(order.endedAt)}. ${ledger()}`,
        ),
        ...found(order.evidence),
      ];
    case 'stopped':
      return [section(`${decided('Approved', order)}\n${stopped(order.stop, order)}`)];
    case 'denied':
      return [
        section(`${decided('Denied', order)} Nothing was bought.`),
        quoted('Reason', order.reason),
      ];
    case 'expired':
      return [
        section(
          `Expired ${slackDate(order.endedAt)}: nobody decided in time. Nothing was bought.\nIf it is still needed, type \`${COMMAND} search\` and request it again.`,
        ),
      ];
  }
}

/** `Approved by @mika, today at 14:05.` */
function decided(word: string, { decision }: { decision: { by: string; at: number } }): string {
  return `${word} by ${mention(decision.by)}, ${slackDate(decision.at)}.`;
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
      `${decided('Approved', order)}\nVobiz took the order ${slackDate(order.purchase.at)} and has not finished it. Vobiz order id: ${vobizOrder}.`,
    ),
    ...differences(order),
    ...found(order.evidence),
    section(
      'The bot keeps checking, however long it takes, and this card changes with what it finds.',
    ),
  ];
}

function unconfirmed(order: OrderIn<'unconfirmed'>): KnownBlock[] {
  return [
    section('*We do not know whether this number was bought. Do not order it again.*'),
    section(
      `${decided('Approved', order)} Sent to Vobiz ${slackDate(order.attempt.startedAt)}.\n${WHY_UNKNOWN[order.why]} The bot never sends a purchase twice.`,
    ),
    ...(order.evidence.length > 0
      ? found(order.evidence)
      : [section('Nothing was found at Vobiz yet that settles it.')]),
    section(
      `The bot keeps checking Vobiz: the order, your owned numbers and your WhatsApp channels. To settle it sooner, look at console.vobiz.ai or ask support@vobiz.ai.`,
    ),
  ];
}

function completed(order: OrderIn<'completed'>): KnownBlock[] {
  const unnamed = order.allocated ? '' : ' Vobiz did not name the number it gave: check it first.';
  return [
    ...differences(order),
    section(`${decided('Approved', order)} Bought ${slackDate(order.endedAt)}.`),
    // What was looked for in vain on the way to the proof would only make a reader doubt it.
    ...found(order.evidence.filter(({ finding }) => finding !== 'not found')),
    section(
      asApproved(order)
        ? `Next: connect it as a WhatsApp channel in the Vobiz console, console.vobiz.ai.${unnamed}`
        : 'Next: decide whether to keep it before you connect it in the Vobiz console, console.vobiz.ai.',
    ),
  ];
}

/** Loud: what was approved and what came instead, both in full. */
function differences(order: OrderIn<'completed' | 'pending'>): KnownBlock[] {
  const { e164, price } = order.number;
  const [number, charged] = [otherNumber(order), otherPrice(order)];
  return [
    ...(number
      ? [
          section(
            `*Attention: another number.* Approved *${formatPhone(e164)}*, got *${formatPhone(number)}*.`,
          ),
        ]
      : []),
    ...(charged
      ? [
          section(
            `*Attention: another price.* Approved *${feesText(price)}*, got *${feesText(charged)}*.`,
          ),
        ]
      : []),
  ];
}

function failed(order: OrderIn<'failed'>): KnownBlock[] {
  const what = order.purchase
    ? `Vobiz accepted the order and then reported it failed, seen ${slackDate(order.endedAt)}. ${ledger()}`
    : order.evidence.length > 0
      ? `Vobiz reports that the order failed, seen ${slackDate(order.endedAt)}. ${ledger()}`
      : `Vobiz did not take the order, ${slackDate(order.endedAt)}. Nothing was bought.`;
  return [
    section(`${decided('Approved', order)}\n${what}`),
    quoted('Reason', order.reason),
    ...found(order.evidence),
  ];
}

function stopped(stop: StopReason, order: OrderIn<'stopped'>): string {
  const when = slackDate(order.endedAt);
  const again = `If it is still needed, type \`${COMMAND} search\` and make a new request.`;
  switch (stop.kind) {
    case 'gone':
      return `Stopped ${when}: Vobiz no longer offers this number. Nothing was bought. ${again}`;
    case 'price_changed':
      return `Stopped ${when}: the price changed. Was *${feesText(order.number.price)}*, now *${feesText(stop.now)}*. Nothing was bought. ${again}`;
    case 'not_checkable':
      return `Stopped ${when}: price and availability could not be checked with Vobiz. Nothing was bought. ${again}`;
  }
}
