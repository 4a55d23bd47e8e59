import { expect, it } from 'vitest';
import { runSteps, type SweepStep } from '../../../src/flows/sweep.ts';

function walk(left = Number.POSITIVE_INFINITY) {
  const [ran, failed]: [string[], string[]] = [[], []];
  const step = (name: string, works: boolean): SweepStep => [
    name,
    async () => {
      ran.push(name);
      if (!works) throw new Error('WRONGTYPE');
    },
  ];
  let more = left;
  const done = runSteps(
    [step('lists', false), step('homes', true), step('digest', false)],
    () => more-- > 0,
    (name) => failed.push(name),
  );
  return done.then(() => ({ ran, failed }));
}

it('runs what follows a step that fails, and tells of each', async () => {
  expect(await walk()).toEqual({ ran: ['lists', 'homes', 'digest'], failed: ['lists', 'digest'] });
});

it('begins no step once another sweep has taken over', async () => {
  expect(await walk(1)).toEqual({ ran: ['lists'], failed: ['lists'] });
});
