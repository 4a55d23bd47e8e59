import { expect, it } from 'vitest';
import { inputs } from '../../src/slack/inputs.ts';
import { viewShows } from '../support/journeys.ts';
import type { Cut } from '../support/kill-switch.ts';
import { fillSeveral, openSeveral } from '../support/several.ts';
import { ASHA } from '../support/world.ts';
import { severalShown, whatIsWrongOfSeveral } from './kill-checks.ts';
import { type Kind, startLives } from './kill-journey.ts';

const LANES = 4;
const LONGEST_WALK_MS = 20 * 60_000;

const THREE_NUMBERS: Kind = {
  count: 3,
  async ask(world, region) {
    await openSeveral(world, `IN ${region}`);
    await fillSeveral(world, { count: 3 });
    const form = await viewShows(world, ASHA, /What is it for/);
    await world.slack.as(ASHA).type(form, { blockId: inputs.purpose.blockId }, 'Support line');
  },
  shownAsItIs: severalShown,
  whatIsWrong: whatIsWrongOfSeveral,
};

/** What makes, claims and buys the orders. The rest of a life is walked with one number. */
const OF_BUYING = /redis: EVAL(SHA)? (approved|placing|pending|completed)|vobiz: POST/;

it(
  'is killed before and after everything that makes and buys the orders of three numbers, and buys each once',
  async () => {
    const undisturbed = await startLives(THREE_NUMBERS);
    const told = await undisturbed.liveThrough();
    await undisturbed.end();
    expect(told).toMatchObject({ killed: false, problems: [] });
    const steps = told.seen.filter((step) => OF_BUYING.test(step));
    const todo = steps.flatMap((step): Cut[] => [
      { step, side: 'before' },
      { step, side: 'after' },
    ]);
    const problems: string[] = [];
    let kills = 0;

    async function walk(): Promise<void> {
      let lives = await startLives(THREE_NUMBERS);
      for (let cut = todo.shift(); cut; cut = todo.shift()) {
        const at = `killed ${cut.side} "${cut.step}"`;
        try {
          const lived = await lives.liveThrough(cut);
          if (lived.killed) kills += 1;
          problems.push(...lived.problems.map((problem) => `${at}: ${problem}`));
        } catch (error) {
          problems.push(`${at}: ${error instanceof Error ? error.message : String(error)}`);
          await lives.end();
          lives = await startLives(THREE_NUMBERS);
        }
      }
      await lives.end();
    }

    await Promise.all(Array.from({ length: LANES }, walk));
    process.stdout.write(`${steps.length} steps, the bot was killed ${kills} times\n`);
    expect(problems).toEqual([]);
    expect(kills).toBeGreaterThan(steps.length);
  },
  LONGEST_WALK_MS,
);
