// biome-ignore-all lint/style/noProcessEnv: how many sequences is the test run's own choice
import fc from 'fast-check';
import { Redis } from 'ioredis';
import { expect, it, onTestFinished } from 'vitest';
import type { ChangeOrder } from '../../src/flows/change.ts';
import type { Orders } from '../../src/flows/ports.ts';
import { testPrefix, testRedisUrl } from '../support/redis.ts';
import { sequences } from './commands.ts';
import { startModel } from './model.ts';
import type { Wrong } from './system.ts';

const RUNS = Number(process.env.MODEL_RUNS ?? 2_000);
const SEED = process.env.MODEL_SEED;
const MAX_COMMANDS = 40;

function openRedis(): Redis {
  const redis = new Redis(testRedisUrl());
  onTestFinished(() => redis.disconnect());
  return redis;
}

type Count = { steps: number; ends: Map<string, number> };
const newCount = (): Count => ({ steps: 0, ends: new Map() });
const ENDS = ['completed', 'failed', 'cancelled', 'stopped', 'denied', 'withdrawn', 'expired'];

/** One property: whatever happens in whatever order, the invariants hold after each step and when all is done. */
function property(redis: Redis, wrong: Wrong = {}, count: Count = newCount()) {
  return fc.asyncProperty(sequences(MAX_COMMANDS), fc.nat(), async (commands, dice) => {
    const model = await startModel(redis, testPrefix().replace(/[{}]/g, ''), dice, wrong);
    try {
      await fc.asyncModelRun(() => ({ model: { requests: 0 }, real: model }), commands);
      count.steps += [...commands].length;
      for (const state of await model.rest()) {
        count.ends.set(state, (count.ends.get(state) ?? 0) + 1);
      }
    } finally {
      await model.stop();
    }
  });
}

it(`keeps every promise about money in ${RUNS} random sequences`, {
  timeout: RUNS * 1_000,
}, async () => {
  const count = newCount();
  await fc.assert(property(openRedis(), {}, count), {
    numRuns: RUNS,
    ...(SEED && { seed: Number(SEED) }),
  });
  // A run that never gets far would prove nothing; a short one may miss the rarest end.
  if (RUNS >= 2_000) expect([...count.ends.keys()]).toEqual(expect.arrayContaining([...ENDS]));
});

const ignoresTheClaim =
  (change: ChangeOrder): ChangeOrder =>
  async (ref, event, by) => {
    const changed = await change(ref, event, by);
    if (changed.ok || event.type !== 'claim' || !('order' in changed.refusal)) return changed;
    const { order } = changed.refusal;
    return { ok: true, record: order, before: order };
  };

const oneVoteIsEnough = (orders: Orders): Orders => ({
  ...orders,
  save: (next, audit) => {
    const vote = audit.event === 'approve' ? next.votes?.at(-1) : undefined;
    if (!vote || next.state !== 'awaiting_approval') return orders.save(next, audit);
    return orders.save(
      { ...next, state: 'approved', decision: { by: vote.by, at: vote.at } },
      audit,
    );
  },
});

const WRONG: readonly { what: string; wrong: Wrong; says: RegExp }[] = [
  {
    what: 'buys although another worker has claimed the purchase',
    wrong: { place: ignoresTheClaim },
    says: /was bought 2 times/,
  },
  {
    what: 'takes everyone for a full member',
    wrong: { people: (people) => ({ ...people, standing: async () => 'member' }) },
    says: /and may not/,
  },
  {
    what: 'counts a vote where its person does not belong',
    wrong: {
      decide: (change) => (ref, event, by) =>
        change(
          ref,
          event.type === 'approve'
            ? { ...event, who: { ...event.who, groups: ['S0FINANCE'] } }
            : event,
          by,
        ),
    },
    says: /counted where they may not/,
  },
  {
    what: 'takes one vote for two',
    wrong: { orders: oneVoteIsEnough },
    says: /without the votes it needs/,
  },
  {
    what: 'writes records past the audit',
    wrong: {
      orders: (orders) => ({
        ...orders,
        save: (next, audit) => orders.save(next, { ...audit, record: 'ord_another00' }),
      }),
    },
    says: /entries are missing/,
  },
];

it.each(WRONG)('finds out a bot that $what', { timeout: 120_000 }, async ({ wrong, says }) => {
  const outcome = await fc.check(property(openRedis(), wrong), {
    numRuns: 400,
    seed: 7,
    endOnFailure: true,
  });
  expect(outcome.failed).toBe(true);
  expect(String(outcome.errorInstance)).toMatch(says);
});
