import type { Holding } from './holding.ts';
import type { NumberEntry } from './owned-number-list.ts';

const DAY_MS = 24 * 3_600_000;
/** Connecting a number may take people this long. */
const USED_WITHIN_MS = 14 * DAY_MS;
/** How long nobody is asked again whether a number is kept. */
const QUIET_MS = 90 * DAY_MS;

/** Since when nobody has used a number that costs a fee: never connected, or disconnected. Epoch ms. */
export function unusedSince({ state, record }: NumberEntry, now: number): number | undefined {
  if (record?.kind !== 'order') return undefined;
  const { connection, endedAt } = record;
  const since =
    state === 'owned'
      ? endedAt
      : state === 'disconnected' && connection?.state === 'disconnected'
        ? connection.at
        : undefined;
  return since !== undefined && since <= now - USED_WITHIN_MS ? since : undefined;
}

/** Somebody's word that an unused number stays, and until when nobody is asked again. */
export function keptFor(by: string, now: number): NonNullable<Holding['kept']> {
  return { by, at: now, until: now + QUIET_MS };
}

/** That word, while it holds. */
export function keptNow({ holding }: { holding?: Holding | undefined }, now: number) {
  const kept = holding?.kept;
  return kept && kept.until > now ? kept : undefined;
}
