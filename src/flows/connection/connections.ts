import type { Source } from '../../domain/audit/audit.ts';
import {
  type Connectable,
  isConnectable,
  onboardingOf,
  withConnection,
} from '../../domain/connection/connectable.ts';
import {
  type ChannelIndex,
  type ChannelSeen,
  type Connection,
  hasChannel,
  isBehind,
  isTracked,
  newsOf,
} from '../../domain/connection/connection.ts';
import type {
  ConnectionEvent,
  ConnectionRefusal,
} from '../../domain/connection/connection-transitions.ts';
import type { Order } from '../../domain/order/order.ts';
import { kindOf, type Ref } from '../../domain/record.ts';
import type { Verification } from '../../domain/verification/verification.ts';
import type { Orders, Records, Verifications } from '../../store/records.ts';
import { type ChangeDeps, change, enqueueLook, tryEnqueue } from '../change.ts';

export type ConnectionChanged =
  | { ok: true; record: Connectable; connection: Connection }
  | { ok: false; refusal: ConnectionRefusal | { kind: 'unknown' } };

export function createConnections(
  deps: ChangeDeps & { orders: Orders; verifications: Verifications },
) {
  const { clock, log, enqueue } = deps;

  const read = async (ref: Ref) => recordsOf(ref)?.get(ref);

  async function get(ref: Ref): Promise<Connectable | undefined> {
    const record = await read(ref);
    return record && isConnectable(record) ? record : undefined;
  }

  function recordsOf({ id }: Ref): Records<Order | Verification> | undefined {
    switch (kindOf(id)) {
      case 'order':
        return deps.orders;
      case 'verification':
        return deps.verifications;
      case 'gap':
      case 'policy':
      case undefined:
        return undefined;
    }
  }

  /** Changes a connection by compare-and-set; enqueues the card and the next step. */
  async function changeConnection(
    ref: Ref,
    event: ConnectionEvent,
    by: Source,
  ): Promise<ConnectionChanged> {
    const changed = await apply(ref, event, by);
    if (!changed.ok) return changed;
    const { record, connection } = changed;
    log.info(
      { event: `connection.${connection.state}`, record_id: ref.id, by },
      `connection ${event.type}`,
    );
    await tryEnqueue(deps, () => enqueue.redraw(ref, record.revision));
    await enqueueConnection(deps, record);
    return changed;
  }

  async function apply(ref: Ref, event: ConnectionEvent, by: Source): Promise<ConnectionChanged> {
    const records = recordsOf(ref);
    if (!records) return { ok: false, refusal: { kind: 'unknown' } };
    const changed = await change(records, ref, (record) => decide(record, event, clock.now()), {
      event: `connection.${event.type}`,
      by,
      now: clock.now,
    });
    if (!changed.ok) return changed;
    const { record } = changed;
    if (!isConnectable(record) || !record.connection) {
      return { ok: false, refusal: { kind: 'unknown' } };
    }
    return { ok: true, record, connection: record.connection };
  }

  return { read, get, recordsOf, changeConnection };
}
export type Connections = ReturnType<typeof createConnections>;

function decide(
  record: Order | Verification,
  event: ConnectionEvent,
  now: number,
): ReturnType<typeof withConnection> {
  if (!isConnectable(record)) return { ok: false, refusal: { kind: 'out_of_turn' } };
  return withConnection(record, event, now);
}

/** Has a connection looked at, or the news of its end told. */
export async function enqueueConnection(deps: ChangeDeps, record: Connectable): Promise<void> {
  const { connection } = record;
  if (isTracked(connection)) await tryEnqueue(deps, () => enqueueLook(deps, record));
  else if (newsOf(connection)) await tryEnqueue(deps, () => deps.enqueue.tellConnection(record));
}

/**
 * - `settleAfterMs`: a list asked for so long after an unclear answer may show its channel.
 * - `goneAfterMs`: between the two lists that lack a channel which is not there.
 */
export type ChannelWaits = { settleAfterMs: number; goneAfterMs: number };

/** What a list, asked for at `at` (epoch ms), says of a record's channel; undefined where it proves nothing. */
export function eventOf(
  record: Connectable,
  channels: ChannelIndex,
  at: number,
  { settleAfterMs, goneAfterMs }: ChannelWaits,
): Extract<ConnectionEvent, { type: 'observed' | 'absent' }> | undefined {
  const { connection } = record;
  const channel = channelOf(record, channels);
  if (channel && isBehind(connection, channel, at, goneAfterMs)) return undefined;
  if (channel) return { type: 'observed', channel };
  // What part of a list lacks may be in the rest.
  if (!connection || !channels.isWhole) return undefined;
  if (connection.state === 'unclear' && at - connection.since < settleAfterMs) return undefined;
  return { type: 'absent', attemptId: connection.attempt.id, at, goneAfterMs };
}

/** Finds a record's channel in Vobiz's list: by channel id once known, else by order, else by number. */
export function channelOf(
  record: Connectable,
  { byId, byOrder, byNumber }: ChannelIndex,
): ChannelSeen | undefined {
  const { connection } = record;
  if (hasChannel(connection)) return byId.get(connection.channelId);
  const onboarding = onboardingOf(record);
  const orderId = onboarding.mode === 'buy_from_vobiz' ? onboarding.orderId : undefined;
  const ofOrder = orderId === undefined ? undefined : byOrder.get(orderId);
  return ofOrder ?? byNumber.get(onboarding.e164);
}
