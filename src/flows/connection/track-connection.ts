import { type Connectable, isConnectable } from '../../domain/connection/connectable.ts';
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
import { againOf, allSaid, tellOnce } from '../tell-once.ts';
import { type Connections, channelOf, enqueueConnection } from './connections.ts';

/** One attempt's news goes to the card's thread and to whoever connected. */
function connectionSlots(connection: Connection): { thread: string; direct: string } {
  const what = `connection-${newsOf(connection) ?? connection.state}-${connection.attempt.id}`;
  return { thread: `thread-${what}`, direct: `direct-${what}` };
}

/**
 * Checks a connection in Vobiz's list of channels; never times out. The outcome is posted once in the thread and once
 * directly. An unclear request fails only if the list, read `settleAfterMs` later, shows no channel.
 */
export function createTrackConnection(
  deps: DeliverDeps & {
    connections: Connections;
    vobiz: Pick<VobizClient, 'channels'>;
    vobizPause: Pick<VobizPause, 'until'>;
    random: () => number;
    settleAfterMs: number;
    threadReply: (record: Connectable) => Message;
    directMessage: (record: Connectable) => Message;
  },
) {
  const { connections, deliveries, clock, log } = deps;

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
    const slots = connectionSlots(connection);
    const to = { channel: connection.attempt.by };
    const message = deps.directMessage(record);
    const direct = await tellOnce(deps, record, { slot: slots.direct, place: to, message });
    const card = await deliveries.get(record, 'card');
    // No card means no thread; the sweep retries for a week.
    if (card?.state !== 'sent') return againOf(direct);
    const place = { channel: card.channel, thread: card.ts };
    const reply = deps.threadReply(record);
    const thread = await tellOnce(deps, record, { slot: slots.thread, place, message: reply });
    return againOf(direct) ?? againOf(thread);
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
    if (!isTracked(connection) && (!newsOf(connection) || (await isTold(record)))) return false;
    await enqueueConnection(deps, record);
    return true;
  };

  async function isTold(record: Connectable): Promise<boolean> {
    if (!record.connection) return true;
    const { direct, thread } = connectionSlots(record.connection);
    // No card means no thread.
    return allSaid(deps, record, (await isHopeless(deps, record)) ? [direct] : [direct, thread]);
  }
}
export type SweepConnection = ReturnType<typeof createSweepConnection>;
