import { describe, expect, it } from 'vitest';
import {
  afterReading,
  lookInterval,
  orderReadTurns,
  planReading,
  type ReadingDone,
  type ReadingState,
  readingStateSchema,
  stateAsOf,
} from '../../../../src/domain/account/reading-pace.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const T0 = Date.UTC(2026, 10, 26);
const FRESH = stateAsOf(undefined, T0);

const done = (startedAt: number, calls: number, more: Partial<ReadingDone> = {}): ReadingDone => ({
  startedAt,
  calls,
  pages: undefined,
  isIllegible: false,
  hasFailed: false,
  orderReads: [],
  lastTurn: undefined,
  ...more,
});

it.each([
  [0, 2 * SECOND],
  [20 * SECOND, 2 * SECOND],
  [10 * MINUTE, 48 * SECOND],
  [HOUR, 288 * SECOND],
  [30 * 24 * HOUR, 5 * MINUTE],
  [-5 * SECOND, 2 * SECOND],
])('looks at a record of %i ms again after %i ms, and never gives up', (age, interval) => {
  expect(lookInterval(age)).toBe(interval);
});

type Followed = { age: number; dueAt: number; lookedAt: number; waited: number };

function isLookedAt(one: Followed, from: number, to: number): void {
  one.waited = Math.max(one.waited, to - one.lookedAt);
  one.lookedAt = from;
  one.dueAt = to + lookInterval(one.age + to - T0);
}

/** Time goes by for orders of these ages that Vobiz never finishes; a call takes a tenth of a second. */
function simulate(ages: readonly number[], numbers: number, forMs: number) {
  const pages = Math.ceil(numbers / 100);
  const orders = ages.map(
    (age): Followed => ({ age, dueAt: T0 + lookInterval(age), lookedAt: T0, waited: 0 }),
  );
  const calls: number[] = [];
  let state: ReadingState = FRESH;
  let now = T0;
  while (now < T0 + forMs) {
    now = Math.max(now, Math.min(...orders.map(({ dueAt }) => dueAt)));
    const due = orders.filter(({ dueAt }) => dueAt <= now).length;
    const plan = planReading(due, state, now);
    if (plan.kind === 'wait') {
      now = plan.until;
      continue;
    }
    const { dueBy, atMost } = { dueBy: now, atMost: ages.length, ...plan };
    const served = orders.filter(({ dueAt }) => dueAt <= dueBy).slice(0, atMost);
    const count = plan.kind === 'all' ? pages + 1 : served.length + 1;
    calls.push(...Array.from({ length: count }, (_, call) => now + call * 100));
    const startedAt = now;
    now += count * 100;
    for (const one of served) isLookedAt(one, startedAt, now);
    state = afterReading(state, done(startedAt, count, plan.kind === 'all' ? { pages } : {}));
  }
  const inMinute = (minute: number) => Math.floor((minute - T0) / MINUTE);
  const perMinute = Array.from(
    { length: Math.ceil(forMs / MINUTE) },
    (_, minute) => calls.filter((at) => inMinute(at) === minute).length,
  );
  const average = (calls.length / forMs) * MINUTE;
  return { perMinute, average, waits: orders.map(({ waited }) => waited) };
}

const many = (count: number, age: (place: number) => number) =>
  Array.from({ length: count }, (_, place) => age(place));

describe('the calls of a minute', () => {
  it('are at most 70 for 1,000 orders of the last minute, each looked at within 15 s', () => {
    const { perMinute, waits } = simulate(
      many(1_000, (at) => at * 60),
      1_000,
      MINUTE,
    );
    expect(Math.max(...perMinute)).toBeLessThanOrEqual(70);
    expect(Math.max(...waits)).toBeLessThanOrEqual(15 * SECOND);
  });

  it('are at most 40 for 10,000 orders older than an hour, each looked at within 6 min', () => {
    const ages = many(10_000, (at) => HOUR + at * SECOND);
    const { average, waits } = simulate(ages, 10_000, 30 * MINUTE);
    expect(average).toBeLessThanOrEqual(40);
    expect(Math.max(...waits)).toBeLessThanOrEqual(6 * MINUTE);
  });

  it('leave room for a young order among thousands of old ones', () => {
    const ages = [0, ...many(10_000, (at) => HOUR + at * SECOND)];
    const { average, waits } = simulate(ages, 10_000, 10 * MINUTE);
    expect(average).toBeLessThanOrEqual(70);
    expect(waits[0]).toBeLessThanOrEqual(MINUTE);
    expect(Math.max(...waits)).toBeLessThanOrEqual(8 * MINUTE);
  });

  it('are as few as the looks of one order need', () => {
    const { average, waits } = simulate([0], 10_000, MINUTE);
    expect(average).toBeLessThanOrEqual(60);
    expect(waits[0]).toBeLessThanOrEqual(8 * SECOND);
  });
});

