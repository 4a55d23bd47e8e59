import assert from 'node:assert/strict';
import type { Stores } from '../../src/app/storage.ts';
import { firstCharge } from '../../src/domain/money.ts';
import { isEnded, type Order } from '../../src/domain/order/order.ts';
import { lateNotices } from '../../src/domain/order/order-duties.ts';
import { standingFee } from '../../src/domain/order/order-fees.ts';
import { type Policy, setsOf } from '../../src/domain/policy/policy.ts';
import type { Rulebook } from '../../src/domain/policy/rulebook.ts';
import { createAuditCheck } from '../../src/store/audit-check.ts';
import { requestCard } from '../../src/views/order/several-card.ts';
import { checkGivenBackAtRest, createGiveBackInvariants } from './give-back-invariants.ts';
import { checkOwner } from './hand-overs.ts';
import { checkAsked, checkStand } from './list-invariants.ts';
import { CHANNEL, TEAM } from './people.ts';
import type { World } from './system.ts';

const WITHOUT_PURCHASE = ['denied', 'expired', 'withdrawn', 'stopped', 'failed', 'cancelled'];

/** What was seen so far, so that the next look can tell what is new and what must not have changed. */
export function createInvariants(world: World) {
  const { redis, keys, vobiz, slack, people, replication } = world;
  const before = new Map<string, Order>();
  const sentFor = new Map<string, number>();
  /** Everything that was ever there: what comes back after Redis went back is not new. */
  const everSeen = new Set<string>();
  const votesSeen = new Set<string>();
  const tests = new Set<string>();
  const givenBack = createGiveBackInvariants(world, isIn);
  let callsSeen = 0;
  let goneBack = false;

  /** Everything that must hold after every step, from the records, the vendor and Slack as they are. */
  async function check(stores: Stores): Promise<void> {
    const orders = await stores.orders.newest(TEAM, 1_000);
    for (const order of orders) {
      const earlier = before.get(order.id);
      if (earlier) checkKept(earlier, order);
      else if (!order.sentFor && !everSeen.has(order.id)) checkNew(order, orders, world.rulebook());
      checkNewVotes(order, earlier);
      checkDecision(order);
      checkTest(order);
    }
    checkPurchases(orders);
    givenBack.check(orders, before);
    checkAsked(orders, goneBack);
    await checkCounters(stores, orders);
    for (const order of orders) await checkCard(stores, order);
    await checkAudit(stores, orders);
    for (const order of orders) see(order);
  }

  function see(order: Order): void {
    before.set(order.id, order);
    everSeen.add(order.id);
    for (const vote of order.votes ?? []) votesSeen.add(voteOf(order, vote));
  }

  /** From here on what Redis holds counts as what there was before. */
  async function wentBack(stores: Stores): Promise<void> {
    goneBack = true;
    before.clear();
    const orders = await stores.orders.newest(TEAM, 1_000);
    for (const order of orders) see(order);
    givenBack.wentBack(orders);
  }

  function voteOf({ id, sentFor: first }: Order, { by, at }: { by: string; at: number }): string {
    return `${first ?? id} ${by} ${at}`;
  }

  function checkKept(earlier: Order, order: Order): void {
    assert.deepEqual(order.number, earlier.number, `${order.id}: the pinned number changed`);
    assert.deepEqual(order.more, earlier.more, `${order.id}: the list of its numbers changed`);
    assert.deepEqual(order.policy, earlier.policy, `${order.id}: the pinned policy changed`);
    if (isEnded(earlier)) assert.equal(order.state, earlier.state, `${order.id}: its end changed`);
    checkFailed(earlier, order);
    checkOwner(earlier, order, people.standing);
    const votes = earlier.votes ?? [];
    assert.deepEqual(order.votes?.slice(0, votes.length) ?? [], votes, 'a vote was rewritten');
  }

  /** What Vobiz took fails by Vobiz's word or a person's, never because it was not seen. */
  function checkFailed(earlier: Order, order: Order): void {
    if (earlier.state !== 'pending' || order.state !== 'failed' || order.settled) return;
    const there = vobiz.orders.find(({ id }) => id === earlier.purchase.orderId);
    const says = there?.status ?? 'nothing';
    assert.equal(says, 'failed', `${order.id} failed although Vobiz says ${says}`);
  }

  /** A request is made under the policy of its moment and within the limits of its moment. */
  function checkNew(order: Order, all: readonly Order[], book: Rulebook): void {
    // A part was asked for with its lead.
    if (order.sentFor || order.partOf || everSeen.has(order.id)) return;
    assert.equal(order.policy.version, book.version, 'pinned another policy than the one in force');
    // Counts for nothing, so a limit that others have used up or passed does not stop it.
    if (order.test) return;
    const { workspace, channel } = book.limits.monthlyBudget;
    const { currency } = firstCharge(order.number.price);
    const budgets = [
      [`workspace:${currency}`, workspace[currency]],
      [`channel:${CHANNEL}:${currency}`, channel[currency]],
    ] as const;
    for (const [field, limit] of budgets) {
      const used = sumOf(all, monthOf(order), field);
      assert.ok(limit === undefined || used <= limit, `${field} of ${limit} is used for ${used}`);
    }
    const day = `day:${new Date(order.createdAt).toISOString().slice(0, 10)}`;
    const bought = sumOf(all, monthOf(order), day);
    const most = book.limits.purchasesPerDay ?? Number.POSITIVE_INFINITY;
    assert.ok(bought <= most, `${bought} purchases on a day of at most ${most}`);
  }

  /** Person by the people as they are now: votes of this step were given now. */
  function checkNewVotes(order: Order, earlier: Order | undefined): void {
    // A part has the votes of its lead.
    if (order.partOf) return;
    const votes = order.votes ?? [];
    const names = votes.map(({ by }) => by);
    assert.equal(new Set(names).size, names.length, `somebody voted twice for ${order.id}`);
    const fresh = votes.slice(earlier?.votes?.length ?? 0);
    for (const { by, sets } of fresh.filter((vote) => !votesSeen.has(voteOf(order, vote)))) {
      assert.ok(mayVote(order, by), `${by} voted for ${order.id} and may not`);
      assert.deepEqual(sets, setsOfVoter(order, by), `${by} was counted where they may not`);
    }
    if (order.state === 'denied' && earlier?.state === 'awaiting_approval') {
      assert.ok(mayVote(order, order.decision.by), `${order.decision.by} denied and may not`);
    }
    if ('settled' in order && order.settled && earlier && !isEnded(earlier)) {
      assert.ok(mayVote(order, order.settled.by), `${order.settled.by} settled and may not`);
    }
  }

  function mayVote(order: Order, by: string): boolean {
    const { policy } = order;
    if (people.standing(by) !== 'member') return false;
    if (by === order.requester && !policy.selfApproval) return false;
    return setsOfVoter(order, by).length > 0;
  }

  function setsOfVoter({ policy, escalatedAt }: Order, by: string): number[] {
    const added = escalatedAt !== undefined && policy.escalation?.to.users.includes(by);
    return [...setsOf(policy).entries()]
      .filter(([, { from }]) => added || isIn(from, by))
      .map(([set]) => set);
  }

  function isIn(from: ReturnType<typeof setsOf>[number]['from'], by: string): boolean {
    if (from === 'any_full_member') return true;
    return from.users.includes(by) || from.groups.some((group) => people.isIn(group, by));
  }

  /** Each vote counts in the sets its person was in at that moment, tried in every way there is. */
  function checkDecision(order: Order): void {
    const decided = 'attempt' in order || order.state === 'approved' || order.state === 'stopped';
    if (!decided) return;
    if (order.policy.autoApprove) {
      assert.equal('decision' in order && order.decision?.by, 'policy');
      return;
    }
    assert.ok(
      isFilled(
        order.policy,
        (order.votes ?? []).map(({ sets }) => sets),
      ),
      `${order.id} went on without the votes it needs`,
    );
  }

  /** Once a test, always a test: it is neither claimed nor counted. */
  function checkTest(order: Order): void {
    if (order.test) tests.add(order.id);
    if (!tests.has(order.id)) return;
    assert.ok(!('attempt' in order), `${order.id} is a test and was claimed`);
    assert.equal(order.counted, undefined, `${order.id} is a test and counts for the limits`);
  }

  /** Every call that buys belongs to the order that claimed the number last: at most one for each. */
  function checkPurchases(orders: readonly Order[]): void {
    const calls = vobiz.callsTo('order');
    for (const { body } of calls.slice(callsSeen)) {
      const text = JSON.stringify(body);
      const claimed = orders
        .filter((order) => 'attempt' in order && text.includes(order.number.e164))
        .toSorted((a, b) => startedAt(b) - startedAt(a))[0];
      assert.ok(claimed, `bought without a claim: ${text}`);
      const attempt = 'attempt' in claimed ? claimed.attempt.id : '';
      assert.ok(!replication.unconfirmed.has(attempt), `${claimed.id} was sent unconfirmed`);
      const sent = (sentFor.get(claimed.id) ?? 0) + 1;
      sentFor.set(claimed.id, sent);
      assert.equal(sent, 1, `${claimed.id} was bought ${sent} times`);
    }
    callsSeen = calls.length;
    assert.ok(vobiz.orders.length <= calls.length);
  }

  /** The counters of the limits are exactly what the records count for. */
  async function checkCounters(stores: Stores, orders: readonly Order[]): Promise<void> {
    for (const month of new Set(orders.map(monthOf))) {
      for (const [field, used] of Object.entries(await stores.usage.of(TEAM, month))) {
        assert.equal(used, sumOf(orders, month, field), `the counter ${field} of ${month}`);
      }
    }
    const fees = await stores.usage.fees(TEAM);
    const monthly = orders.reduce((sum, order) => sum + (standingFee(order)?.minor ?? 0), 0);
    assert.equal(fees.INR ?? 0, monthly, 'the monthly fees of all numbers');
  }

  /** A card that counts as drawn shows the record exactly, unless somebody deleted it. */
  async function checkCard(stores: Stores, order: Order): Promise<void> {
    // A card may show what Redis has forgotten, until the bot notices.
    if (goneBack || order.partOf) return;
    const card = await stores.deliveries.get(order, 'card');
    if (card?.state !== 'sent' || card.revision !== order.revision || !slack.exists(card)) return;
    assert.ok(
      slack.shows(card, requestCard(order, { canConnect: false })),
      `the card of ${order.id} is not its record`,
    );
  }

  async function checkAudit(stores: Stores, orders: readonly Order[]): Promise<void> {
    const checked = await createAuditCheck({ redis, keys, audit: stores.audit })(TEAM);
    assert.equal(checked.broken, undefined, checked.broken?.says);
    const records = [...orders, ...(await stores.gaps.newest(TEAM, 1_000))];
    const changes = records.reduce((sum, { revision }) => sum + revision, 0);
    assert.equal(checked.head.seq, changes, 'an entry for each change, and none without');
  }

  /** Each purchase that reached Vobiz is in a record that knows it, whatever Redis forgot. */
  async function checkKnown(stores: Stores): Promise<void> {
    const orders = await stores.orders.newest(TEAM, 1_000);
    const numbers = vobiz.callsTo('order').map(({ body }) => JSON.stringify(body));
    for (const { e164 } of new Set(orders.map(({ number }) => number))) {
      const sent = numbers.filter((text) => text.includes(e164)).length;
      const known = orders.filter((order) => 'attempt' in order && order.number.e164 === e164);
      const attempts = new Set(known.map((order) => 'attempt' in order && order.attempt.id));
      assert.ok(attempts.size >= sent, `${sent} purchases of ${e164}, ${attempts.size} are known`);
    }
    if (orders.length === 0) assert.equal(numbers.length, 0, 'a purchase is known to no record');
  }

  return { check, wentBack, checkKnown, hasGoneBack: () => goneBack };
}

