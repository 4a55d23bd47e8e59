import { isEnded, type Order } from '../../domain/order/order.ts';
import { type Notice, newsNotices, noticesOf } from '../../domain/order/order-duties.ts';
import type { Ref } from '../../domain/record.ts';
import type { Again } from '../../jobs/queue.ts';
import type { Message } from '../../slack/messenger.ts';
import type { Delivery } from '../../store/deliveries.ts';
import type { Orders } from '../../store/records.ts';
import type { DeliverDeps, Posting } from '../deliver.ts';
import { againOf, editAgainInMs, tellOnce } from '../tell-once.ts';

const CARD_MISSING_RETRY_MS = 5_000;
/** Slack's error for a reply to a deleted message. */
const THREAD_GONE = 'thread_not_found';

/** Posts each notice of an order once, and updates direct messages that its end makes outdated. */
export function createNotifyOrder(
  deps: DeliverDeps & {
    orders: Orders;
    /** `cardLink`: the card's address, for messages outside its channel. */
    render: (order: Order, notice: Notice, cardLink: string | undefined) => Message;
    cardLink: (team: string, id: string) => Promise<string | undefined>;
  },
) {
  const { deliveries, messenger, clock, render, cardLink } = deps;

  async function tell(
    order: Order,
    notice: Notice,
    place: { channel: string; thread?: string },
    isPassing?: (refusal: string) => boolean,
  ): Promise<Posting> {
    const { slot } = notice;
    const told = await deliveries.get(order, slot);
    if (told?.state === 'sent') return { done: true };
    const message = await rendered(order, notice);
    return tellOnce(deps, order, { slot, place, message, isPassing });
  }

  async function rendered(order: Order, notice: Notice): Promise<Message> {
    const isOutside = notice.to === 'requester';
    return render(order, notice, isOutside ? await cardLink(order.team, order.id) : undefined);
  }

  /** Redraws the requester's earlier direct messages to show the end. */
  async function redrawCopies(order: Order, notices: readonly Notice[]): Promise<Again> {
    const news = newsNotices(order);
    const [ending] = news;
    const kept = new Set(news.map(({ slot }) => slot));
    if (!isEnded(order) || !ending) return undefined;
    const earlier = notices.filter(({ to }) => to === 'requester').map(({ slot }) => slot);
    for (const slot of new Set([...earlier, ...EARLIER_NEWS])) {
      const copy: Delivery | undefined = await deliveries.get(order, slot);
      if (kept.has(slot) || copy?.state !== 'sent' || copy.revision === order.revision) continue;
      const { channel, ts } = copy;
      const edited = await messenger.edit({ channel, ts }, await rendered(order, ending));
      const againInMs = editAgainInMs(edited, order.updatedAt, clock.now());
      if (againInMs !== undefined) return { againInMs };
      await deliveries.put(order, slot, { ...copy, revision: order.revision });
    }
    return undefined;
  }

  return async function notify(ref: Ref): Promise<Again> {
    const order = await deps.orders.get(ref);
    if (!order) return undefined;
    const notices = noticesOf(order, clock.now());
    const card = await deliveries.get(ref, 'card');
    let again: Again;
    for (const notice of notices) {
      if (notice.to === 'requester') {
        const posting = await tell(order, notice, { channel: order.requester });
        again ??= againOf(posting);
      } else if (card?.state === 'sent') {
        const place = { channel: card.channel, thread: card.ts };
        // A card still to be redrawn will turn out deleted, and get posted again with a new thread.
        const isPassing = (refusal: string) =>
          refusal === THREAD_GONE && card.revision !== order.revision;
        const posting = await tell(order, notice, place, isPassing);
        again ??= againOf(posting);
      } else if (!isEnded(order)) {
        again ??= { againInMs: CARD_MISSING_RETRY_MS };
      }
    }
    return again ?? (await redrawCopies(order, notices));
  };
}

/** Direct messages about states an order can only have before its end. */
const EARLIER_NEWS = ['direct-unconfirmed', 'direct-flagged'];
