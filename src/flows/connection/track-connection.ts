import { indexLists } from '../../domain/account/last-seen.ts';
import {
  type Connectable,
  isConnectable,
  requesterOf,
} from '../../domain/connection/connectable.ts';
import {
  type ChannelIndex,
  type Connection,
  isTracked,
  newsOf,
} from '../../domain/connection/connection.ts';
import { isWithin } from '../../domain/elapsed.ts';
import type { Order } from '../../domain/order/order.ts';
import type { Ref } from '../../domain/record.ts';
import type { Verification } from '../../domain/verification/verification.ts';
import type { Again } from '../../jobs/queue.ts';
import type { Message } from '../../slack/messenger.ts';
import type { Deliveries } from '../../store/deliveries.ts';
import type { LastSeenNumbers } from '../../store/last-seen-numbers.ts';
import type { FindVanished } from '../account/vanished.ts';
import type { ChangeDeps } from '../change.ts';
import { type DeliverDeps, isHopeless } from '../deliver.ts';
import { isTold, type Tell } from '../tell-person.ts';
import { type ChannelWaits, type Connections, enqueueConnection, eventOf } from './connections.ts';

/** One attempt's news, for the person who connected. */
function newsFor(connection: Connection): { what: string; to: string } {
  const { id, by } = connection.attempt;
  return { what: `connection-${newsOf(connection) ?? connection.state}-${id}`, to: by };
}

/**
 * Compares a connection with Vobiz's list of channels, asked for at `askedAt` (epoch ms): only several lists that lack a
 * channel prove that there is none. Returns the record as it is then.
 */
export function createTrackConnection(deps: {
  connections: Pick<Connections, 'changeConnection'>;
  waits: ChannelWaits;
  lastSeen: Pick<LastSeenNumbers, 'kept'>;
  findVanished: FindVanished;
}) {
  /** A list that lacks too many others may lack this one though it is there. */
  async function isDoubtful(team: string, channels: ChannelIndex): Promise<boolean> {
    const lists = { ...indexLists({}), channels };
    const kept = await deps.lastSeen.kept(team);
    return (await deps.findVanished(team, kept, lists, 'channel')) !== undefined;
  }

  return async (
    record: Connectable,
    channels: ChannelIndex,
    askedAt: number,
  ): Promise<Connectable> => {
    const event = eventOf(record, channels, askedAt, deps.waits);
    if (event?.type === 'absent' && (await isDoubtful(record.team, channels))) return record;
    const changed = event && (await deps.connections.changeConnection(record, event, BY));
    return changed?.ok ? changed.record : record;
  };
}
export type TrackConnection = ReturnType<typeof createTrackConnection>;

const BY = { job: 'follow' };

/** Tells the news of a connection, once. One that is still tracked is looked at instead, as earlier versions did here. */
export function createTellConnection(
  deps: DeliverDeps & {
    connections: Connections;
    tell: Tell;
    hasLook: (record: Connectable) => Promise<void>;
    threadReply: (record: Connectable, mentions: boolean) => Message;
    directMessage: (record: Connectable) => Promise<Message>;
  },
) {
  return async function follow(ref: Ref): Promise<Again> {
    const record = await deps.connections.get(ref);
    if (!record?.connection) return undefined;
    const { connection } = record;
    if (isTracked(connection)) await deps.hasLook(record);
    if (!newsOf(connection)) return undefined;
    const target = { ...record, owner: requesterOf(record) };
    return deps.tell(target, {
      ...newsFor(connection),
      reply: (mentions) => deps.threadReply(record, mentions),
      direct: () => deps.directMessage(record),
    });
  };
}

/** Recovers interrupted requests and lost jobs. Returns whether the record must stay open. */
export function createSweepConnection(
  deps: ChangeDeps & {
    connections: Connections;
    deliveries: Deliveries;
    /** Ms after which a request without an outcome counts as interrupted; longer than the call may take. */
    connectStaleAfterMs: number;
  },
) {
  const { connections, clock } = deps;

  return async function sweepConnection(record: Order | Verification): Promise<boolean> {
    if (!isConnectable(record) || !record.connection) return false;
    const { connection } = record;
    if (connection.state === 'connecting') {
      const { id: attemptId, at } = connection.attempt;
      if (isWithin(at, deps.connectStaleAfterMs, clock.now())) return true;
      const lost = { type: 'lost', attemptId, why: 'interrupted' } as const;
      await connections.changeConnection(record, lost, { job: 'sweep' });
      return true;
    }
    if (!isTracked(connection) && (!newsOf(connection) || (await isNewsTold(record)))) return false;
    await enqueueConnection(deps, record);
    return true;
  };

  async function isNewsTold(record: Connectable): Promise<boolean> {
    if (!record.connection) return true;
    const news = newsFor(record.connection);
    return isTold(deps, record, news, !(await isHopeless(deps, record)));
  }
}
export type SweepConnection = ReturnType<typeof createSweepConnection>;
