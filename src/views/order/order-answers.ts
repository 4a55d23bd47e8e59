import type { Order } from '../../domain/order/order.ts';
import type { Settled } from '../../domain/order/order-purchase.ts';
import { stateIs } from '../../domain/order/order-states.ts';
import type { Refusal } from '../../domain/order/vendor-reason.ts';
import { type Message, sentence } from '../kit/blocks.ts';
import { reasonText } from '../kit/error-sentences.ts';
import { decidedBy, inlineText, mention, slackDate } from '../kit/text.ts';
import { evidenceLines, stateWords, wasSentAllTheSame } from './order-words.ts';

/** Who did what to a request last, for whoever came too late to do something else. */
export function endedText(order: Order): string {
  switch (order.state) {
    case 'awaiting_approval':
      return 'This request is still waiting for a decision.';
    case 'expired':
      return `This request expired ${slackDate(order.endedAt)} without a decision. Nothing was bought.`;
    case 'withdrawn':
      return `${mention(order.requester)} withdrew this request, ${slackDate(order.endedAt)}. Nothing was bought.`;
    case 'denied':
      return `${decidedBy(order.decision.by)} denied this request, ${slackDate(order.decision.at)}.`;
    case 'completed':
    case 'failed': {
      const { settled, state } = order;
      if (settled) {
        const as = state === 'completed' ? 'bought' : 'not bought';
        return `${mention(settled.by)} marked this request as ${as}, ${slackDate(settled.at)}.`;
      }
      const end = state === 'completed' ? 'The number was bought' : 'The purchase failed';
      return `${approvedText(order)} ${end}, ${slackDate(order.endedAt)}.`;
    }
    case 'cancelled':
      return `${approvedText(order)} Vobiz cancelled the order, ${slackDate(order.endedAt)}.`;
    case 'approved':
    case 'placing':
    case 'pending':
    case 'unconfirmed':
    case 'stopped':
      return `${approvedText(order)}${since(order)}`;
  }
}

type Approved = Exclude<Order, { state: 'awaiting_approval' | 'expired' | 'withdrawn' | 'denied' }>;

function approvedText({ decision }: Approved): string {
  return `${decidedBy(decision.by)} approved this request, ${slackDate(decision.at)}.`;
}

/** What has become of it since the approval, where nothing has ended it. */
function since(
  order: Extract<Order, { state: 'approved' | 'placing' | 'pending' | 'unconfirmed' | 'stopped' }>,
): string {
  if (order.state === 'approved' && !wasSentAllTheSame(order)) return '';
  return ` Since then: ${stateWords(order)}.`;
}

const CHECKED: Readonly<Record<Settled['checked'], string>> = {
  found: 'Vobiz showed a finished purchase at that moment.',
  not_found: 'Vobiz showed nothing that proves it at that moment.',
  not_checkable: 'Vobiz could not be asked at that moment.',
};

/** Who ended what Vobiz left open, how, why, and what our own look at Vobiz found at that moment. */
export function settledText(
  { by, at, reason, orderId, checked }: Settled,
  outcome: 'placed' | 'not_placed',
): string {
  const said =
    outcome === 'placed'
      ? 'that it was placed'
      : 'that it was not placed, so the number may be requested again';
  const named = orderId ? ` Vobiz order id: ${inlineText(orderId, 200)}.` : '';
  return `*Settled by ${mention(by)}*, ${slackDate(at)}: says ${said}.${named} Reason: ${inlineText(reason, 400)}\n${CHECKED[checked]}`;
}

/** To whoever settled an order. */
export function settledNote(order: Order): Message {
  const settled = 'settled' in order ? order.settled : undefined;
  const next =
    order.state === 'completed'
      ? 'The request counts as bought.'
      : 'The number may be requested again.';
  return sentence(
    `Your word is kept with the request. ${next} ${settled ? CHECKED[settled.checked] : ''}`,
  );
}

/** To whoever asked for a look at Vobiz now; `refusal` where Vobiz did not let it be seen. */
export function checkedNote(order: Order, refusal: Refusal = {}): Message {
  const open = stateIs(order, 'tracked');
  const lines = open ? evidenceLines(order.evidence) : [];
  const why = reasonText(refusal);
  const found = lines.length > 0 ? `\n${lines.join('\n')}` : '';
  return sentence(
    open
      ? `Vobiz was asked now. The request is still ${stateWords(order)}.${why && ` ${why}`}${found}`
      : `The request is ${stateWords(order)}: the card shows it.`,
  );
}