describe('what a reading leaves for the next', () => {
  it('is forgotten once the clock is set back', () => {
    const state = afterReading(FRESH, done(T0 + HOUR, 3));
    expect(planReading(1, state, T0 + HOUR)).toMatchObject({ kind: 'wait' });
    expect(stateAsOf(state, T0)).toEqual(FRESH);
  });

  it('is half a minute of rest where Vobiz let nothing be read', () => {
    const state = afterReading(FRESH, done(T0, 1, { hasFailed: true }));
    expect(planReading(1, state, T0 + SECOND)).toEqual({ kind: 'wait', until: T0 + 30 * SECOND });
  });

  it('is that numbers are looked up one by one for an hour where the whole list made no sense twice', () => {
    const illegible = (state: ReadingState, at: number) =>
      afterReading(state, done(at, 12, { isIllegible: true }));
    const once = illegible(FRESH, T0);
    expect(planReading(900, once, T0 + MINUTE)).toMatchObject({ kind: 'all' });
    const singly = afterReading(once, done(T0 + MINUTE, 2));
    const twice = illegible(singly, T0 + 2 * MINUTE);
    expect(planReading(900, twice, T0 + 3 * MINUTE)).toMatchObject({ kind: 'some', atMost: 50 });
    expect(planReading(900, twice, T0 + HOUR + 2 * MINUTE)).toMatchObject({ kind: 'all' });
    const read = afterReading(once, done(T0 + MINUTE, 12, { pages: 11 }));
    const later = illegible(read, T0 + 2 * MINUTE);
    expect(planReading(900, later, T0 + 3 * MINUTE)).toMatchObject({ kind: 'all' });
  });
});

