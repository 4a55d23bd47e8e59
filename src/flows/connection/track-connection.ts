import {
  type Connectable,
  isConnectable,
  requesterOf,
} from '../../domain/connection/connectable.ts';
import { type Connection, isTracked, newsOf } from '../../domain/connection/connection.ts';
import type { ConnectionEvent } from '../../domain/connection/connection-transitions.ts';
import { isWithin } from '../../domain/elapsed.ts';
import type { Order } from '../../domain/order/order.ts';
import { nextDelay } from '../../domain/order/order-clock.ts';
import type { Ref } from '../../domain/record.ts';
import type { Verification } from '../../domain/verification/verification.ts';
import type { Again } from '../../jobs/queue.ts';
import type { Message } from '../../slack/messenger.ts';
import type { Deliveries } from '../../store/deliveries.ts';
import type { VobizPause } from '../../store/vobiz-pause.ts';
import type { VobizClient } from '../../vobiz/client.ts';
import type { ChangeDeps } from '../change.ts';
import { type DeliverDeps, isHopeless } from '../deliver.ts';
import { isTold, type Tell } from '../tell-person.ts';
import { type Connections, channelOf, enqueueConnection } from './connections.ts';

/** One attempt's news, for whoever connected. */
function newsFor(connection: Connection): { what: string; to: string } {
  const { id, by } = connection.attempt;
  return { what: `connection-${newsOf(connection) ?? connection.state}-${id}`, to: by };
}

/**
 * Checks a connection in Vobiz's list of channels; never times out. The outcome is told once. An unclear request fails only if the list, read `settleAfterMs` later, shows no channel.
 */
export function createTrackConnection(
  deps: DeliverDeps & {
    connections: Connections;
    vobiz: Pick<VobizClient, 'channels'>;
    vobizPause: Pick<VobizPause, 'until'>;
    random: () => number;
    settleAfterMs: number;
    tell: Tell;
    threadReply: (record: Connectable, mentions: boolean) => Message;
    directMessage: (record: Connectable) => Promise<Message>;
  },
) {
  const { connections, clock, log } = deps;

  return async function follow(ref: Ref): Promise<Again> {
    const found = await connections.get(ref);
    if (!found) return undefined;
    const record = isTracked(found.connection) ? await checkAtVobiz(found) : found;
    const { connection } = record;
    if (newsOf(connection)) return tell(record);
    if (!isTracked(connection)) return undefined;
    const again = nextDelay(clock.now() - connection.attempt.at, deps.random());
    const pausedUntil = await deps.vobizPause.until(clock.now());
    return { againInMs: Math.max(again, (pausedUntil ?? 0) - clock.now()) };
  };

  /** The record after the check; unchanged if nothing is new or readable. */
  async function checkAtVobiz(record: Connectable): Promise<Connectable> {
    const startedAt = clock.now();
    if (await deps.vobizPause.until(startedAt)) return record;
    try {
      const channel = channelOf(record, await deps.vobiz.channels());
      const event = eventOf(record, channel, startedAt);
      const changed = event && (await connections.changeConnection(record, event, BY));
      return changed?.ok ? changed.record : record;
    } catch (error) {
      log.warn({ event: 'follow.look_failed', record_id: record.id, err: error });
      return record;
    }
  }

  function eventOf(
    { connection }: Connectable,
    channel: ReturnType<typeof channelOf>,
    startedAt: number,
  ): ConnectionEvent | undefined {
    if (connection?.state !== 'unclear' || channel) return { type: 'observed', channel };
    const settled = startedAt >= connection.since + deps.settleAfterMs;
    return settled ? { type: 'absent', attemptId: connection.attempt.id } : undefined;
  }

  async function tell(record: Connectable): Promise<Again> {
    const { connection } = record;
    if (!connection) return undefined;
    const target = { ...record, owner: requesterOf(record) };
    return deps.tell(target, {
      ...newsFor(connection),
      reply: (mentions) => deps.threadReply(record, mentions),
      direct: () => deps.directMessage(record),
    });
  }
}

const BY = { job: 'follow' };

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
