import { requesterOf } from '../domain/connection/connectable.ts';
import { isEnded, type Order } from '../domain/order/order.ts';
import { type Notice, newsNotices, noticesOf } from '../domain/order/order-duties.ts';
import type { Ref } from '../domain/record.ts';
import type { Verification } from '../domain/verification/verification.ts';
import type { Again } from '../jobs/queue.ts';
import type { Message } from '../slack/messenger.ts';
import type { Connections } from './connection/connections.ts';
import type { DeliverDeps } from './deliver.ts';
import { editAgainInMs } from './tell-once.ts';
import { slotsOf, type Tell } from './tell-person.ts';

/** Tells each notice of a record once, and updates direct messages about an order that its end makes outdated. */
export function createTellNotices(
  deps: DeliverDeps & {
    connections: Pick<Connections, 'read'>;
    tell: Tell;
    /** `mentions`: whether the reply has to reach the person it is for. */
    reply: (record: Order | Verification, notice: Notice, mentions: boolean) => Message;
    /** `cardLink`: the card's address. */
    direct: (
      record: Order | Verification,
      notice: Notice,
      cardLink: string | undefined,
    ) => Promise<Message>;
    cardLink: (team: string, id: string) => Promise<string | undefined>;
  },
) {
  const { deliveries, messenger, clock } = deps;

  async function direct(record: Order | Verification, notice: Notice): Promise<Message> {
    return deps.direct(record, notice, await deps.cardLink(record.team, record.id));
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
    const record = await deps.connections.read(ref);
    if (!record) return undefined;
    const notices = noticesOf(record, clock.now());
    const told = { ...record, owner: requesterOf(record) };
    let again: Again;
    for (const notice of notices) {
      const said = await deps.tell(told, {
        ...notice,
        reply: (mentions) => deps.reply(record, notice, mentions),
        direct: () => direct(record, notice),
        wasThreadOnly: notice.kind === 'answer',
      });
      again ??= said;
    }
    return again ?? (record.kind === 'order' ? redrawCopies(record, notices) : undefined);
  };
}

/** News about states an order can only have before its end. */
const EARLIER_NEWS = ['unconfirmed', 'flagged'];
