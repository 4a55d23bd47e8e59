import type { Connectable } from '../connection/connectable.ts';
import { hasChannel } from '../connection/connection.ts';
import { countryOf } from '../phone.ts';
import type { NumberAt, OwnNumber } from './own-number.ts';
import type { SeenAtVobiz } from './owned-number-list.ts';

/** Every number of Vobiz's lists, newest first. What has been given back is none, unless a channel still has it. */
export function numbersIn({ owned = [], channels = [] }: SeenAtVobiz): OwnNumber[] {
  const found = new Map<string, number>();
  for (const { e164, status, purchasedAt = 0 } of owned) {
    if (status !== 'released') found.set(e164, purchasedAt);
  }
  const boughtAt = new Map(owned.map(({ e164, purchasedAt = 0 }) => [e164, purchasedAt]));
  for (const { e164 } of channels) {
    if (e164 !== undefined) found.set(e164, boughtAt.get(e164) ?? 0);
  }
  return [...found]
    .map(([e164, at]) => ({ e164, at, country: countryOf(e164) }))
    .sort((a, b) => b.at - a.at || a.e164.localeCompare(b.e164));
}

/** What Vobiz's lists say of some numbers, and of the channels of the records that gave them. */
export function seenOf(
  { owned, channels, ...seen }: SeenAtVobiz,
  numbers: ReadonlySet<string>,
  records: readonly Connectable[],
): SeenAtVobiz {
  const made = new Set<string | undefined>();
  for (const record of records) {
    if (hasChannel(record.connection)) made.add(`channel ${record.connection.channelId}`);
    if (record.kind === 'order' && record.purchase) made.add(`order ${record.purchase.orderId}`);
  }
  return {
    ...seen,
    ...(owned && { owned: owned.filter(({ e164 }) => numbers.has(e164)) }),
    ...(channels && {
      channels: channels.filter(
        ({ id, orderId, e164 = '' }) =>
          numbers.has(e164) || made.has(`channel ${id}`) || made.has(`order ${orderId}`),
      ),
    }),
  };
}

/** Two lists that are newest first, as one. */
export function mergeByTime(own: readonly NumberAt[], others: readonly NumberAt[]): NumberAt[] {
  return [...own, ...others].sort((a, b) => b.at - a.at);
}
