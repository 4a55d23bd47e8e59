import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createSweeper, type SweepTurns } from '../../../src/jobs/sweeper.ts';

const MINUTE_MS = 60_000;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** The turns of several workers, as Redis keeps them; `now` is Redis's own clock. */
function sharedTurns(now: () => number = Date.now) {
  let heldUntil = Number.NEGATIVE_INFINITY;
  let count = 0;
  let last: string | undefined;
  const turns: SweepTurns = {
    finished: async () => last,
    take: async (forMs) => {
      if (now() < heldUntil) return false;
      heldUntil = now() + forMs;
      return true;
    },
    finish: async () => {
      count += 1;
      last = `sweep ${count}`;
      heldUntil = Number.NEGATIVE_INFINITY;
      return last;
    },
  };
  return turns;
}

function worker(turns: SweepTurns, sweep: (goOn: () => boolean) => Promise<void>) {
  const logged: string[] = [];
  const log = (fields: object) => void ('event' in fields && logged.push(String(fields.event)));
  const sweeper = createSweeper({
    everyMs: MINUTE_MS,
    turns,
    sweep,
    onFinished: () => undefined,
    log: { info: log, warn: log, error: log },
  });
  return { sweeper, logged };
}

describe('the sweep', () => {
  it('is shared by two workers: about once a minute, not twice', async () => {
    const turns = sharedTurns();
    const sweep = vi.fn(async () => undefined);
    for (const { sweeper } of [worker(turns, sweep), worker(turns, sweep)]) sweeper.start();
    await vi.advanceTimersByTimeAsync(10 * MINUTE_MS);
    expect(sweep.mock.calls.length).toBeGreaterThanOrEqual(8);
    expect(sweep.mock.calls.length).toBeLessThanOrEqual(12);
  });

  it('goes on within a minute when the worker whose turn it is hangs', async () => {
    const turns = sharedTurns();
    let hangs = false;
    const first = worker(turns, () => (hangs ? new Promise(() => undefined) : Promise.resolve()));
    first.sweeper.start();
    const others = vi.fn(async () => undefined);
    const second = worker(turns, others);
    second.sweeper.start();
    await vi.advanceTimersByTimeAsync(MINUTE_MS);
    hangs = true;
    others.mockClear();
    await vi.advanceTimersByTimeAsync(2 * MINUTE_MS);
    expect(others.mock.calls.length).toBeGreaterThanOrEqual(1);
    expect(second.sweeper.isInTime()).toBe(true);
  });

  it('goes on although Redis thinks that the turn lasts for another day', async () => {
    let ahead = 0;
    const turns = sharedTurns(() => Date.now() + ahead);
    const sweep = vi.fn(async () => undefined);
    await turns.take(30_000);
    ahead = -24 * 60 * MINUTE_MS;
    worker(turns, sweep).sweeper.start();
    await vi.advanceTimersByTimeAsync(5 * MINUTE_MS);
    expect(sweep.mock.calls.length).toBeGreaterThanOrEqual(3);
  });

  it('begins anew when one gets nowhere, which ends at its next step', async () => {
    let release: () => void = () => undefined;
    const stuck = new Promise<void>((resolve) => {
      release = resolve;
    });
    const wanted: boolean[] = [];
    const sweep = vi.fn(async (goOn: () => boolean) => {
      if (sweep.mock.calls.length === 1) await stuck;
      wanted.push(goOn());
    });
    const { sweeper, logged } = worker(sharedTurns(), sweep);
    sweeper.start();
    await vi.advanceTimersByTimeAsync(2 * MINUTE_MS);
    expect(logged).toEqual(['sweep.stuck']);
    expect(wanted).toContain(true);
    wanted.length = 0;
    release();
    await vi.advanceTimersByTimeAsync(0);
    expect(wanted).toEqual([false]);
  });

  it('is not given up while it gets on, however long it takes', async () => {
    let steps = 0;
    const sweep = vi.fn(async (goOn: () => boolean) => {
      while (steps < 20 && goOn()) {
        steps += 1;
        await new Promise((resolve) => setTimeout(resolve, 20_000));
      }
    });
    const { sweeper, logged } = worker(sharedTurns(), sweep);
    sweeper.start();
    await vi.advanceTimersByTimeAsync(7 * MINUTE_MS);
    expect(steps).toBe(20);
    expect(logged).toEqual([]);
  });

  it('is tried again while Redis is away, with one line in the log, and is late meanwhile', async () => {
    const away: SweepTurns = {
      finished: () => Promise.reject(new Error('away')),
      take: () => Promise.reject(new Error('away')),
      finish: () => Promise.reject(new Error('away')),
    };
    const turns = sharedTurns();
    let isAway = true;
    const either: SweepTurns = {
      finished: () => (isAway ? away : turns).finished(),
      take: (forMs) => (isAway ? away : turns).take(forMs),
      finish: () => (isAway ? away : turns).finish(),
    };
    const { sweeper, logged } = worker(either, async () => undefined);
    sweeper.start();
    expect(sweeper.isInTime()).toBe(true);
    await vi.advanceTimersByTimeAsync(3 * MINUTE_MS);
    expect(sweeper.isInTime()).toBe(false);
    expect(logged).toEqual(['sweep.not_finished']);
    isAway = false;
    await vi.advanceTimersByTimeAsync(15_000);
    expect(sweeper.isInTime()).toBe(true);
  });

  it('ends with its process', async () => {
    const sweep = vi.fn(async () => undefined);
    const { sweeper } = worker(sharedTurns(), sweep);
    sweeper.start();
    await vi.advanceTimersByTimeAsync(0);
    await sweeper.stop(1_000);
    await vi.advanceTimersByTimeAsync(10 * MINUTE_MS);
    expect(sweep).toHaveBeenCalledTimes(1);
  });
});
