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
  const needed = setsOf(policy).map((set) => set.needed);
  const seats = seat(
    votes.map((vote) => vote.sets),
    needed,
  );
  const sets = needed.map((each, index) => ({ needed: each, have: seats[index]?.length ?? 0 }));
  return { sets, complete: sets.every((set) => set.have === set.needed) };
}

export function helps(policy: Policy, votes: readonly Vote[], vote: Vote): boolean {
  return counted(tally(policy, [...votes, vote])) > counted(tally(policy, votes));
}

/** Whether these people could fill every set. `candidates`: per person, the sets they count for. */
export function couldFill(
  policy: Pick<Policy, 'approvers' | 'sets'>,
  candidates: readonly (readonly number[])[],
): boolean {
  const needed = setsOf(policy).map((set) => set.needed);
  const seats = seat(candidates, needed);
  return needed.every((each, index) => seats[index]?.length === each);
}

function counted({ sets }: Tally): number {
  return sets.reduce((sum, { have }) => sum + have, 0);
}

/** Seats as many people as possible, each in at most one set (Kuhn's augmenting paths). */
function seat(people: readonly (readonly number[])[], needed: readonly number[]): number[][] {
  const seats: number[][] = needed.map(() => []);
  function place(person: number, tried: Set<number>): boolean {
    for (const set of people[person] ?? []) {
      const taken = seats[set];
      if (!taken || tried.has(set)) continue;
      tried.add(set);
      if (taken.length < (needed[set] ?? 0)) {
        taken.push(person);
        return true;
      }
      const moved = taken.findIndex((other) => place(other, tried));
      if (moved >= 0) {
        taken[moved] = person;
        return true;
      }
    }
    return false;
  }
  for (const person of people.keys()) place(person, new Set());
  return seats;
}
