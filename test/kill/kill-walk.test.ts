import { expect, it } from 'vitest';
import type { Cut } from '../support/kill-switch.ts';
import { startLives } from './kill-journey.ts';

/** As many workspaces at once; waiting is most of what they do. */
const LANES = 4;
const LONGEST_WALK_MS = 30 * 60_000;

it(
  'is killed before and after every write and call of an order, and still buys once and tells the truth',
  async () => {
    const known = new Set<string>();
    const todo: Cut[] = [];
    /** Not every life has every step: what was remembered is not asked for again. Each gets a second chance. */
    const missed = new Set<Cut>();
    const problems: string[] = [];
    let kills = 0;

    /**
     * A life shows which steps there are: all of the undisturbed one are walked, and any other kind that turns up later.
     * How often a step repeats differs from life to life, so repeats that only a later life has are left out.
     */
    function learn(steps: readonly string[]): void {
      for (const step of steps) {
        known.add(step);
        todo.push({ step, side: 'before' }, { step, side: 'after' });
      }
    }

    function isOfNewKind(step: string): boolean {
      return !known.has(step) && !known.has(step.replace(/ #\d+$/, ''));
    }

    async function walk(): Promise<void> {
      let lives = await startLives();
      for (let cut = todo.shift(); cut; cut = todo.shift()) {
        const at = `killed ${cut.side} "${cut.step}"`;
        try {
          const told = await lives.liveThrough(cut);
          learn(told.seen.filter(isOfNewKind));
          if (told.killed) kills += 1;
          else if (!missed.has(cut)) {
            missed.add(cut);
            todo.push(cut);
          }
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
