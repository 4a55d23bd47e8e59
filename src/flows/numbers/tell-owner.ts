import {
  type Connectable,
  isConnectable,
  requesterOf,
} from '../../domain/connection/connectable.ts';
import { type OwnerNews, ownerNews } from '../../domain/numbers/owner-news.ts';
import type { Order } from '../../domain/order/order.ts';
import type { Ref } from '../../domain/record.ts';
import type { Verification } from '../../domain/verification/verification.ts';
import type { Again } from '../../jobs/queue.ts';
import type { Message } from '../../slack/messenger.ts';
import { type ChangeDeps, tryEnqueue } from '../change.ts';
import type { Connections } from '../connection/connections.ts';
import { type DeliverDeps, isHopeless } from '../deliver.ts';
import { isTold, type Tell } from '../tell-person.ts';

/** Tells the owner of a number what they must hear of, each once. */
export function createTellOwner(
  deps: DeliverDeps & {
    connections: Pick<Connections, 'get'>;
    tell: Tell;
    /** For the thread of the card. `mentions`: whether it has to reach the owner. */
    reply: (record: Connectable, news: OwnerNews, mentions: boolean) => Message;
    direct: (record: Connectable, news: OwnerNews) => Promise<Message>;
  },
) {
  return async (ref: Ref): Promise<Again> => {
    const record = await deps.connections.get(ref);
    if (!record) return undefined;
    let again: Again;
    for (const news of ownerNews(record)) {
      const next = await deps.tell(
        { ...record, owner: requesterOf(record) },
        {
          ...news,
          reply: (mentions) => deps.reply(record, news, mentions),
          direct: () => deps.direct(record, news),
        },
      );
      if (next && (!again || next.againInMs < again.againInMs)) again = next;
    }
    return again;
  };
}

/** Recovers a lost job that tells an owner. Returns whether the record must stay open. */
export function createSweepOwner(deps: ChangeDeps & Pick<DeliverDeps, 'deliveries'>) {
  return async (record: Order | Verification): Promise<boolean> => {
    const news = isConnectable(record) ? ownerNews(record) : [];
    if (news.length === 0) return false;
    const hasThread = !(await isHopeless(deps, record));
    const told = await Promise.all(news.map((each) => isTold(deps, record, each, hasThread)));
    if (told.every(Boolean)) return false;
    await tryEnqueue(deps, () => deps.enqueue.tellOwner(record));
    return true;
  };
}
export type SweepOwner = ReturnType<typeof createSweepOwner>;
