import { type Connectable, isConnectable } from '../../domain/connection/connectable.ts';
import { isFollowed, newsOf } from '../../domain/connection/connection.ts';
import { isWithin } from '../../domain/elapsed.ts';
import type { Order } from '../../domain/order/order.ts';
import type { Verification } from '../../domain/verification/verification.ts';
import type { ChangeDeps } from '../change.ts';
import { type Deliveries, isHopeless } from '../deliver.ts';
import { type Connections, remindOfConnection } from './connections.ts';
import { connectionSlots } from './follow-connection.ts';

/**
 * What may have been lost about a connection: a request that was interrupted becomes unclear, reminders are left again.
 * Answers whether the record still needs something, so that it stays open.
 */
export function createSweepConnection(
  deps: ChangeDeps & {
    connections: Connections;
    deliveries: Deliveries;
    /** Ms after which a request without an outcome counts as interrupted; more than the call may take. */
    connectStaleAfterMs: number;
  },
) {
  const { connections, deliveries, chance } = deps;

  return async function sweepConnection(record: Order | Verification): Promise<boolean> {
    if (!isConnectable(record) || !record.connection) return false;
    const { connection } = record;
    if (connection.state === 'connecting') {
      const { id: attemptId, at } = connection.attempt;
      if (isWithin(at, deps.connectStaleAfterMs, chance.now())) return true;
      const lost = { type: 'lost', attemptId, why: 'interrupted' } as const;
      await connections.changeConnection(record, lost, { job: 'sweep' });
      return true;
    }
    if (!isFollowed(connection) && (!newsOf(connection) || (await isTold(record)))) return false;
    await remindOfConnection(deps, record);
    return true;
  };

  async function isTold(record: Connectable): Promise<boolean> {
    if (!record.connection) return true;
    const { direct, thread } = connectionSlots(record.connection);
    // Without a card there is no thread.
    const due = (await isHopeless(deps, record)) ? [direct] : [direct, thread];
    const told = await Promise.all(due.map((slot) => deliveries.get(record, slot)));
    return told.every(
      (delivery) => delivery?.state === 'sent' || delivery?.state === 'undeliverable',
    );
  }
}
export type SweepConnection = ReturnType<typeof createSweepConnection>;
