import { isConnectable, ownerOf } from '../connection/connectable.ts';
import { type GiveBack, giveBackIs } from '../giveback/give-back.ts';
import { giveBackOf } from '../giveback/returnable.ts';
import { isEnded, type Order } from '../order/order.ts';
import { setsOf } from '../policy/policy.ts';
import { isOver, type Verification } from '../verification/verification.ts';

/**
 * Stands for somebody who left and was forgotten. It has the form of a user id, so every version reads records with it; Slack's
 * own are shorter.
 */
const PSEUDONYM = 'UFORGOTTEN';

/** Random, so that nobody can find the person by trying the ids of the workspace. */
export function pseudonymOf(random: string): string {
  return `${PSEUDONYM}${random}`;
}

export function isForgotten(userId: string): boolean {
  return userId.startsWith(PSEUDONYM);
}

/** In the audit, instead of whom a record named before: the entry must not tell who got which pseudonym. */
export const BEFORE_FORGOTTEN = PSEUDONYM;

/** Whether JSON names the person, as a value or within a text. */
export function namesPerson(json: string, userId: string): boolean {
  return json.includes(userId) && alone(userId).test(json);
}

/** The same JSON with `instead` for the person, and "someone" where a text mentions them. */
export function jsonWithout(json: string, userId: string, instead: string): string {
  return json
    .replaceAll(`"${userId}"`, `"${instead}"`)
    .replace(new RegExp(`<@${userId}(?:\\|[^<>]*)?>`, 'g'), 'someone')
    .replace(alone(userId), 'someone');
}

function alone(userId: string): RegExp {
  return new RegExp(`(?<![A-Z0-9])${userId}(?![A-Z0-9])`, 'g');
}

/**
 * Whether a record can do without the person. `later`: it names them, and nobody changes what is still judged by it.
 * `requester` and `sole_approver`: it cannot go on without them.
 */
export type Hold = 'none' | 'later' | 'requester' | 'sole_approver';

export function holdOf(record: Order | Verification, userId: string): Hold {
  if (record.kind === 'verification') {
    if (!isOver(record)) return record.startedBy === userId ? 'requester' : 'later';
    return isBusy(record) ? 'later' : 'none';
  }
  if (isEnded(record)) return isBusy(record) ? 'later' : 'none';
  if (record.requester === userId) return 'requester';
  return isSoleApprover(record, userId) ? 'sole_approver' : 'later';
}

/** Something of the number is still open: it is being connected, handed over or given back. */
function isBusy(record: Order | Verification): boolean {
  if (!isConnectable(record)) return false;
  const isMoving = record.connection?.state === 'connecting' || record.transfer?.state === 'asked';
  return isMoving || isLeaving(giveBackOf(record));
}

function isLeaving(giveBack: GiveBack | undefined): boolean {
  const isOver = giveBackIs(giveBack, 'free') || giveBack?.state === 'released';
  return giveBack !== undefined && !isOver;
}

/** Whether a set would have too few people without this one. Groups may have others. */
function isSoleApprover({ state, policy, votes = [] }: Order, userId: string): boolean {
  if (state !== 'awaiting_approval' || votes.some(({ by }) => by === userId)) return false;
  return setsOf(policy).some(({ from, needed }) => {
    if (from === 'any_full_member' || from.groups.length > 0 || !from.users.includes(userId))
      return false;
    return from.users.length - 1 < needed;
  });
}

/** Whether the record gives a number that this person owns. */
export function isOwnedBy(record: Order | Verification, userId: string): boolean {
  return isConnectable(record) && ownerOf(record) === userId;
}
