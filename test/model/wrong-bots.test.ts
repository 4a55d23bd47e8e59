import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { ClaimPurchase } from '../../src/flows/order/place-order.ts';
import type { Orders } from '../../src/store/records.ts';
import type { BeginReading } from '../../src/vobiz/account-reading.ts';
import { givesBackTwice, takesLostForGivenBack, takesOneListForGone } from './give-backs.ts';
import { handsOverOn } from './hand-overs.ts';
import { property } from './property.ts';
import type { Indexes, Wrong } from './system.ts';

/** Takes the claim that stands in the record for its own. */
const ignoresTheClaim =
  (why: 'taken' | 'not_confirmed') =>
  (claim: ClaimPurchase, orders: Orders): ClaimPurchase =>
  async (ref, attemptId) => {
    const claimed = await claim(ref, attemptId);
    if (claimed.ok || claimed.why !== why) return claimed;
    const order = await orders.get({ team: ref.team, id: ref.id });
    return order?.state === 'placing' ? { ok: true, order } : claimed;
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

const withoutLimits = (orders: Orders): Orders => ({
  ...orders,
  create: (order, audit) => {
    const charges = order.counted?.charges.map((charge) => ({ ...charge, limit: 1e12 }));
    if (!order.counted || !charges) return orders.create(order, audit);
    return orders.create({ ...order, counted: { ...order.counted, charges } }, audit);
  },
});

const givesNothingBack = (orders: Orders): Orders => ({
  ...orders,
  save: (next, audit) => {
    if (!next.counted?.released) return orders.save(next, audit);
    const { month, charges } = next.counted;
    return orders.save({ ...next, counted: { month, charges } }, audit);
  },
});

/** Approves a test as if it were a request for a number. */
const forgetsTests = (orders: Orders): Orders => ({
  ...orders,
  save: (next, audit) => {
    if (next.state !== 'stopped' || next.stop.kind !== 'test') return orders.save(next, audit);
    const { test: _forgotten, stop: _stop, endedAt: _end, ...rest } = next;
    return orders.save({ ...rest, state: 'approved' }, { ...audit, to: 'approved' });
  },
});

/** Makes the orders for a list of numbers again, under other ids. */
const spreadsTwice = (orders: Orders): Orders => ({
  ...orders,
  putBack: async (part, audit) => {
    const made = await orders.putBack(part, audit);
    if (!made || !part.partOf) return made;
    const again = { ...part, id: part.id.replace(/\d\d$/, '99') };
    return orders.putBack(again, { ...audit, record: again.id });
  },
});

/** Approves another list than the one that was asked for. */
const changesTheList = (orders: Orders): Orders => ({
  ...orders,
  save: (next, audit) =>
    audit.event === 'approve' && next.more
      ? orders.save(
          { ...next, more: next.more.map((number) => ({ ...number, e164: OTHER })) },
          audit,
        )
      : orders.save(next, audit),
});
const OTHER = '+918040009998';

/** Nothing mends what an index has lost. */
const withoutSlowPass = ({ openWalk, ...indexes }: Indexes): Indexes => ({
  ...indexes,
  openWalk: { ...openWalk, slice: async () => ({ refs: [], done: 1, place: '0:0' }) },
});

/** Takes a record that it has visited off the index of what is due, and relies on that. */
const dropsWhatIsDue = (indexes: Indexes): Indexes => ({
  ...withoutSlowPass(indexes),
  due: {
    ...indexes.due,
    settle: (until, visited) =>
      indexes.due.settle(
        until,
        visited.map(({ ref }) => ({ ref, next: undefined })),
      ),
  },
});

const looksOnce = (indexes: Indexes): Indexes => ({
  ...withoutSlowPass(indexes),
  looks: {
    ...indexes.looks,
    done: (served) => indexes.looks.done(served.map((one) => ({ ...one, next: undefined }))),
  },
});

/** Takes a number that the reading did not show for one that was not bought. */
const takesAbsenceForFailure =
  (begin: BeginReading): BeginReading =>
  (options) => {
    const reading = begin(options);
    return {
      ...reading,
      async findOrder(sought, readsOrder) {
        const seen = await reading.findOrder(sought, readsOrder);
        const isAbsent = seen.evidence.some(({ finding }) => finding === 'not_found');
        return isAbsent ? { ...seen, verdict: 'failed' } : seen;
      },
    };
  };

const WRONG: readonly { what: string; wrong: Wrong; says: RegExp }[] = [
  {
    what: 'buys although another worker has claimed the purchase',
    wrong: { claim: ignoresTheClaim('taken') },
    says: /was bought 2 times/,
  },
  {
    what: 'buys on a claim that no replica has confirmed',
    wrong: { claim: ignoresTheClaim('not_confirmed') },
    says: /was sent unconfirmed/,
  },
  {
    what: 'drops an outcome whose record went back in time',
    wrong: {
      sent: (_sent, change) => ({
        wasSent: async () => false,
        mustWait: async () => false,
        note: async () => true,
        keep: async (order, outcome) => void (await change(order, outcome, { job: 'place' })),
      }),
    },
    says: /was bought 2 times|are known|known to no record/,
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
    says: /counted where they may not|and may not/,
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
  {
    what: 'lets requests go beyond the budget',
    wrong: { orders: withoutLimits },
    says: /is used for|on a day of at most/,
  },
  {
    what: 'goes on counting what was not bought',
    wrong: { orders: givesNothingBack },
    says: /the counter/,
  },
  {
    what: 'buys what was only a test',
    wrong: { orders: forgetsTests },
    says: /is a test and was claimed/,
  },
  {
    what: 'buys one too many of several numbers',
    wrong: { orders: spreadsTwice },
    says: /more orders than numbers/,
  },
  {
    what: 'approves a list that changed',
    wrong: { orders: changesTheList },
    says: /the list of its numbers changed/,
  },
  {
    what: 'believes it has redrawn a card',
    wrong: {
      messenger: (messenger) => ({ ...messenger, edit: async (posted) => ({ ok: true, posted }) }),
    },
    says: /is not its record|is behind/,
  },
  {
    what: 'posts again without looking for the post that was not answered',
    wrong: {
      messenger: (messenger) => ({ ...messenger, find: async () => ({ found: 'not_there' }) }),
    },
    says: /has 2 cards|was told/,
  },
  {
    what: 'drops what is due and never comes back',
    wrong: { indexes: dropsWhatIsDue },
    says: /is stuck|still to be drawn|was told|nobody will look at/,
  },
  {
    what: 'looks at an order once and never again',
    wrong: { indexes: looksOnce },
    says: /nobody will look at/,
  },
  {
    what: 'hands over a number that its owner keeps',
    wrong: { orders: handsOverOn('transfer.decline') },
    says: /without an acceptance/,
  },
  {
    what: 'hands over a number when nobody has answered',
    wrong: { orders: handsOverOn('transfer.expire') },
    says: /without an acceptance/,
  },
  {
    what: 'gives a number back although another worker has claimed it',
    wrong: { releasing: givesBackTwice },
    says: /was given back 2 times/,
  },
  {
    what: 'takes a lost answer for a number that was given back',
    wrong: { orders: takesLostForGivenBack },
    says: /is on its way out although Vobiz says active/,
  },
  {
    what: 'takes a number for given back that one list lacks',
    wrong: { orders: takesOneListForGone },
    says: /is gone although Vobiz says/,
  },
  {
    what: 'takes what a reading did not show for failed',
    wrong: { reading: takesAbsenceForFailure },
    says: /failed although Vobiz says/,
  },
];

it.each(WRONG)('finds out a bot that $what', { timeout: 120_000 }, async ({ wrong, says }) => {
  const outcome = await fc.check(property(wrong), {
    numRuns: 1_000,
    seed: 7,
    endOnFailure: true,
  });
  expect(outcome.failed).toBe(true);
  expect(String(outcome.errorInstance)).toMatch(says);
});