/** When everything that waits has run: every card current, none twice, every end told once, nothing half-done. */
export async function checkAtRest(
  { slack, clock }: World,
  stores: Stores,
  goneBack: boolean,
): Promise<void> {
  for (const order of await stores.orders.newest(TEAM, 1_000)) {
    checkGivenBackAtRest(order, clock.now());
    assert.ok(order.state !== 'placing' && order.state !== 'approved', `${order.id} is stuck`);
    for (const { what, to } of goneBack ? [] : lateNotices(order, clock.now())) {
      if (to) assert.equal(slack.told(order.id, what, to), 1, `${order.id}: ${what} was told`);
    }
    if (order.partOf) await checkStand(stores, order, goneBack);
    else await checkCardAtRest(slack, stores, order, goneBack);
  }
}

async function checkCardAtRest(
  slack: World['slack'],
  stores: Stores,
  order: Order,
  goneBack: boolean,
): Promise<void> {
  const cards = slack.cards(order.id);
  const card = await stores.deliveries.get(order, 'card');
  const current = card?.state === 'sent' && card.revision === order.revision;
  assert.ok(current, `the card of ${order.id} is still to be drawn`);
  // Deleted after it was drawn: nothing is drawn again until the record changes.
  if (!slack.exists(card)) return;
  // What Redis forgot to have posted is posted again.
  if (!goneBack) assert.equal(cards.length, 1, `${order.id} has ${cards.length} cards`);
  assert.ok(
    slack.shows(card, requestCard(order, { canConnect: false })),
    `the card of ${order.id} is behind`,
  );
}

