import type { Actor, Standing } from '../../src/domain/actor.ts';
import type { GiveBackPolicy } from '../../src/domain/policy/policy.ts';
import {
  DEFAULT_RULEBOOK,
  HOUR_MS,
  NO_LIMITS,
  type Rulebook,
} from '../../src/domain/policy/rulebook.ts';
import type { People } from '../../src/flows/identify.ts';

export const TEAM = 'T0MODEL';
export const CHANNEL = 'C0MODEL';
const FINANCE = 'S0FINANCE';

/** Everyone who may click. The last three must never decide anything. */
export const NAMES = [
  'U0ASHA',
  'U0RAVI',
  'U0MEERA',
  'U0DEV',
  'U0GUEST',
  'U0LEFT',
  'U0OUTSIDE',
] as const;
export type Name = (typeof NAMES)[number];

const STANDING: Readonly<Record<Name, Standing>> = {
  U0ASHA: 'member',
  U0RAVI: 'member',
  U0MEERA: 'member',
  U0DEV: 'member',
  U0GUEST: 'guest',
  U0LEFT: 'deactivated',
  U0OUTSIDE: 'external',
};

export function actor(name: Name): Actor {
  return { userId: name, teamId: TEAM, userTeamId: name === 'U0OUTSIDE' ? 'T0OTHER' : TEAM };
}

/** The workspace as Slack tells it. Group members come and go. */
export function createModelPeople() {
  const finance = new Set<string>(['U0MEERA', 'U0DEV', 'U0GUEST']);
  const standing = (userId: string): Standing =>
    STANDING[NAMES.find((name) => name === userId) ?? 'U0LEFT'];
  const people: People = {
    standing: async (userId) => standing(userId),
    groupsOf: async (userId, groups) => ({
      in: groups.filter((group) => group === FINANCE && finance.has(userId)),
      unread: [],
    }),
    members: async () => [...finance],
  };
  /** What Slack says about who is in the channel, in turn. */
  const answers = [true, undefined, false];
  return {
    people,
    standing,
    isMember: async () => {
      const [next] = answers;
      answers.push(...answers.splice(0, 1));
      return next;
    },
    isIn: (group: string, userId: string) => group === FINANCE && finance.has(userId),
    joinOrLeave: (userId: string) => finance.delete(userId) || finance.add(userId),
  };
}
export type ModelPeople = ReturnType<typeof createModelPeople>;

const ONE: Rulebook = {
  ...DEFAULT_RULEBOOK,
  version: 'one',
  approvers: { users: ['U0RAVI', 'U0MEERA', 'U0GUEST', 'U0LEFT', 'U0OUTSIDE'], groups: [] },
  limits: {
    ...NO_LIMITS,
    monthlyBudget: { workspace: { INR: 150_000 }, channel: {}, teams: {}, labels: {} },
  },
};
const TWO_SETS: Rulebook = {
  ...DEFAULT_RULEBOOK,
  version: 'two sets',
  approvers: { users: ['U0RAVI'], groups: [] },
  expiresAfterMs: 48 * HOUR_MS,
  rules: [
    {
      name: 'finance and Ravi or Dev',
      firstChargeUpTo: undefined,
      yearlyUpTo: undefined,
      needs: [
        { from: { users: [], groups: [FINANCE] }, needed: 1 },
        { from: { users: ['U0RAVI', 'U0DEV'], groups: [] }, needed: 1 },
      ],
    },
  ],
  escalation: { afterMs: 2 * HOUR_MS, to: { users: ['U0ASHA'], groups: [] } },
  limits: { ...NO_LIMITS, purchasesPerDay: 3 },
};
const SMALL_ALONE: Rulebook = {
  ...DEFAULT_RULEBOOK,
  version: 'small alone',
  selfApproval: true,
  confirmAbove: { INR: 40_000 },
  rules: [
    { name: 'small', firstChargeUpTo: { INR: 30_000 }, yearlyUpTo: undefined, needs: 'nothing' },
  ],
  limits: {
    ...NO_LIMITS,
    purchasesPerDay: 2,
    monthlyFees: { INR: 150_000 },
    monthlyBudget: {
      workspace: { INR: 200_000 },
      channel: { INR: 120_000 },
      teams: {},
      labels: {},
    },
  },
};
/** What the policy file may say; a change of it goes from one to another. */
export const RULEBOOKS = [ONE, TWO_SETS, SMALL_ALONE] as const;

/** Whom each names for numbers that are given back. */
export function giveBackPolicy(book: Rulebook): GiveBackPolicy {
  return book.version === TWO_SETS.version
    ? { users: ['U0RAVI', 'U0ASHA'], groups: [FINANCE] }
    : undefined;
}
