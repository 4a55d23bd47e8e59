import { isEnded, type Order } from '../domain/order.ts';
import { type DeliverDeps, type Posting, postOnce } from './deliver.ts';
import type { Again } from './place-order.ts';
import type { Orders, Ref } from './ports.ts';

const CARD_MISSING_RETRY_MS = 5_000;
/** Slack's word for a reply to a message that somebody deleted. */
const THREAD_GONE = 'thread_not_found';

/** The messages that tell people of a state: one in the thread of the card, one to the requester. */
export function noticeSlots(state: string): { thread: string; direct: string } {
  return { thread: `thread-${state}`, direct: `direct-${state}` };
}

/** An edit of a card notifies nobody, so endings and unknown outcomes are also said in the thread and directly. */
export function createNotifyOrder<M>(
  deps: DeliverDeps<M> & {
    orders: Orders;
    threadReply: (order: Order) => M;
    directMessage: (order: Order) => M;
  },
) {
  const { deliveries, log } = deps;

  async function tell(
    order: Order,
    slot: string,
    place: { channel: string; thread?: string },
    message: M,
    isPassing = (_refusal: string) => false,
  ): Promise<Posting> {
    const posting = await postOnce(deps, {
      ref: order,
      slot,
      place,
      message,
      revision: order.revision,
    });
    if (posting.done || !('refused' in posting)) return posting;
    if (isPassing(posting.refused)) return { done: false, againInMs: CARD_MISSING_RETRY_MS };
    log.warn({ event: 'notice.refused', order_id: order.id, slot, error: posting.refused });
    await deliveries.put(order, slot, { state: 'undeliverable', why: posting.refused });
    return posting;
  }

  return async function notify(ref: Ref): Promise<Again> {
    const order = await deps.orders.get(ref);
    if (!order || !(isEnded(order) || order.state === 'unconfirmed')) return undefined;
    const slots = noticeSlots(order.state);
    const direct = await tell(
      order,
      slots.direct,
      { channel: order.requester },
      deps.directMessage(order),
    );
    const card = await deliveries.get(ref, 'card');
    if (card?.state !== 'sent') {
      return isEnded(order) ? undefined : { againInMs: CARD_MISSING_RETRY_MS };
    }
    const thread = await tell(
      order,
      slots.thread,
      { channel: card.channel, thread: card.ts },
      deps.threadReply(order),
      // A card that is still to be redrawn will be found missing then, and posted anew with a thread of its own.
      (refusal) => refusal === THREAD_GONE && card.revision !== order.revision,
    );
    return againOf(direct) ?? againOf(thread);
  };
}

function againOf(posting: Posting): Again {
  return 'againInMs' in posting ? { againInMs: posting.againInMs } : undefined;
}
