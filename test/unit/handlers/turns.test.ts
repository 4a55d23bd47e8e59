import { expect, it } from 'vitest';
import { createTurns } from '../../../src/handlers/edge/runner.ts';

const settled = () => new Promise((resolve) => setTimeout(resolve, 5));

it('lets so many go on at once, the others in their order, and refuses those beyond the line', async () => {
  const turns = createTurns({ atOnce: 2, waiting: 2 });
  const went: number[] = [];
  const all = [0, 1, 2, 3].map((index) => {
    const turn = turns();
    void turn.begin().then(() => went.push(index));
    return turn;
  });
  expect(() => turns().begin()).toThrow(expect.objectContaining({ code: 'busy' }));
  await settled();
  expect(went).toEqual([0, 1]);
  all[1]?.end();
  all[1]?.end();
  await settled();
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
