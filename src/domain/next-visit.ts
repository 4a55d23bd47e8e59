import { isConnectable } from './connection/connectable.ts';
import { sendingSince } from './giveback/give-back.ts';
import { nextGiveBackTime } from './giveback/give-back-clock.ts';
import { giveBackOf } from './giveback/returnable.ts';
import type { Order } from './order/order.ts';
import { nextOrderTime } from './order/order-due.ts';
import type { Verification } from './verification/verification.ts';
import { type CodePace, nextDueAt } from './verification/verification-events.ts';

/** After how long, in ms, somebody who does something at Vobiz counts as interrupted. */
export type Patience = {
  purchaseMs: number;
  connectMs: number;
  releaseMs: number;
  code: CodePace;
};

/**
 * When time alone next calls for something (epoch ms): a deadline, a reminder, an escalation, the end of a wait.
 * Undefined: only people and Vobiz change it. May have passed already.
 */
export function nextVisitAt(
  record: Order | Verification,
  now: number,
  { purchaseMs, connectMs, releaseMs, code }: Patience,
): number | undefined {
  if (isConnectable(record)) {
    const { connection, transfer } = record;
    const giveBack = giveBackOf(record);
    const sentAt = sendingSince(giveBack);
    const waitsUntil = nextGiveBackTime(giveBack, now);
    const times = [
      ...(connection?.state === 'connecting' ? [connection.attempt.at + connectMs] : []),
      ...(transfer?.state === 'asked' ? [transfer.expiresAt] : []),
      ...(sentAt !== undefined ? [sentAt + releaseMs] : []),
      ...(waitsUntil !== undefined ? [waitsUntil] : []),
    ];
    return times.length > 0 ? Math.min(...times) : undefined;
  }
  return record.kind === 'order' ? nextOrderTime(record, now, purchaseMs) : nextDueAt(record, code);
}
