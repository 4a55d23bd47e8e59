import { type Connectable, isConnectable } from '../connection/connectable.ts';
import { mayConnectNow } from '../connection/connection.ts';
import { giveBackIs } from '../giveback/give-back.ts';
import { giveBackOf } from '../giveback/returnable.ts';
import type { Order } from '../order/order.ts';
import type { Verification } from '../verification/verification.ts';
import { keptNow } from './kept.ts';
import { countryIn } from './own-number.ts';
import type { NumberState } from './owned-number-list.ts';
import { sameRegion } from './place.ts';

/** Numbers that nobody uses, longest unused first. `isWhole`: false if there may be more of them. */
export type UnusedNumbers = { records: readonly Connectable[]; isWhole: boolean };

/** The most numbers of one kind of record that are looked through for those that nobody uses, oldest first. */
export const UNUSED_LOOKED_AT = 50;

/** The states of numbers that nobody uses. */
export const UNUSED_STATES: readonly NumberState[] = ['owned', 'verified', 'disconnected'];

/** The list of a country's numbers that nobody uses: no channel has them or is being made, and nobody has asked for them. */
export function unusedListOf(country: string): string {
  return `unused:${country}`;
}

export function unusedLists(record: Order | Verification): string[] {
  const country = isConnectable(record) && isUnused(record) ? countryIn(record) : undefined;
  return country === undefined ? [] : [unusedListOf(country)];
}

export function isUnused(record: Connectable): boolean {
  const { connection, transfer } = record;
  return mayConnectNow(connection) && transfer?.state !== 'asked' && !isGoing(record);
}

/** Somebody gives it back, or Vobiz takes it away. */
function isGoing(record: Connectable): boolean {
  const giveBack = giveBackOf(record);
  return Boolean(record.watched?.number || (giveBack && !giveBackIs(giveBack, 'free')));
}

/** Since when nobody has needed it (epoch ms): a person who got a number or would not give it away has plans for it. */
export function unusedSince({ endedAt, holding, transfer }: Connectable): number {
  const kept = transfer?.state === 'declined' ? transfer.endedAt : 0;
  return Math.max(endedAt, holding?.given?.at ?? 0, kept);
}

/** Whether it has been unused for long enough, and nobody said that it stays. */
export function isOffered(record: Connectable, unusedForMs: number, now: number): boolean {
  return unusedSince(record) + unusedForMs <= now && !keptNow(record, now);
}

/** `region` is empty for the whole country; of a number that somebody brought, nobody says its region. */
export function isInPlace(record: Connectable, country: string, region: string): boolean {
  if (countryIn(record) !== country) return false;
  return (
    region === '' || (record.kind === 'order' && sameRegion(country, record.number.region, region))
  );
}
