import { expect, it } from 'vitest';
import type { Cut } from '../support/kill-switch.ts';
import { startLives } from './kill-journey.ts';

/** As many workspaces at once; waiting is most of what they do. */
const LANES = 4;
const LONGEST_WALK_MS = 15 * 60_000;

it(
  'is killed before and after every write and call of an order, and still buys once and tells the truth',
  async () => {
    const known = new Set<string>();
    const todo: Cut[] = [];
    /** Not every life has every step: what was remembered is not asked for again. Each gets a second chance. */
    const missed = new Set<Cut>();
    const problems: string[] = [];
    let kills = 0;

    /** A run shows which steps there are: whatever was not seen before is walked as well. */
    function learn(steps: readonly string[]): void {
      for (const step of steps.filter((one) => !known.has(one))) {
        known.add(step);
        todo.push({ step, side: 'before' }, { step, side: 'after' });
      }
    }

    function again(cut: Cut): Cut {
      missed.add(cut);
      return cut;
    }

    async function walk(): Promise<void> {
      let lives = await startLives();
      for (let cut = todo.shift(); cut; cut = todo.shift()) {
        const at = `killed ${cut.side} "${cut.step}"`;
        try {
          const told = await lives.liveThrough(cut);
          learn(told.seen);
          if (told.killed) kills += 1;
          else if (!missed.has(cut)) todo.push(again(cut));
          problems.push(...told.problems.map((problem) => `${at}: ${problem}`));
        } catch (error) {
          problems.push(`${at}: ${error instanceof Error ? error.message : String(error)}`);
          await lives.end();
          lives = await startLives();
        }
      }
      await lives.end();
    }

    const undisturbed = await startLives();
    const told = await undisturbed.liveThrough();
    expect(told).toMatchObject({ killed: false, problems: [] });
    learn(told.seen);
    await undisturbed.end();
    await Promise.all(Array.from({ length: LANES }, walk));
    process.stdout.write(`${known.size} steps, the bot was killed ${kills} times\n`);
    expect(problems).toEqual([]);
    expect(kills).toBeGreaterThan(known.size);
  },
  LONGEST_WALK_MS,
);