describe('how looks that are due are served', () => {
  const at = (more: Partial<ReadingState>): ReadingState => ({ ...FRESH, ...more });
  const all = { kind: 'all', dueBy: T0 + 150 * SECOND };
  const some = { kind: 'some', atMost: 50 };
  const wait = (until: number) => ({ kind: 'wait', until });

  it.each<[string, number, Partial<ReadingState>, object]>([
    ['just before the rest is over', 1, { soonAt: T0 + 1 }, wait(T0 + 1)],
    ['when the rest is over', 1, { soonAt: T0 }, some],
    ['five while calls are being paid off', 5, { soonAt: T0, paidAt: T0 + 1 }, some],
    ['six while calls are being paid off', 6, { soonAt: T0, paidAt: T0 + 1 }, wait(T0 + 1)],
    ['six when all calls are paid off', 6, { paidAt: T0 }, all],
    ['six, and as many pages', 6, { pages: 6 }, some],
    ['seven, and fewer pages', 7, { pages: 6 }, all],
    ['five before pages were counted', 5, {}, some],
    [
      'more pages than all looks take in',
      900,
      { pages: 199 },
      { kind: 'all', dueBy: T0 + 200 * SECOND },
    ],
    ['a whole list left alone', 900, { oneByOneUntil: T0 + 1 }, some],
    ['a whole list tried again', 900, { oneByOneUntil: T0 }, all],
  ])('%s', (_what, due, state, expected) => {
    expect(planReading(due, at(state), T0)).toEqual(expected);
  });

  it.each<[string, Partial<ReadingState>, Partial<ReadingDone>, number, number]>([
    ['a second for each call', {}, { calls: 3 }, 3, 3],
    ['the longest rest', {}, { calls: 12 }, 12, 12],
    ['no longer rest, but more to pay off', {}, { calls: 13 }, 12, 13],
    ['no rest after what is paid off', { paidAt: T0 }, { calls: 3 }, 3, 3],
    ['twice the rest before that', { paidAt: T0 + SECOND }, { calls: 3 }, 6, 4],
    [
      'half a minute after a failure',
      { paidAt: T0 + SECOND },
      { calls: 3, hasFailed: true },
      30,
      4,
    ],
  ])('a reading costs %s', (_what, state, read, rest, paid) => {
    const { soonAt, paidAt, startedAt } = afterReading(at(state), done(T0, 0, read));
    expect({ startedAt, soonAt, paidAt }).toEqual({
      startedAt: T0,
      soonAt: T0 + rest * SECOND,
      paidAt: T0 + paid * SECOND,
    });
  });

  it.each<[string, Partial<ReadingState>, Partial<ReadingDone>, Partial<ReadingState>]>([
    ['nothing counted', {}, {}, {}],
    ['pages, as counted now', { pages: 2 }, { pages: 3 }, { pages: 3 }],
    ['pages, as counted before', { pages: 2 }, {}, { pages: 2 }],
    ['that the list made no sense', {}, { isIllegible: true }, { wasIllegible: true }],
    ['that it made none before', { wasIllegible: true }, {}, { wasIllegible: true }],
    ['that it makes sense again', { wasIllegible: true }, { pages: 3 }, { pages: 3 }],
    [
      'that it made none twice',
      { wasIllegible: true },
      { isIllegible: true },
      { wasIllegible: true, oneByOneUntil: T0 + HOUR },
    ],
    ['how long it is left alone', { oneByOneUntil: T0 + 1 }, {}, { oneByOneUntil: T0 + 1 }],
  ])('a reading leaves %s', (_what, state, read, expected) => {
    const left = afterReading(at(state), done(T0, 1, read));
    const { startedAt: _at, soonAt: _soon, paidAt: _paid, orderReads: _reads, ...others } = left;
    expect(others).toStrictEqual(expected);
    expect(readingStateSchema.parse(left)).toEqual(left);
  });

  it('a state is gone by from the moment it was written, and without one nothing was read', () => {
    const state = afterReading(FRESH, done(T0, 3));
    expect(stateAsOf(state, T0)).toBe(state);
    expect(stateAsOf(undefined, T0)).toEqual({
      startedAt: 0,
      soonAt: 0,
      paidAt: 0,
      orderReads: { left: 6, at: 0, misses: 0, pausedUntil: 0, last: '' },
    });
  });
});

