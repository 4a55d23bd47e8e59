import type { Order } from '../../domain/order/order.ts';
import { decidedBy, mention, slackDate } from '../kit/text.ts';
import { wasSentAllTheSame } from './order-sent-as.ts';
import { stateWords } from './order-words.ts';

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
    default:
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