function startedAt(order: Order): number {
  return 'attempt' in order ? order.attempt.startedAt : 0;
}

/** The month a request was made in. A purchase with a record of its own counts in the month of the request it was sent for. */
function monthOf(order: Order): string {
  const made = new Date(order.createdAt).toISOString().slice(0, 7);
  return order.sentFor ? (order.counted?.month ?? made) : made;
}

function sumOf(orders: readonly Order[], month: string, field: string): number {
  return orders
    .filter((order) => monthOf(order) === month && !WITHOUT_PURCHASE.includes(order.state))
    .flatMap((order) => order.counted?.charges ?? [])
    .reduce((sum, charge) => sum + (charge.field === field ? charge.amount : 0), 0);
}

function isFilled(policy: Policy, votes: readonly (readonly number[])[]): boolean {
  const fill = (left: readonly number[], rest: typeof votes): boolean => {
    if (left.every((needed) => needed === 0)) return true;
    const [first, ...others] = rest;
    if (!first) return false;
    const seated = first.some(
      (set) =>
        (left[set] ?? 0) > 0 &&
        fill(
          left.map((needed, index) => (index === set ? needed - 1 : needed)),
          others,
        ),
    );
    return seated || fill(left, others);
  };
  return fill(
    setsOf(policy).map(({ needed }) => needed),
    votes,
  );
}
