import { setImmediate as nextTurnOfTheLoop } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { createTurns } from '../../../src/handlers/edge/runner.ts';

it('lets so many go on at once, the others in their order, and refuses those beyond the line', async () => {
  const turns = createTurns({ atOnce: 2, waiting: 2 });
  const went: number[] = [];
  const all = [0, 1, 2, 3].map((index) => {
    const turn = turns();
    const begun = turn.begin().then(() => went.push(index));
    return { ...turn, begun };
  });
  expect(() => turns().begin()).toThrow(expect.objectContaining({ code: 'busy' }));
  await Promise.all([all[0]?.begun, all[1]?.begun]);
  await nextTurnOfTheLoop();
  expect(went).toEqual([0, 1]);
  all[1]?.end();
  all[1]?.end();
  await all[2]?.begun;
  await nextTurnOfTheLoop();
  expect(went).toEqual([0, 1, 2]);
});

it('gives up a place in the line', async () => {
  const turns = createTurns({ atOnce: 1, waiting: 1 });
  const [first, second, third] = [turns(), turns(), turns()];
  await first.begin();
  void second.begin();
  second.end();
  const waiting = third.begin();
  first.end();
  await waiting;
});
