import type { Person } from '../actor.ts';
import {
  type Connectable,
  isLeaving,
  ownerOf,
  ownersOf,
  requesterOf,
} from '../connection/connectable.ts';
import { mayConnectNow } from '../connection/connection.ts';
import { type Forbidden, mayAct, mayDecide, type Policy } from '../policy/policy.ts';
import { nextRevision } from '../record.ts';
import { heldAs } from './holding.ts';
import {
  type Overtaken,
  type Transfer,
  type TransferEvent,
  transitionTransfer,
} from './transfer.ts';
import { isOffered, isUnused } from './unused.ts';

/** What somebody asks for a number with. Times are epoch ms. */
export type TransferAsk = Pick<Transfer, 'by' | 'purpose' | 'labels' | 'order' | 'expiresAt'>;

/** Why nobody can ask for a number, or this person can't. */
export type NotTransferable =
  | { kind: 'yours' }
  /** Somebody did already. */
  | { kind: 'asked'; by: string }
  | { kind: 'in_use' }
  /** Its owner got it, or kept it, only a while ago. */
  | { kind: 'too_new' };

export function notTransferable(
  record: Connectable,
  by: string,
  { unusedForMs, now }: { unusedForMs: number; now: number },
): NotTransferable | undefined {
  const { transfer } = record;
  if (ownersOf(record).includes(by)) return { kind: 'yours' };
  if (transfer?.state === 'asked') return { kind: 'asked', by: transfer.by };
  if (!isUnused(record)) return { kind: 'in_use' };
  return isOffered(record, unusedForMs, now) ? undefined : { kind: 'too_new' };
}

export function withTransferAsked(record: Connectable, ask: TransferAsk, now: number): Connectable {
  const transfer = { ...ask, state: 'asked', at: now, from: ownerOf(record) } as const;
  return { ...record, transfer, ...nextRevision(record, now) };
}

/**
 * Ends a transfer. Whatever somebody does to one that is due or overtaken, it expires or is overtaken: the number stays whose
 * it is. Undefined if there is nothing to end. With `accept` its owner changes in the same save.
 */
export function withTransfer(
  record: Connectable,
  event: TransferEvent,
  now: number,
): Connectable | undefined {
  const does = dueTransferEvent(record, now) ?? event;
  const isMeant = !('at' in event) || event.at === record.transfer?.at;
  const transfer = isMeant ? transitionTransfer(record.transfer, does, now) : undefined;
  if (!transfer) return undefined;
  const next = { ...record, transfer, ...nextRevision(record, now) };
  if (transfer.state !== 'accepted') return next;
  const { by: owner, labels = {}, purpose: note, answeredBy: by } = transfer;
  const form = { owner, labels, note, neededUntil: '' };
  const holding = heldAs(record.holding, requesterOf(record), form, { by, now });
  return { ...next, ...(holding && { holding }) };
}

/** How a transfer ends by itself now; undefined if it goes on. */
export function dueTransferEvent(
  record: Connectable,
  now: number,
): Extract<TransferEvent, { type: 'expire' | 'overtake' }> | undefined {
  const { transfer } = record;
  if (transfer?.state !== 'asked') return undefined;
  const why = overtakenBy(record, transfer);
  if (why) return { type: 'overtake', why };
  return transfer.expiresAt <= now ? { type: 'expire' } : undefined;
}

function overtakenBy(
  record: Connectable,
  { by, from }: Pick<Transfer, 'by' | 'from'>,
): Overtaken | undefined {
  const owner = ownerOf(record);
  if (owner !== from) return owner === by ? 'given' : 'moved';
  if (record.watched?.number || isLeaving(record)) return 'lost';
  return mayConnectNow(record.connection) ? undefined : 'connected';
}

/** Why somebody may not answer a transfer. */
export type TransferForbidden = Forbidden | 'not_an_owner';

/** Owners may. `hasOwnerLeft`: then people who may approve (`approving`) answer in their place, but not their own. */
export function mayAnswer(
  approving: Policy,
  who: Person,
  record: Connectable,
  hasOwnerLeft: boolean,
): TransferForbidden | undefined {
  const barred = mayAct(who);
  if (barred) return barred;
  if (ownersOf(record).includes(who.userId)) return undefined;
  if (!hasOwnerLeft) return 'not_an_owner';
  if (who.userId === record.transfer?.by) return 'own_request';
  return mayDecide(approving, who, '') === undefined ? undefined : 'not_an_owner';
}

/** What people must hear of a transfer, and the key it is remembered by. The new owner hears of theirs by `handOverOf`. */
export function newsOfTransfer({ transfer }: Pick<Connectable, 'transfer'>) {
  switch (transfer?.state) {
    case 'asked':
      return { what: askedKey(transfer), to: transfer.from };
    case 'declined':
    case 'expired':
      return { what: `transfer-${transfer.at}-${transfer.state}`, to: transfer.by };
    case 'overtaken':
      return transfer.why === 'given'
        ? undefined
        : { what: `transfer-${transfer.at}-overtaken`, to: transfer.by };
    case undefined:
    case 'accepted':
    case 'withdrawn':
      return undefined;
  }
}

/** The key of the message that asks the owner, which is redrawn when the transfer ends. */
export function askedKey({ at }: Pick<Transfer, 'at'>): string {
  return `transfer-${at}`;
}
