import type { Order, OrderIn } from '../order/order.ts';
import type { Verification, VerificationIn } from '../verification/verification.ts';
import type { Connection } from './connection.ts';
import {
  type ConnectionEvent,
  type ConnectionRefusal,
  transitionConnection,
} from './connection-transitions.ts';

/** A record whose number can become a channel: it was bought, or it is proven to be the team's. */
export type Connectable = OrderIn<'completed'> | VerificationIn<'verified'>;

export function isConnectable(record: Order | Verification): record is Connectable {
  return record.state === 'completed' || record.state === 'verified';
}

/** How Vobiz is told that the number is the team's. `orderId` is Vobiz's own, as far as it is known. */
export type Onboarding =
  | { mode: 'buy_from_vobiz'; e164: string; orderId: string | undefined }
  | { mode: 'bring_your_own'; e164: string };

export function onboardingOf(record: Connectable): Onboarding {
  if (record.state === 'verified') return { mode: 'bring_your_own', e164: record.e164 };
  const { allocated, number, purchase } = record;
  return {
    mode: 'buy_from_vobiz',
    e164: allocated ?? purchase?.e164 ?? number.e164,
    orderId: purchase?.orderId,
  };
}

/** Whose request or verification it is: in their messages with the app is a card that is in no channel. */
export function requesterOf(record: Connectable): string {
  return record.state === 'completed' ? record.requester : record.startedBy;
}

/** Whoever asked for the number. */
export function ownersOf(record: Connectable): readonly string[] {
  return record.state === 'completed'
    ? [record.requester]
    : [...new Set([record.startedBy, record.verifiedBy])];
}

export type ConnectableTransition =
  | { ok: true; record: Connectable; connection: Connection }
  | { ok: false; refusal: ConnectionRefusal };

/** The same record with its connection one step on. */
export function withConnection(
  record: Connectable,
  event: ConnectionEvent,
  now: number,
): ConnectableTransition {
  const next = transitionConnection(record.connection, event, now);
  if (!next.ok) return next;
  const { connection } = next;
  const common = { connection, revision: record.revision + 1, updatedAt: now };
  return { ok: true, connection, record: { ...record, ...common } };
}
