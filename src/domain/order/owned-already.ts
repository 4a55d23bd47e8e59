import type { OwnedSeen } from '../numbers/owned-number-list.ts';
import type { Order } from './order.ts';

/** Clocks differ: a purchase so much before the request was not made for it. */
const CLOCK_TOLERANCE_MS = 5 * 60_000;

/** What the account's own list says of the number of an approved order, before anything is sent. */
export type OwnedAlready =
  | { kind: 'no' }
  /** It was there before the request. `since` is epoch ms. */
  | { kind: 'before'; since: number }
  /** It came after the request, or nobody says when: perhaps bought for it, by a claim that was lost. */
  | { kind: 'perhaps_ours' };

/**
 * Judges every row of exactly this number. A number that was given back long ago may be bought again; any other that the
 * account has is never bought, whatever its status and whichever (sub-)account it is in.
 */
export function ownedAlready(
  { createdAt, number }: Pick<Order, 'createdAt' | 'number'>,
  listed: readonly OwnedSeen[],
): OwnedAlready {
  const isBefore = ({ purchasedAt }: OwnedSeen) =>
    purchasedAt !== undefined && purchasedAt < createdAt - CLOCK_TOLERANCE_MS;
  const rows = listed.filter(({ e164 }) => e164 === number.e164);
  const held = rows.filter((row) => row.status !== 'released' || !isBefore(row));
  if (held.length === 0) return { kind: 'no' };
  if (!held.every(isBefore)) return { kind: 'perhaps_ours' };
  return { kind: 'before', since: Math.max(...held.map(({ purchasedAt }) => purchasedAt ?? 0)) };
}
