import type { OrderIn } from '../../domain/order/order.ts';
import type { Waiting } from '../../domain/order/order-purchase.ts';
import { slackDate } from '../kit/text.ts';

/** What comes after the approval; while something keeps the purchase from being sent, what that is and until when. */
export function beforePurchase({ waiting }: OrderIn<'approved'>): string {
  if (!waiting) {
    return 'Next: price and availability are checked again. If either has changed, nothing is bought.';
  }
  return WAITING[waiting.why](slackDate(waiting.until));
}

const WAITING: Readonly<Record<Waiting['why'], (until: string) => string>> = {
  vobiz_paused: (until) =>
    `Waiting: Vobiz asked us to pause until ${until}. Then we check the price once more and buy. Nothing was sent yet.`,
  not_checkable: (until) =>
    `Waiting: we can't check the number with Vobiz right now. We keep trying until ${until}, then the request stops. Nothing was sent yet.`,
  not_replicated: (until) =>
    `Waiting: we can't keep a safe copy of this purchase right now, so we haven't sent it. We keep trying until ${until}, then the request stops.`,
};
