import type { KnownBlock } from '@slack/types';
import type { Order } from '../../domain/order/order.ts';
import { section } from '../kit/blocks.ts';
import { decisionText } from './order-approvals.ts';

/** States that would say that nothing was bought, if they did not name a purchase that was sent all the same. */
const NOTHING_BOUGHT: ReadonlySet<Order['state']> = new Set([
  'denied',
  'withdrawn',
  'expired',
  'stopped',
  'failed',
]);

/** Whether what became of the request is not what became of its purchase. */
export function wasSentAllTheSame(order: Order): order is Order & { sentAs: string } {
  return order.sentAs !== undefined && NOTHING_BOUGHT.has(order.state);
}

/** On the request: where its purchase is followed. On the record of the purchase: which request it was sent for. */
export function wentAnotherWay(order: Order): KnownBlock[] {
  const { sentAs, sentFor } = order;
  return [
    ...(sentAs
      ? [
          section(
            `*A purchase was sent for this request.* ${whatCameBetween(order)} We follow the purchase as ${sentAs}. Don't order this number again.`,
          ),
        ]
      : []),
    ...(sentFor
      ? [
          section(
            `This purchase was sent for ${sentFor}. That request went another way before we knew what came of it: its card says why.`,
          ),
        ]
      : []),
  ];
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
