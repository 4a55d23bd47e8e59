import type { KnownBlock } from '@slack/types';
import { firstCharge, formatMoney } from '../../domain/money.ts';
import type { AvailableNumber } from '../../domain/numbers/number-search.ts';
import { findingIs } from '../../domain/order/evidence.ts';
import type { Order, OrderIn } from '../../domain/order/order.ts';
import { asApproved } from '../../domain/order/order-flags.ts';
import { formatPhone } from '../../domain/phone.ts';
import { buttons, COMMAND } from '../../slack/ids.ts';
import { nextStep } from '../connection/connection-words.ts';
import { actions, button, quoted, section } from '../kit/blocks.ts';
import { reasonText } from '../kit/error-sentences.ts';
import { inlineText, mention, slackDate } from '../kit/text.ts';
import { costText, feesText, numberText } from '../numbers/number-words.ts';
import { beforePurchase, waitingBlocks } from './order-approvals.ts';
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

/** Why nothing was bought, as "was X, now Y" where something differs, and what can be asked for instead. */
function stoppedBlocks(order: OrderIn<'stopped'>): KnownBlock[] {
  return [section(`${decisionText('Approved', order)}\n${why(order)}`), ...insteadText(order)];
}

const AGAIN = `If it is still needed, type \`${COMMAND} search\` and make a new request.`;

function why(order: OrderIn<'stopped'>): string {
  const { stop, number } = order;
  const when = slackDate(order.endedAt);
  switch (stop.kind) {
    case 'gone':
      return `Stopped ${when}: Vobiz no longer offers this number. Nothing was bought. ${AGAIN}`;
    case 'price_changed':
      return `Stopped ${when}: the price changed. Was *${feesText(number.price)}*, now *${feesText(stop.now)}*. Nothing was bought. ${rerequestable(order) ? '' : AGAIN}`.trimEnd();
    case 'region_changed':
      return `Stopped ${when}: Vobiz lists the number in another region. Was *${inlineText(number.region, 100)}*, now *${inlineText(stop.now, 100)}*. Nothing was bought.`;
    case 'balance_low':
      return `Stopped ${when}: the Vobiz account has ${formatMoney(stop.available)}, and the number costs ${formatMoney(firstCharge(number.price))} now. Nothing was bought. Top up at console.vobiz.ai. ${AGAIN}`;
    case 'not_checkable':
      return `Stopped ${when}: price and availability could not be checked with Vobiz. Nothing was bought. ${AGAIN}`;
    case 'not_replicated':
      return `Stopped ${when}: we couldn't record the purchase safely before sending it. Nothing was sent or bought. ${AGAIN}`;
    case 'owned':
      return `Stopped ${when}: your Vobiz account has this number already${stop.since === undefined ? '' : `, since ${slackDate(stop.since)}`}. We sent nothing for this request.`;
    case 'test':
      return 'This was a test, so nothing was sent or bought.';
  }
}

function rerequestable({ stop, followedBy }: OrderIn<'stopped'>): boolean {
  return !followedBy && (stop.kind === 'price_changed' || stop.kind === 'region_changed');
}

function insteadText({ stop, followedBy }: OrderIn<'stopped'>): KnownBlock[] {
  if (followedBy) return [section(`A new request was made instead: ${followedBy}.`)];
  if (stop.kind !== 'gone' || !stop.instead?.length) return [];
  return [section('The card offers near numbers that cost no more.')];
}

/** Buttons for what can be asked for instead: each makes a new request that is approved anew. */
export function insteadButtons(order: OrderIn<'stopped'>): KnownBlock[] {
  const { id, stop, followedBy, sentAs } = order;
  if (followedBy || sentAs) return [];
  if (stop.kind === 'gone') return nearBlocks(id, stop.instead ?? []);
  if (stop.kind !== 'price_changed' && stop.kind !== 'region_changed') return [];
  const label =
    stop.kind === 'price_changed'
      ? `Ask for Approval of ${formatMoney(firstCharge(stop.now))}`
      : 'Ask for Approval of the New Region';
  return [actions(button(buttons.askForDifference, { order: id }, label, { style: 'primary' }))];
}

function nearBlocks(order: string, near: readonly AvailableNumber[]): KnownBlock[] {
  if (near.length === 0) return [];
  return [
    section('Near numbers that cost no more, as they were offered then:'),
    ...near.map((number) => nearBlock(order, number)),
  ];
}

function nearBlock(order: string, number: AvailableNumber): KnownBlock {
  const { e164, price } = number;
  const phone = formatPhone(e164);
  return section(
    `${numberText(number)}\n${costText(price)}`,
    button(buttons.requestInstead, { order, e164 }, 'Request', { describes: phone }),
  );
}

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
          `${decisionText('Approved', order)}\nVobiz reports the order as cancelled, seen ${slackDate(order.endedAt)}. ${LEDGER}`,
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

const LEDGER = 'Look in the ledger at console.vobiz.ai for a charge.';

function found(evidence: OrderIn<'pending'>['evidence']): KnownBlock[] {
  const lines = evidenceLines(evidence);
  return lines.length > 0 ? [section(`What was found at Vobiz:\n${lines.join('\n')}`)] : [];
}

const LINGERS =
  '*This takes longer than an hour.* Whoever may decide can settle it below: look at console.vobiz.ai or ask support@vobiz.ai first.';

function pending(order: OrderIn<'pending'>): KnownBlock[] {
  const vobizOrder = inlineText(order.purchase.orderId, 200);
  return [
    section(
      `${decisionText('Approved', order)}\nVobiz took the order ${slackDate(order.purchase.at)} and has not finished it. Vobiz order id: ${vobizOrder}.`,
    ),
    ...differences(order),
    ...found(order.evidence),
    ...(order.lingersSince === undefined ? [] : [section(LINGERS)]),
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
  const next = asApproved(order)
    ? `${nextStep(undefined)}${unnamed}`
    : 'Next: decide whether to keep it before you press Connect on the card.';
  return [
    ...differences(order),
    section(
      `${decisionText('Approved', order)} ${order.settled ? settledText(order.settled, 'placed') : `Bought ${slackDate(order.endedAt)}.`}`,
    ),
    // What was looked for in vain on the way to the proof would only make a reader doubt it.
    ...found(order.evidence.filter(({ finding }) => !findingIs(finding, 'in_vain'))),
    ...(order.connection ? [] : [section(next)]),
  ];
}

function failed(order: OrderIn<'failed'>): KnownBlock[] {
  if (order.settled) {
    const said = settledText(order.settled, 'not_placed');
    return [section(`${decisionText('Approved', order)}\n${said}`), ...found(order.evidence)];
  }
  const what = order.purchase
    ? `Vobiz accepted the order and then reported it failed, seen ${slackDate(order.endedAt)}. ${LEDGER}`
    : order.evidence.length > 0
      ? `Vobiz reports that the order failed, seen ${slackDate(order.endedAt)}. ${LEDGER}`
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
