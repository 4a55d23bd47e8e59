/**
 * - Look: one record is compared with what Vobiz showed.
 * - Reading: the account's lists as read once; it serves every look that is due.
 * Vobiz publishes no quota for reads, so readings together make one call a second at most, and each waits for the last.
 */
import { z } from 'zod';
import { isYetToCome } from '../elapsed.ts';

const FIRST_MS = 2_000;
const LONGEST_MS = 5 * 60_000;
/** Below the tenth of its age by which a record may be behind, as a reading takes time. */
const SHARE_OF_AGE = 0.08;

/** From one look to the next, in ms. */
export function lookInterval(ageMs: number): number {
  return Math.round(Math.min(Math.max(ageMs * SHARE_OF_AGE, FIRST_MS), LONGEST_MS));
}

const PER_CALL_MS = 1_000;
/** A reading of everything keeps looks at single numbers away no longer than this. */
const LONGEST_REST_MS = 12_000;
/** So few are looked up one by one while the last reading of everything is still being paid off. */
const FEW = 5;
const ONE_BY_ONE_MAX = 50;
/** How long a list that cannot be read as a whole is left alone. */
const LEFT_ALONE_MS = 3_600_000;
/** A reading of everything takes in what would be due before the next one can begin, at least this soon. */
const GATHER_MS = LONGEST_MS / 2;

/** After bad credentials, or a limit that has no pause of its own. */
const FAILED_REST_MS = 30_000;

const ORDER_READS_MAX = 6;
const ORDER_READ_EVERY_MS = 10_000;
const ORDER_READ_SHARE = 0.1;
const MISSES_BEFORE_PAUSE = 3;
const ORDER_READ_PAUSE_MS = 30 * 60_000;

/** What readings leave for each other. Times are epoch ms. */
export const readingStateSchema = z.object({
  startedAt: z.number(),
  /** When the next reading may begin. */
  soonAt: z.number(),
  /** When all calls so far are paid off, at a second each. */
  paidAt: z.number(),
  /** Pages of owned numbers when last counted. */
  pages: z.number().optional(),
  /** Whether the whole list of owned numbers made no sense when last read. */
  wasIllegible: z.boolean().optional(),
  /** Until when the owned numbers are looked up one by one, because the whole list made no sense twice in a row. */
  oneByOneUntil: z.number().optional(),
  orderReads: z.object({
    /** How many of the unpublished order reads are left, as of `at`. */
    left: z.number(),
    at: z.number(),
    /** Misses in a row; most likely the path does not exist. */
    misses: z.number(),
    pausedUntil: z.number(),
    /** Whose turn was last: the others go first. */
    last: z.string(),
  }),
});
export type ReadingState = z.infer<typeof readingStateSchema>;

const NONE: ReadingState = {
  startedAt: 0,
  soonAt: 0,
  paidAt: 0,
  orderReads: { left: ORDER_READS_MAX, at: 0, misses: 0, pausedUntil: 0, last: '' },
};

/** The state to go by. One from the future was written before the clock was set back. */
export function stateAsOf(stored: ReadingState | undefined, now: number): ReadingState {
  if (!stored || isYetToCome(stored.startedAt, now)) return NONE;
  return stored;
}

export type ReadingPlan =
  | { kind: 'wait'; until: number }
  /** Look up the numbers of so many records, one by one. */
  | { kind: 'some'; atMost: number }
  /** Read everything, for all looks due by then (epoch ms). */
  | { kind: 'all'; dueBy: number };

/** How to serve so many looks that are due. */
export function planReading(due: number, state: ReadingState, now: number): ReadingPlan {
  const { soonAt, paidAt, pages = FEW } = state;
  if (now < soonAt) return { kind: 'wait', until: soonAt };
  const isPaid = now >= paidAt;
  if (!isPaid && due > FEW) return { kind: 'wait', until: paidAt };
  const isCheaper = due <= pages || now < (state.oneByOneUntil ?? 0);
  if (!isPaid || isCheaper) return { kind: 'some', atMost: ONE_BY_ONE_MAX };
  return { kind: 'all', dueBy: now + Math.max(GATHER_MS, (pages + 1) * PER_CALL_MS) };
}

/** What one reading did. */
export type ReadingDone = {
  startedAt: number;
  calls: number;
  /** Pages of owned numbers, where all were read. */
  pages: number | undefined;
  /** The whole list of owned numbers made no sense. */
  isIllegible: boolean;
  /** Vobiz let nothing be read. */
  hasFailed: boolean;
  /** Whether each order read by itself could be read. */
  orderReads: readonly boolean[];
  /** Whose turn to be read it was last. */
  lastTurn: string | undefined;
};

export function afterReading(state: ReadingState, done: ReadingDone): ReadingState {
  const { startedAt, calls, pages = state.pages } = done;
  const cost = calls * PER_CALL_MS;
  // While a reading of everything is being paid off, others take only half of the calls, or its turn would never come.
  const paced = Math.min(cost, LONGEST_REST_MS) * (startedAt < state.paidAt ? 2 : 1);
  const rest = done.hasFailed ? Math.max(paced, FAILED_REST_MS) : paced;
  const again = done.isIllegible && state.wasIllegible;
  const oneByOneUntil = again ? startedAt + LEFT_ALONE_MS : state.oneByOneUntil;
  const wasIllegible = done.isIllegible || (state.wasIllegible && done.pages === undefined);
  return {
    startedAt,
    soonAt: startedAt + rest,
    paidAt: Math.max(state.paidAt, startedAt) + cost,
    ...(pages !== undefined && { pages }),
    ...(wasIllegible && { wasIllegible }),
    ...(oneByOneUntil !== undefined && { oneByOneUntil }),
    orderReads: afterOrderReads(state, done),
  };
}

function leftAt({ left, at }: ReadingState['orderReads'], now: number): number {
  return Math.min(left + Math.max(now - at, 0) / ORDER_READ_EVERY_MS, ORDER_READS_MAX);
}

/** False for a while after misses in a row. */
export function mayReadOrders(
  { orderReads }: Pick<ReadingState, 'orderReads'>,
  now: number,
): boolean {
  return now >= orderReads.pausedUntil;
}

/** Whose turn it is to be read by themselves, among these orders: the one after the last, in a circle. */
export function orderReadTurns(
  { orderReads, pages = FEW }: ReadingState,
  ids: readonly string[],
  now: number,
): string[] {
  if (!mayReadOrders({ orderReads }, now)) return [];
  const calls = Math.min(ids.length, pages) + 1;
  const share = Math.max(calls * ORDER_READ_SHARE, 1);
  const sorted = [...ids].sort();
  const { last } = orderReads;
  const inTurn = [...sorted.filter((id) => id > last), ...sorted.filter((id) => id <= last)];
  return inTurn.slice(0, Math.floor(Math.min(leftAt(orderReads, now), share)));
}

function afterOrderReads(
  { orderReads }: ReadingState,
  { startedAt, orderReads: read, lastTurn }: ReadingDone,
): ReadingState['orderReads'] {
  const misses = read.reduce((before, isHit) => (isHit ? 0 : before + 1), orderReads.misses);
  const isMissing = misses >= MISSES_BEFORE_PAUSE;
  return {
    left: Math.max(leftAt(orderReads, startedAt) - read.length, 0),
    at: startedAt,
    misses: isMissing ? 0 : misses,
    pausedUntil: isMissing ? startedAt + ORDER_READ_PAUSE_MS : orderReads.pausedUntil,
    last: lastTurn ?? orderReads.last,
  };
}
