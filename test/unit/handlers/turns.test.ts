import { setImmediate as nextTurnOfTheLoop } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { createTurns } from '../../../src/handlers/edge/turns.ts';

const SPACIOUS = { atOnce: 100, waiting: 100 };

/** Begins a turn for each person of a list; `went` names those that proceeded, in order. */
function line(turns: ReturnType<typeof createTurns>, people: readonly string[]) {
  const went: string[] = [];
  const all = people.map((person) => {
    const turn = turns(person);
    return { ...turn, begun: turn.begin().then(() => went.push(person)) };
  });
  return { went, all };
}

const busy = expect.objectContaining({ code: 'busy' });

it('lets so many go on at once, the others in their order, and refuses those beyond the line', async () => {
  const turns = createTurns({ all: { atOnce: 2, waiting: 2 }, each: SPACIOUS });
  const { went, all } = line(turns, ['asha', 'ravi', 'meera', 'dev']);
  expect(() => turns('gita').begin()).toThrow(busy);
  await Promise.all([all[0]?.begun, all[1]?.begun]);
  await nextTurnOfTheLoop();
  expect(went).toEqual(['asha', 'ravi']);
  all[1]?.end();
  all[1]?.end();
  await all[2]?.begun;
  await nextTurnOfTheLoop();
  expect(went).toEqual(['asha', 'ravi', 'meera']);
});

it('gives up a place in the line', async () => {
  const turns = createTurns({ all: { atOnce: 1, waiting: 1 }, each: SPACIOUS });
  const [first, second, third] = [turns('asha'), turns('asha'), turns('asha')];
  await first.begin();
  void second.begin();
  second.end();
  const waiting = third.begin();
  first.end();
  await waiting;
});

it('lets one person have only so many at once, and another go past the rest of them', async () => {
  const turns = createTurns({ all: SPACIOUS, each: { atOnce: 2, waiting: 3 } });
  const { went, all } = line(turns, ['asha', 'asha', 'asha', 'asha', 'asha', 'ravi']);
  expect(() => turns('asha').begin()).toThrow(busy);
  await all[5]?.begun;
  await nextTurnOfTheLoop();
  expect(went).toEqual(['asha', 'asha', 'ravi']);
  for (const { end } of all.slice(0, 2)) end();
  await Promise.all([all[2]?.begun, all[3]?.begun]);
  await nextTurnOfTheLoop();
  expect(went).toEqual(['asha', 'asha', 'ravi', 'asha', 'asha']);
});

it('takes one of each in turn when several wait', async () => {
  const turns = createTurns({ all: { atOnce: 1, waiting: 9 }, each: SPACIOUS });
  const { went, all } = line(turns, ['asha', 'asha', 'asha', 'ravi', 'meera', 'ravi']);
  for (const index of [0, 1, 3, 4, 2, 5]) {
    await all[index]?.begun;
    all[index]?.end();
  }
  expect(went).toEqual(['asha', 'asha', 'ravi', 'meera', 'asha', 'ravi']);
});

it('forgets nobody who comes again after a turn that ended twice', async () => {
  const turns = createTurns({ all: SPACIOUS, each: { atOnce: 1, waiting: 1 } });
  const first = turns('asha');
  await first.begin();
  first.end();
  const second = turns('asha');
  await second.begin();
  first.end();
  void turns('asha').begin();
  expect(() => turns('asha').begin()).toThrow(busy);
});
