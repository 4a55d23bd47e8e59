import { setTimeout as pause } from 'node:timers/promises';
import type { Log } from '../runtime.ts';

/** Somebody who holds the turn and has not finished within this time no longer keeps the others from sweeping. */
const TURN_MS = 30_000;
/** A sweep that got nowhere for this long is given up, and another one begins beside it. */
const STUCK_MS = 30_000;
/** How much later than asked for a sweep may finish before something is wrong. */
const LATE_MS = 60_000;
/** How often it is looked whether a sweep is due: often enough to make up for others, seldom enough to cost nothing. */
const LOOK_MAX_MS = 15_000;

/** Whose turn it is, over all workers. Only a hint: two sweeps at once do no harm. */
export type SweepTurns = {
  /** Names the sweep that finished last, whoever's it was; undefined when none has. */
  finished(): Promise<string | undefined>;
  /** True when nobody else holds the turn; it passes by itself after `forMs`. */
  take(forMs: number): Promise<boolean>;
  /** Ends the turn and answers the name of the sweep that has finished. */
  finish(): Promise<string>;
};

/** One sweep. It asks `goOn` before each step, which tells that it is alive, and whether it is still wanted. */
export type Sweep = (goOn: () => boolean) => Promise<void>;

/**
 * Sweeps every `everyMs`, for as long as the process lives: by a timer of this process and a clock that nobody sets, so no
 * lost job, no other worker and no jump of the time of day can end it. Workers take turns; one that hears of no finished
 * sweep in time sweeps in any case.
 */
export function createSweeper(options: {
  everyMs: number;
  turns: SweepTurns;
  sweep: Sweep;
  /** Called when a sweep has finished: one of this process, or another worker's that is heard of. */
  onFinished: (by: 'us' | 'others') => void;
  log: Log;
  /** Ms of a clock that only moves on. */
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
      // One line for each time that it begins to fail, not one for each try.
      if (!isFailing && turn.wanted) log.error({ event: 'sweep.not_finished', err: error });
      isFailing = true;
    }
  }

  async function isOurTurn(): Promise<boolean> {
    const last = await turns.finished();
    if (last !== lastFinished) {
      // What had finished before this process began may be of any age.
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
    /** Begins no more, and waits at most `patienceMs` for the one that runs. */
    async stop(patienceMs: number): Promise<void> {
      clearInterval(timer);
      if (!running) return;
      running.wanted = false;
      await Promise.race([running.done, pause(patienceMs, undefined, { ref: false })]);
    },
  };
}