describe('orders that are read by themselves', () => {
  const names = (count: number) => Array.from({ length: count }, (_, at) => `ord_${at}`);
  const ids = ['ord_c', 'ord_a', 'ord_b', 'ord_d'];

  it('are at most a tenth of the calls of a reading, and one of the smallest', () => {
    expect(orderReadTurns({ ...FRESH, pages: 40 }, names(900), T0)).toHaveLength(4);
    expect(orderReadTurns({ ...FRESH, pages: 900 }, names(900), T0)).toHaveLength(6);
    expect(orderReadTurns(FRESH, ['ord_a'], T0)).toEqual(['ord_a']);
  });

  it('take turns, round and round', () => {
    let state = FRESH;
    const turns = Array.from({ length: 6 }, (_, at) => {
      const [turn = ''] = orderReadTurns(state, ids, T0 + at * MINUTE);
      const read = { lastTurn: turn, orderReads: [true] };
      state = afterReading(state, done(T0 + at * MINUTE, 3, read));
      return turn;
    });
    expect(turns).toEqual(['ord_a', 'ord_b', 'ord_c', 'ord_d', 'ord_a', 'ord_b']);
  });

  const orders = (more: Partial<ReadingState['orderReads']>, pages = 900): ReadingState => ({
    ...FRESH,
    pages,
    orderReads: { ...FRESH.orderReads, ...more },
  });

  it.each<[string, ReadingState, number, number]>([
    ['just below a tenth', orders({ at: T0 }, 40), 18, 1],
    ['a tenth of the orders', orders({ at: T0 }, 40), 19, 2],
    ['a tenth of the pages', orders({ at: T0 }, 19), 900, 2],
    ['all that are left', orders({ at: T0, left: 3.5 }), 900, 3],
    ['none that is not there yet', orders({ at: T0 - 9_999, left: 0 }), 900, 0],
    ['one after ten seconds', orders({ at: T0 - 10_000, left: 0 }), 900, 1],
    ['six after an hour', orders({ at: T0 - HOUR, left: 6 }), 900, 6],
    ['as many after the clock was set back', orders({ at: T0 + MINUTE, left: 3 }), 900, 3],
    ['none during a pause', orders({ pausedUntil: T0 + 1 }), 900, 0],
    ['six after a pause', orders({ pausedUntil: T0 }), 900, 6],
  ])('are %s', (_what, state, count, expected) => {
    expect(orderReadTurns(state, names(count), T0)).toHaveLength(expected);
  });

  it.each([
    ['', ['ord_a', 'ord_b']],
    ['ord_b', ['ord_c', 'ord_d']],
    ['ord_bb', ['ord_c', 'ord_d']],
    ['ord_s', ['ord_t', 'ord_a']],
    ['ord_t', ['ord_a', 'ord_b']],
  ])('take turns from the one after the last, in a circle: %s', (last, expected) => {
    const twenty = [...'tsrqponmlkjihgfedcba'].map((letter) => `ord_${letter}`);
    expect(orderReadTurns(orders({ last }), twenty, T0)).toEqual(expected);
  });

  it.each<[string, object, Partial<ReadingDone>, object]>([
    ['nothing read', { left: 2 }, {}, { left: 2 }],
    ['one read', { left: 2 }, { orderReads: [true] }, { left: 1 }],
    ['more than were left', { left: 0.5 }, { orderReads: [true] }, { left: 0 }],
    ['a miss', { misses: 1 }, { orderReads: [false] }, { left: 5, misses: 2 }],
    ['a miss after a hit', { misses: 2 }, { orderReads: [true, false] }, { left: 4, misses: 1 }],
    [
      'the third miss',
      { misses: 2 },
      { orderReads: [false] },
      { left: 5, pausedUntil: T0 + 30 * MINUTE },
    ],
    ['a pause', { pausedUntil: T0 + 1 }, {}, { pausedUntil: T0 + 1 }],
    ['whose turn it was', { last: 'ord_a' }, { lastTurn: 'ord_b' }, { last: 'ord_b' }],
    ['whose turn it was before', { last: 'ord_a' }, {}, { last: 'ord_a' }],
  ])('leave for the next reading: %s', (_what, before, read, expected) => {
    const state = orders({ at: T0, ...before });
    expect(afterReading(state, done(T0, 1, read)).orderReads).toEqual({
      left: 6,
      at: T0,
      misses: 0,
      pausedUntil: 0,
      last: '',
      ...expected,
    });
  });

  it('are six a minute at most', () => {
    let state = FRESH;
    let reads = 0;
    for (let at = 0; at < 10 * MINUTE; at += 2 * SECOND) {
      const turns = orderReadTurns(state, ['ord_a'], T0 + at);
      reads += turns.length;
      state = afterReading(state, done(T0 + at, 3, { orderReads: turns.map(() => true) }));
    }
    expect(reads).toBeLessThanOrEqual(6 + 60);
  });

  it('are left alone for half an hour after three misses in a row, in whatever readings', () => {
    const miss = (state: ReadingState, at: number) =>
      afterReading(state, done(at, 3, { orderReads: [false] }));
    const twice = miss(miss(FRESH, T0), T0 + MINUTE);
    expect(orderReadTurns(twice, ids, T0 + 2 * MINUTE)).toHaveLength(1);
    const hit = afterReading(twice, done(T0 + 2 * MINUTE, 3, { orderReads: [true] }));
    expect(orderReadTurns(miss(hit, T0 + 3 * MINUTE), ids, T0 + 4 * MINUTE)).toHaveLength(1);
    const thrice = miss(twice, T0 + 2 * MINUTE);
    const over = T0 + 2 * MINUTE + 30 * MINUTE;
    expect(orderReadTurns(thrice, ids, over - 1)).toEqual([]);
    expect(orderReadTurns(thrice, ids, over)).toHaveLength(1);
  });
});
