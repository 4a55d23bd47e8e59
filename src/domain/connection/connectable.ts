import type { Person, Standing } from '../actor.ts';
import { giveBackIs } from '../giveback/give-back.ts';
import { giveBackOf } from '../giveback/returnable.ts';
import { type HoldingForm, heldAs, type LabelProblem } from '../numbers/holding.ts';
import { keptFor, keptNow } from '../numbers/kept.ts';
import type { Order, OrderIn } from '../order/order.ts';
import {
  type ConnectPolicy,
  type Forbidden,
  groupsToResolve,
  isAmong,
  mayAct,
  mayDecide,
  type Policy,
} from '../policy/policy.ts';
import { nextRevision } from '../record.ts';
import type { Verification, VerificationIn } from '../verification/verification.ts';
import type { Connection } from './connection.ts';
import {
  type ConnectionEvent,
  type ConnectionRefusal,
  type ConnectRefused,
  transitionConnection,
} from './connection-transitions.ts';

/** A record whose number can become a channel: bought, proven to be the team's, or adopted. */
export type Connectable = OrderIn<'completed'> | VerificationIn<'verified' | 'adopted'>;

export function isConnectable(record: Order | Verification): record is Connectable {
  return ['completed', 'verified', 'adopted'].includes(record.state);
}

/** How to tell Vobiz where the number comes from. `orderId` is Vobiz's, if known. */
export type Onboarding =
  | { mode: 'buy_from_vobiz'; e164: string; orderId: string | undefined }
  | { mode: 'bring_your_own'; e164: string };

export function onboardingOf(record: Connectable): Onboarding {
  if (record.state === 'verified') return { mode: 'bring_your_own', e164: record.e164 };
  if (record.state === 'adopted')
    return { mode: 'buy_from_vobiz', e164: record.e164, orderId: undefined };
  const { allocated, number, purchase } = record;
  return {
    mode: 'buy_from_vobiz',
    e164: allocated ?? purchase?.e164 ?? number.e164,
    orderId: purchase?.orderId,
  };
}

/** Who gets the card when no channel has it. */
export function requesterOf(record: Order | Verification): string {
  return record.kind === 'order' ? record.requester : record.startedBy;
}

/** Whose number it is: its new owner, else its requester, or the people who brought and verified their own. */
export function ownersOf(record: Order | Verification): readonly string[] {
  const { owner } = record.holding ?? {};
  if (owner) return [owner];
  const asked = requesterOf(record);
  return record.state === 'verified' ? [...new Set([asked, record.verifiedBy])] : [asked];
}

/** The one of them who answers for it. */
export function ownerOf(record: Connectable): string {
  return record.holding?.owner ?? requesterOf(record);
}

export type HoldingRefusal =
  | { kind: 'forbidden'; why: HoldForbidden }
  /** The form says what the record says already. */
  | { kind: 'same' }
  | { kind: 'label'; problem: LabelProblem }
  /** The chosen owner is a guest, an outsider, a bot or has left. */
  | { kind: 'no_owner'; standing: Exclude<Standing, 'member'> };

/** A revision of the record with what a form says of its holding. */
export function withHolding(
  record: Connectable,
  form: HoldingForm,
  by: string,
  now: number,
): { ok: true; record: Connectable } | { ok: false; refusal: HoldingRefusal } {
  const holding = heldAs(record.holding, requesterOf(record), form, { by, now });
  if (!holding) return { ok: false, refusal: { kind: 'same' } };
  return { ok: true, record: { ...record, holding, ...nextRevision(record, now) } };
}

/** A revision of the record with somebody's word that its number stays; refused while an earlier word holds. */
export function withKept(
  record: Connectable,
  by: string,
  now: number,
): { ok: true; record: Connectable } | { ok: false; refusal: HoldingRefusal } {
  if (keptNow(record, now)) return { ok: false, refusal: { kind: 'same' } };
  const holding = { ...record.holding, kept: keptFor(by, now) };
  return { ok: true, record: { ...record, holding, ...nextRevision(record, now) } };
}

/** Why somebody may not say whose a number is and what for, or take part in giving it back. */
export type HoldForbidden = Forbidden | 'not_an_owner';

/** Owners may, and people who may approve (`approving`: as for `mayConnect`). Who handed it on is its owner no more. */
export function mayHold(
  approving: Policy,
  who: Person,
  record: Connectable,
): HoldForbidden | undefined {
  const barred = mayAct(who);
  if (barred) return barred;
  if (ownersOf(record).includes(who.userId)) return undefined;
  return mayDecide(approving, who, '') === undefined ? undefined : 'not_an_owner';
}

/** Given back, or about to be. */
export function isLeaving(record: Connectable): boolean {
  return giveBackIs(giveBackOf(record), 'leaving');
}

export function withConnection(
  record: Connectable,
  event: ConnectionEvent,
  now: number,
): { ok: true; record: Connectable } | { ok: false; refusal: ConnectionRefusal } {
  if (event.type === 'claim' && isLeaving(record))
    return { ok: false, refusal: { kind: 'leaving' } };
  const next = transitionConnection(record.connection, event, now);
  if (!next.ok) return next;
  const changes = { connection: next.connection, ...nextRevision(record, now) };
  return { ok: true, record: { ...record, ...changes } };
}

/** Why somebody may not connect. */
export type ConnectForbidden = Forbidden | 'not_a_connector';

/** User groups to look up before `mayConnect` can judge. */
export function connectGroups(policy: ConnectPolicy, approving: Policy): readonly string[] {
  return [...new Set([...policy.groups, ...groupsToResolve(approving)])];
}

/** `approving`: whose approvers may connect too; an order's pinned policy, or today's for a verification. */
export function mayConnect(
  policy: ConnectPolicy,
  approving: Policy,
  who: Person,
  record: Connectable,
): ConnectForbidden | undefined {
  const barred = mayAct(who);
  if (barred) return barred;
  if (isAmong(policy, who) || ownersOf(record).includes(who.userId)) return undefined;
  return mayDecide(approving, who, '') === undefined ? undefined : 'not_a_connector';
}

/** The outcome of renaming a channel, replacing its token, or disconnecting it. */
export type ChannelChange =
  | { ok: true; record: Connectable; connection: Connection }
  | { ok: false; refusal: ChannelRefusal };

type ChannelRefusal =
  | ConnectionRefusal
  | { kind: 'unknown' }
  | { kind: 'forbidden'; why: ConnectForbidden }
  /** `connection` says who disconnected it, if anyone did. */
  | { kind: 'no_channel'; connection: Connection | undefined }
  | ({ kind: 'refused' } & ConnectRefused)
  /** No usable answer, perhaps some words. Repeating is safe. */
  | { kind: 'unclear'; said?: string | undefined };
