import type { Order } from '../../domain/order/order.ts';
import type { Settled } from '../../domain/order/order-purchase.ts';
import type { Refusal } from '../../domain/order/vendor-reason.ts';
import { type Message, sentence } from '../kit/blocks.ts';
import { inlineText, mention, slackDate } from '../kit/text.ts';
import { reasonText } from '../kit/vendor-reasons.ts';
import { evidenceLines, stateWords } from './order-words.ts';

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
  const open = order.state === 'pending' || order.state === 'unconfirmed';
  const lines = open ? evidenceLines(order.evidence) : [];
  const why = reasonText(refusal);
  const found = lines.length > 0 ? `\n${lines.join('\n')}` : '';
  return sentence(
    open
      ? `Vobiz was asked now. The request is still ${stateWords(order)}.${why && ` ${why}`}${found}`
      : `The request is ${stateWords(order)}: the card shows it.`,
  );
}
