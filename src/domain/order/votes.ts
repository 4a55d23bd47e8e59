import { z } from 'zod';
import { userIdSchema } from '../actor.ts';
import { type Policy, setsOf } from '../policy/policy.ts';
import { timeSchema } from '../typed.ts';

/** `sets`: the pinned policy's sets the person belonged to when they voted. */
export const voteSchema = z.object({
  by: userIdSchema,
  at: timeSchema,
  sets: z.array(z.number().int().nonnegative()).min(1),
});
export type Vote = z.infer<typeof voteSchema>;

export type Tally = {
  sets: readonly { needed: number; have: number }[];
  complete: boolean;
};

/** Each person counts once, in the set where they help most, so the order of approvals does not matter. */
export function tally(policy: Pick<Policy, 'approvers' | 'sets'>, votes: readonly Vote[]): Tally {
  return seat(
    policy,
    votes.map((vote) => vote.sets),
  );
}

export function helps(policy: Policy, votes: readonly Vote[], vote: Vote): boolean {
  return counted(tally(policy, [...votes, vote])) > counted(tally(policy, votes));
}

/** Whether these people could fill every set. `candidates`: per person, the sets they count for. */
export function couldFill(
  policy: Pick<Policy, 'approvers' | 'sets'>,
  candidates: readonly (readonly number[])[],
): boolean {
  return seat(policy, candidates).complete;
}

function counted({ sets }: Tally): number {
  return sets.reduce((sum, { have }) => sum + have, 0);
}

/** `taken`: of each person seated here, all the sets they count for. */
type Seats = { needed: number; taken: (readonly number[])[] };

/** Seats as many people as possible, each in at most one set (Kuhn's augmenting paths). */
function seat(
  policy: Pick<Policy, 'approvers' | 'sets'>,
  people: readonly (readonly number[])[],
): Tally {
  const seats = setsOf(policy).map(({ needed }): Seats => ({ needed, taken: [] }));
  function place(person: readonly number[], tried: Set<number>): boolean {
    for (const set of person) {
      const here = seats[set];
      if (!here || tried.has(set)) continue;
      tried.add(set);
      if (here.taken.length < here.needed) {
        here.taken.push(person);
        return true;
      }
      const moved = here.taken.findIndex((other) => place(other, tried));
      if (moved >= 0) {
        here.taken[moved] = person;
        return true;
      }
    }
    return false;
  }
  for (const person of people) place(person, new Set());
  const sets = seats.map(({ needed, taken }) => ({ needed, have: taken.length }));
  return { sets, complete: sets.every(({ needed, have }) => have === needed) };
}
