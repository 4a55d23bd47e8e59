import type { OwnedSeen } from '../numbers/owned-number-list.ts';
import type { Order } from './order.ts';

/** Clocks differ: a purchase this long before the request was not made for it. */
const CLOCK_TOLERANCE_MS = 5 * 60_000;

/** What the account's own list says about an order's number before sending. */
export type OwnedAlready =
  | { kind: 'no' }
  /** There before the request. `since` is epoch ms. */
  | { kind: 'before'; since: number }
  /** Came after the request or at an unknown time: perhaps bought for it by a lost claim. */
  | { kind: 'perhaps_ours' };

/** Only a number bought before the request and released since may be bought again, whatever the (sub-)account. */
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
