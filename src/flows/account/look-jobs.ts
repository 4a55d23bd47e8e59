import type { Ref } from '../../domain/record.ts';
import type { Enqueue } from '../../jobs/queue.ts';
import type { Clock } from '../../runtime.ts';
import type { Looks } from '../../store/looks.ts';
import type { Orders } from '../../store/records.ts';
import { type ChangeDeps, enqueueLook } from '../change.ts';
import type { ReadAccount } from './read-account.ts';

/** How soon to ask again while another process reads, because it may die. */
const TAKEN_MS = 5_000;

type Deps = { looks: Looks; enqueue: Enqueue; clock: Clock };

/** Leaves a job for the earliest look, no sooner than `notBefore` (epoch ms). Makes up for one that was lost. */
export async function leaveNextLook({ looks, enqueue, clock }: Deps, notBefore = 0): Promise<void> {
  const first = await looks.first();
  if (first === undefined) return;
  const now = clock.now();
  const at = Math.max(first, notBefore, now);
  await enqueue.readAccount(at, at - now);
}

/**
 * At the first start, after Redis lost it, or where the interval is shorter now, the next look at everything is due after one
 * interval.
 */
export async function beginToWatch(
  { looks, clock }: Pick<Deps, 'looks' | 'clock'>,
  everyMs: number,
): Promise<void> {
  const latest = clock.now() + everyMs;
  const at = await looks.watchAt();
  if (at === undefined || at > latest) await looks.askWatch(latest);
}

/** A job that an earlier version left for one order: it joins the next reading. */
export function createJoinReading(deps: ChangeDeps & { orders: Pick<Orders, 'get'> }) {
  return async function track(ref: Ref): Promise<undefined> {
    const order = await deps.orders.get(ref);
    if (order) await enqueueLook(deps, order);
    return undefined;
  };
}

/** One job serves every look that is due, and leaves the next. */
export function createLookJob(deps: Deps & { readAccount: ReadAccount }) {
  return async function look(_none: Ref, signal: AbortSignal): Promise<undefined> {
    const outcome = await deps.readAccount({ signal });
    const later = outcome.kind === 'taken' ? deps.clock.now() + TAKEN_MS : 0;
    await leaveNextLook(deps, outcome.kind === 'too_soon' ? outcome.until : later);
    return undefined;
  };
}
