import type { Person } from '../actor.ts';
import type { Order, OrderIn } from '../order/order.ts';
import {
  type ConnectPolicy,
  type Forbidden,
  groupsToResolve,
  mayAct,
  mayDecide,
  type Policy,
} from '../policy/policy.ts';
import type { Verification, VerificationIn } from '../verification/verification.ts';
import type { Connection } from './connection.ts';
import {
  type ConnectionEvent,
  type ConnectionRefusal,
  type ConnectRefused,
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
  if (record.kind === 'verification') return { mode: 'bring_your_own', e164: record.e164 };
  const { allocated, number, purchase } = record;
  return {
    mode: 'buy_from_vobiz',
    e164: allocated ?? purchase?.e164 ?? number.e164,
    orderId: purchase?.orderId,
  };
}

/** Whose request or verification it is: in their messages with the app is a card that is in no channel. */
export function requesterOf(record: Connectable): string {
  return record.kind === 'order' ? record.requester : record.startedBy;
}

/** Whoever asked for the number. */
export function ownersOf(record: Connectable): readonly string[] {
  return record.kind === 'order'
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

/** Why somebody may not connect; undefined from `mayConnect` means that they may. */
export type ConnectForbidden = Forbidden | 'not_a_connector';

/** User groups whose members must be looked up before `mayConnect` can judge. `approving` as in `mayConnect`. */
export function connectGroups(policy: ConnectPolicy, approving: Policy): readonly string[] {
  return [...new Set([...policy.groups, ...groupsToResolve(approving)])];
}

/**
 * The requester or starter, whoever may approve (`approving`: the policy pinned in an order, today's for a
 * verification), and whoever the policy names.
 */
export function mayConnect(
  policy: ConnectPolicy,
  approving: Policy,
  who: Person,
  record: Connectable,
): ConnectForbidden | undefined {
  const barred = mayAct(who);
  if (barred) return barred;
  const named =
    policy.users.includes(who.userId) || policy.groups.some((group) => who.groups.includes(group));
  if (named || ownersOf(record).includes(who.userId)) return undefined;
  return mayDecide(approving, who, '') === undefined ? undefined : 'not_a_connector';
}

/** What came of renaming a channel, giving it another token, or disconnecting it. */
export type ChannelChange =
  | { ok: true; record: Connectable; connection: Connection }
  | { ok: false; refusal: ChannelRefusal };

type ChannelRefusal =
  | ConnectionRefusal
  | { kind: 'unknown' }
  | { kind: 'forbidden'; why: ConnectForbidden }
  /** `connection` says who disconnected it, if anybody did. */
  | { kind: 'no_channel'; connection: Connection | undefined }
  | ({ kind: 'refused' } & ConnectRefused)
  /** No usable answer, but perhaps words. Doing the same again does no harm. */
  | { kind: 'unclear'; said?: string | undefined };
