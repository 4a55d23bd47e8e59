import { isEnded, type Order } from '../../domain/order/order.ts';
import { type Notice, newsNotices, noticesOf } from '../../domain/order/order-duties.ts';
import type { Ref } from '../../domain/record.ts';
import type { Again } from '../../jobs/queue.ts';
import type { Message } from '../../slack/messenger.ts';
import type { Orders } from '../../store/records.ts';
import type { DeliverDeps } from '../deliver.ts';
import { editAgainInMs } from '../tell-once.ts';
import { slotsOf, type Tell } from '../tell-person.ts';

/** Tells each notice of an order once, and updates direct messages that its end makes outdated. */
export function createNotifyOrder(
  deps: DeliverDeps & {
    orders: Orders;
    tell: Tell;
    /** `mentions`: whether the reply has to reach the person it is for. */
    reply: (order: Order, notice: Notice, mentions: boolean) => Message;
    /** `cardLink`: the card's address. */
    direct: (order: Order, notice: Notice, cardLink: string | undefined) => Promise<Message>;
    cardLink: (team: string, id: string) => Promise<string | undefined>;
  },
) {
  const { deliveries, messenger, clock } = deps;

  async function direct(order: Order, notice: Notice): Promise<Message> {
    return deps.direct(order, notice, await deps.cardLink(order.team, order.id));
  }

  /** Redraws the requester's earlier direct messages to show the end. */
  async function redrawCopies(order: Order, notices: readonly Notice[]): Promise<Again> {
    const news = newsNotices(order);
    const [ending] = news;
    if (!isEnded(order) || !ending) return undefined;
    const kept = new Set(news.map(({ what }) => what));
    const earlier = notices.filter(({ kind }) => kind === 'question').map(({ what }) => what);
    for (const what of [...earlier, ...EARLIER_NEWS]) {
      const slot = slotsOf(what).direct;
      const copy = await deliveries.get(order, slot);
      if (kept.has(what) || copy?.state !== 'sent' || copy.revision === order.revision) continue;
      const { channel, ts } = copy;
      const edited = await messenger.edit({ channel, ts }, await direct(order, ending));
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
    const told = { ...order, owner: order.requester };
    let again: Again;
    for (const notice of notices) {
      const said = await deps.tell(told, {
        ...notice,
        reply: (mentions) => deps.reply(order, notice, mentions),
        direct: () => direct(order, notice),
        wasThreadOnly: notice.kind === 'answer',
      });
      again ??= said;
    }
    return again ?? (await redrawCopies(order, notices));
  };
}

/** News about states an order can only have before its end. */
const EARLIER_NEWS = ['unconfirmed', 'flagged'];
