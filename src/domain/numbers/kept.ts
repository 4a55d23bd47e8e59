import type { Holding } from './holding.ts';

const DAY_MS = 24 * 3_600_000;
/** How many days nobody is asked again whether a number is kept. */
export const KEPT_FOR_DAYS = 90;

/** Somebody's word that an unused number stays, and until when nobody is asked again. */
export function keptFor(by: string, now: number): NonNullable<Holding['kept']> {
  return { by, at: now, until: now + KEPT_FOR_DAYS * DAY_MS };
}

/** That word, while it holds. */
export function keptNow({ holding }: { holding?: Holding | undefined }, now: number) {
  const kept = holding?.kept;
  return kept && kept.until > now ? kept : undefined;
}
