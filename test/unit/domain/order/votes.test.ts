import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { couldFill, helps, tally, type Vote } from '../../../../src/domain/order/votes.ts';
import type { Policy } from '../../../../src/domain/policy/policy.ts';

const people = (...users: string[]) => ({ users, groups: [] });
const vote = (by: string, ...sets: number[]): Vote => ({ by, at: 1, sets });

function policy(...sets: { from: ReturnType<typeof people>; needed: number }[]): Policy {
  return { version: 'v', approvers: people('U0X'), selfApproval: false, expiresAfterMs: 1, sets };
}

/** Tries every way to seat these people. */
function most(people: readonly number[][], free: readonly number[]): number {
  const [first, ...rest] = people;
  if (!first) return 0;
  const seated = first
    .filter((set) => (free[set] ?? 0) > 0)
    .map(
      (set) =>
        1 +
        most(
          rest,
          free.map((left, index) => (index === set ? left - 1 : left)),
        ),
    );
  return Math.max(most(rest, free), ...seated);
}

const twoSets = policy(
  { from: people('U0A', 'U0B'), needed: 1 },
  { from: people('U0A', 'U0C'), needed: 1 },
);

describe('approvals', () => {
  it('need one approver where no rule says otherwise', () => {
    const { sets: _none, ...plain } = twoSets;
    expect(tally(plain, []).complete).toBe(false);
    expect(tally(plain, [vote('U0X', 0)])).toEqual({
      sets: [{ needed: 1, have: 1 }],
      complete: true,
    });
  });

  it('need every set in full', () => {
    expect(tally(twoSets, [vote('U0B', 0)]).complete).toBe(false);
    expect(tally(twoSets, [vote('U0B', 0), vote('U0C', 1)]).complete).toBe(true);
  });

  it('count a person once, also one who is in every set', () => {
    expect(tally(twoSets, [vote('U0A', 0, 1)])).toMatchObject({ complete: false });
  });

  it.each([
    ['first', [vote('U0A', 0, 1), vote('U0B', 0)]],
    ['last', [vote('U0B', 0), vote('U0A', 0, 1)]],
  ])('count whoever is in several sets where it helps most, when they vote %s', (_when, votes) => {
    expect(tally(twoSets, votes).complete).toBe(true);
  });

  it('move people between sets over several steps', () => {
    const chain = policy(
      { from: people('U0A', 'U0B'), needed: 1 },
      { from: people('U0A', 'U0C'), needed: 1 },
      { from: people('U0C', 'U0D'), needed: 1 },
    );
    const votes = [vote('U0A', 0, 1), vote('U0C', 1, 2), vote('U0B', 0)];
    expect(tally(chain, votes).complete).toBe(true);
  });

  it('count each of three once who make room for one another, though the last would fit elsewhere', () => {
    const chain = policy(
      { from: people('U0A', 'U0B'), needed: 1 },
      { from: people('U0B', 'U0C'), needed: 1 },
      { from: people('U0C'), needed: 1 },
      { from: people('U0A'), needed: 1 },
    );
    const { sets } = tally(chain, [vote('U0B', 0, 1), vote('U0C', 1, 2), vote('U0A', 0, 3)]);
    expect(sets.map(({ have }) => have)).toEqual([1, 1, 1, 0]);
  });

  it('seat as many people as anybody could, each at most once', () => {
    const inSets = fc.uniqueArray(fc.nat(2), { minLength: 1 });
    const needs = fc.tuple(fc.integer({ min: 1, max: 2 }), fc.nat(2), fc.nat(2));
    fc.assert(
      fc.property(needs, fc.array(inSets, { maxLength: 6 }), (needed, people) => {
        const sets = needed.map((each) => ({ from: { users: [], groups: [] }, needed: each }));
        const votes = people.map((each, index) => vote(`U0${index}`, ...each));
        const { sets: filled } = tally(policy(...sets), votes);
        expect(filled.every(({ have }, index) => have <= (needed[index] ?? 0))).toBe(true);
        expect(filled.reduce((sum, { have }) => sum + have, 0)).toBe(most(people, needed));
      }),
    );
  });

  it('are not helped by one more of a kind that is full', () => {
    const votes = [vote('U0B', 0)];
    expect(helps(twoSets, votes, vote('U0E', 0))).toBe(false);
    expect(helps(twoSets, votes, vote('U0A', 0, 1))).toBe(true);
  });
});

describe('a rule', () => {
  it('can be satisfied only by enough different people', () => {
    expect(couldFill(twoSets, [[0, 1]])).toBe(false);
    expect(couldFill(twoSets, [[0, 1], [0]])).toBe(true);
    expect(couldFill(twoSets, [[0], [0]])).toBe(false);
    expect(couldFill(policy({ from: people('U0A'), needed: 2 }), [[0], [0]])).toBe(true);
  });
});
