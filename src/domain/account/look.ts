import { isConnectable } from '../connection/connectable.ts';
import { isTracked } from '../connection/connection.ts';
import { isYetToCome } from '../elapsed.ts';
import { giveBackIs, giveBackTrackedSince } from '../giveback/give-back.ts';
import { giveBackOf } from '../giveback/returnable.ts';
import type { Order } from '../order/order.ts';
import { stateIs } from '../order/order-state-facts.ts';
import type { Verification } from '../verification/verification.ts';
import { lookInterval } from './reading-pace.ts';

/** Since when Vobiz has had something to finish for it (epoch ms), the youngest of several. Undefined where nothing is tracked. */
function trackedSince(record: Order | Verification): number | undefined {
  if (record.kind === 'order' && stateIs(record, 'tracked')) return record.attempt.startedAt;
  if (!isConnectable(record)) return undefined;
  const { connection } = record;
  const giveBack = giveBackOf(record);
  const since = [
    ...(isTracked(connection) ? [connection.attempt.at] : []),
    ...(giveBackIs(giveBack, 'tracked') ? [giveBackTrackedSince(giveBack)] : []),
  ];
  return since.length > 0 ? Math.max(...since) : undefined;
}

/** By when to look at it again (epoch ms). Undefined where nothing is tracked. */
export function nextLookAt(record: Order | Verification, now: number): number | undefined {
  const since = trackedSince(record);
  return since === undefined ? undefined : now + lookInterval(now - since);
}

/**
 * The lists say nothing of what changed after they were asked for, however long they took to read. A time far ahead of now is of
 * a clock that was set back. Epoch ms.
 */
export function isTooNew(
  { updatedAt }: Order | Verification,
  startedAt: number,
  now: number,
): boolean {
  return updatedAt > startedAt && !isYetToCome(updatedAt, now);
}
