import { setTimeout as pause } from 'node:timers/promises';
import type { Log } from '../runtime.ts';

/** After this long, an unfinished turn no longer keeps others from sweeping. */
const TURN_MS = 30_000;
/** A sweep without progress for this long is abandoned, and another begins. */
const STUCK_MS = 30_000;
/** How late a sweep may finish before something is wrong. */
const LATE_MS = 60_000;
/** How often to check whether a sweep is due: soon enough to cover for others, rare enough to be free. */
const LOOK_MAX_MS = 15_000;

/** Shares sweeps among workers. Only a hint: two sweeps at once do no harm. */
export type SweepTurns = {
  /** Identifies the last finished sweep of any worker; undefined if none. */
  finished(): Promise<string | undefined>;
  /** True if nobody else holds the turn; it expires after `forMs`. A turn of ours that never ended is ours again. */
  take(forMs: number): Promise<boolean>;
  /** Ends the turn; returns the id of the finished sweep. */
  finish(): Promise<string>;
};

/** Calls `goOn` before each step, which shows progress and returns whether to continue. */
export type Sweep = (goOn: () => boolean) => Promise<void>;

/**
 * Sweeps every `everyMs` on this process's timer and monotonic clock, so no lost job, other worker or clock change can
 * stop it. Workers take turns; one that hears of no finished sweep in time sweeps anyway.
 */
export function createSweeper(options: {
  everyMs: number;
  turns: SweepTurns;
  sweep: Sweep;
  /** Called when a sweep finishes, here or on another worker. */
  onFinished: (by: 'us' | 'others') => void;
  log: Log;
  /** A monotonic clock, in ms. */
  clock?: () => number;
}) {
  const { everyMs, turns, sweep, onFinished, log, clock = () => performance.now() } = options;
  let lastFinished: string | undefined;
  let finishedAt = Number.NEGATIVE_INFINITY;
  let startedAt = clock();
  let running: { movedAt: number; wanted: boolean; done: Promise<void> } | undefined;
  let isFailing = false;
  let timer: NodeJS.Timeout | undefined;

  function look(): void {
    if (running) {
      if (clock() - running.movedAt < STUCK_MS) return;
      running.wanted = false;
      log.error({ event: 'sweep.stuck' }, 'another one begins');
    }
    const turn = { movedAt: clock(), wanted: true, done: Promise.resolve() };
    running = turn;
    turn.done = runTurn(turn).finally(() => {
      if (running === turn) running = undefined;
    });
  }

  async function runTurn(turn: { movedAt: number; wanted: boolean }): Promise<void> {
    const goOn = () => {
      turn.movedAt = clock();
      return turn.wanted;
    };
    try {
      if (!(await isOurTurn())) return;
      await sweep(goOn);
      if (!turn.wanted) return;
      lastFinished = await turns.finish();
      finished('us');
      isFailing = false;
    } catch (error) {
      // Logs the first failure only, not every retry.
      if (!isFailing && turn.wanted) log.error({ event: 'sweep.not_finished', err: error });
      isFailing = true;
    }
  }

  async function isOurTurn(): Promise<boolean> {
    const last = await turns.finished();
    if (last !== lastFinished) {
      // A sweep from before this process started may be of any age.
      if (lastFinished !== undefined) finished('others');
      lastFinished = last;
    }
    const age = clock() - finishedAt;
    if (age < everyMs) return false;
    return (await turns.take(TURN_MS)) || age >= everyMs + TURN_MS;
  }

  function finished(by: 'us' | 'others'): void {
    finishedAt = clock();
    onFinished(by);
  }

  return {
    start(): void {
      startedAt = clock();
      timer = setInterval(look, Math.min(Math.ceil(everyMs / 4), LOOK_MAX_MS));
      look();
    },
    /** Whether sweeps finish, here or elsewhere, about as often as they should. */
    isInTime: () => clock() - Math.max(finishedAt, startedAt) < everyMs + LATE_MS,
    /** Starts no more sweeps; waits up to `patienceMs` for the current one. */
    async stop(patienceMs: number): Promise<void> {
      clearInterval(timer);
      if (!running) return;
      running.wanted = false;
      await Promise.race([running.done, pause(patienceMs, undefined, { ref: false })]);
    },
  };
}
