import assert from 'node:assert/strict';
import { onboardingOf } from '../../src/domain/connection/connectable.ts';
import { type GiveBack, hasToSend, sendingSince } from '../../src/domain/giveback/give-back.ts';
import { isOverdue } from '../../src/domain/giveback/give-back-clock.ts';
import type { Order, OrderIn } from '../../src/domain/order/order.ts';
import { type ApprovalSet, setsOf } from '../../src/domain/policy/policy.ts';
import type { World } from './system.ts';

/** What a number was given back on, or kept on: the approval, or the press on *Keep it*. */
type Leave = { of: string; sent: number };

/** Numbers that are given back: each by the word of two people, once, and said to be gone only when it is. */
export function createGiveBackInvariants(
  { vobiz, people, replication }: World,
  isIn: (from: ApprovalSet['from'], by: string) => boolean,
) {
  const approvals = new Map<string, Leave>();
  const presses = new Map<string, Leave>();
  const approvalsSeen = new Set<string>();
  const callsSeen = { releaseNumber: 0, cancelRelease: 0 };

  function check(orders: readonly Order[], before: ReadonlyMap<string, Order>): void {
    const bought = orders.filter((order) => order.state === 'completed');
    for (const order of bought) {
      checkApproval(order);
      see(order);
      checkTruth(before.get(order.id), order);
    }
    for (const path of newCalls('releaseNumber')) checkReleased(ofNumber(bought, path));
    for (const path of newCalls('cancelRelease')) {
      const { id } = ofNumber(bought, path);
      countSent(presses, id, 'was kept');
    }
  }

  /** From here on what Redis holds counts as what there was before: it may have lost that something was sent. */
  function wentBack(orders: readonly Order[]): void {
    approvals.clear();
    presses.clear();
    for (const order of orders) if (order.state === 'completed') see(order);
  }

  function see({ id, giveBack }: OrderIn<'completed'>): void {
    const decision = giveBack && 'decision' in giveBack ? giveBack.decision : undefined;
    if (decision) remember(approvals, id, `${id} ${decision.by} ${decision.at}`);
    if (decision) approvalsSeen.add(`${id} ${decision.by} ${decision.at}`);
    const keep = giveBack && 'keep' in giveBack ? giveBack.keep : undefined;
    if (keep) remember(presses, id, `${id} ${keep.by} ${keep.at}`);
  }

  /** By the people as they are now: an approval of this step was given now. */
  function checkApproval(order: OrderIn<'completed'>): void {
    const { id, giveBack } = order;
    const decision = giveBack && 'decision' in giveBack ? giveBack.decision : undefined;
    if (!giveBack || !decision) return;
    const { by } = decision;
    assert.notEqual(by, giveBack.asked.by, `${id}: who asks to give it back approved it`);
    const { expiresAt = Number.POSITIVE_INFINITY } = giveBack.asked;
    assert.ok(decision.at < expiresAt, `${id} was approved to be given back after its time`);
    if (approvalsSeen.has(`${id} ${by} ${decision.at}`)) return;
    const from = giveBack.asked.approvers
      ? [giveBack.asked.approvers]
      : setsOf(order.policy).map((set) => set.from);
    const may = people.standing(by) === 'member' && from.some((one) => isIn(one, by));
    assert.ok(may, `${by} approved that ${id} is given back and may not`);
  }

  function checkReleased(order: OrderIn<'completed'>): void {
    const { id, giveBack, lock } = order;
    countSent(approvals, id, 'was given back');
    const attempt = giveBack && 'attempt' in giveBack ? giveBack.attempt : undefined;
    assert.ok(attempt, `${id} was given back without a claim`);
    assert.ok(!replication.unconfirmed.has(attempt.id), `${id} was given back unconfirmed`);
    assert.ok(!lock || lock.at >= attempt.at, `${id} was given back although it is locked`);
    const { e164 } = onboardingOf(order);
    const hasChannel = vobiz.channels.some(({ phone_number }) => phone_number === e164);
    assert.ok(!hasChannel, `${id} was given back although it has a channel`);
  }

  /** What the record says of the number is what Vobiz says, or a person. */
  function checkTruth(earlier: Order | undefined, order: OrderIn<'completed'>): void {
    const was = earlier?.state === 'completed' ? earlier.giveBack : undefined;
    const { id, giveBack } = order;
    if (!giveBack || giveBack.state === was?.state) return;
    const { e164 } = onboardingOf(order);
    const says = vobiz.ownedNumbers.find((number) => number.e164 === e164)?.status ?? 'nothing';
    const lie = lieAbout(was, giveBack, says);
    assert.ok(!lie, `${id} ${lie} although Vobiz says ${says}`);
  }

  function newCalls(op: keyof typeof callsSeen): string[] {
    const calls = vobiz.callsTo(op);
    const fresh = calls.slice(callsSeen[op]);
    callsSeen[op] = calls.length;
    return fresh.map(({ path }) => decodeURIComponent(path));
  }

  return { check, wentBack };
}

/** Which of what a record says of its number is not so. A person may end what nobody knows, once it was seen in the list. */
function lieAbout(was: GiveBack | undefined, now: GiveBack, says: string): string | undefined {
  const wasLeaving = was && ['pending', 'keeping', 'keep_unclear'].includes(was.state);
  switch (now.state) {
    case 'pending':
      return wasLeaving || says === 'pending_release' ? undefined : 'is on its way out';
    case 'released':
      return now.by || ['released', 'nothing'].includes(says) ? undefined : 'is gone';
    case 'kept': {
      const isKnown = was?.state !== 'unclear' || (was.stillOurs !== undefined && now.by);
      return (wasLeaving ? says === 'active' : isKnown) ? undefined : 'was kept';
    }
    default:
      return undefined;
  }
}

function remember(leaves: Map<string, Leave>, id: string, of: string): void {
  if (leaves.get(id)?.of !== of) leaves.set(id, { of, sent: 0 });
}

function countSent(leaves: ReadonlyMap<string, Leave>, id: string, what: string): void {
  const leave = leaves.get(id);
  assert.ok(leave, `${id} ${what} and nobody said so`);
  leave.sent += 1;
  assert.equal(leave.sent, 1, `${id} ${what} ${leave.sent} times`);
}

function ofNumber(bought: readonly OrderIn<'completed'>[], path: string): OrderIn<'completed'> {
  const order = bought.find((one) => path.includes(onboardingOf(one).e164));
  assert.ok(order, `nothing is known of ${path}`);
  return order;
}

/** Nothing is half-done: what nobody knows is looked at again, as everything that is tracked. `now` is epoch ms. */
export function checkGivenBackAtRest(order: Order, now: number): void {
  if (order.state !== 'completed') return;
  const { id, giveBack } = order;
  const isUnderWay = hasToSend(giveBack) || sendingSince(giveBack) !== undefined;
  assert.ok(!isUnderWay, `${id} is stuck while it is given back (${giveBack?.state})`);
  assert.ok(!isOverdue(giveBack, now), `${id} still waits for a decision to give it back`);
}
