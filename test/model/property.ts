// biome-ignore-all lint/style/noProcessEnv: how many sequences is the test run's own choice
import fc from 'fast-check';
import { Redis } from 'ioredis';
import { expect, onTestFinished } from 'vitest';
import { testPrefix, testRedisUrl } from '../support/redis.ts';
import { sequences } from './commands.ts';
import { startModel } from './model.ts';
import type { Wrong } from './system.ts';

/** Two files run one half each, at the same time. */
export const HALF = Math.ceil(Number(process.env.MODEL_RUNS ?? 2_000) / 2);
const SEED = process.env.MODEL_SEED;
const MAX_COMMANDS = 20;
/** From so many on, a half that misses one of the ends proves too little. */
const ENOUGH = 1_000;
const ENDS = ['completed', 'failed', 'cancelled', 'stopped', 'denied', 'withdrawn', 'expired'];

/** One property: whatever happens in whatever order, the invariants hold after each step and when all is done. */
export function property(wrong: Wrong = {}, ends = new Set<string>()) {
  const redis = new Redis(testRedisUrl());
  onTestFinished(() => redis.disconnect());
  return fc.asyncProperty(sequences(MAX_COMMANDS), fc.nat(), async (commands, dice) => {
    const model = await startModel(redis, testPrefix().replace(/[{}]/g, ''), dice, wrong);
    try {
      await fc.asyncModelRun(() => ({ model: { requests: 0 }, real: model }), commands);
      for (const state of await model.rest()) ends.add(state);
    } finally {
      await model.stop();
    }
  });
}

/** Half of the sequences, new ones in every run. `MODEL_SEED` repeats those of a run that failed. */
export async function keepsEveryPromise(half: 0 | 1): Promise<void> {
  const ends = new Set<string>();
  const seed = SEED === undefined ? {} : { seed: Number(SEED) + half };
  await fc.assert(property({}, ends), { numRuns: HALF, includeErrorInReport: true, ...seed });
  if (HALF >= ENOUGH) expect([...ends]).toEqual(expect.arrayContaining([...ENDS]));
}
