import { auditEntry } from '../../domain/audit/audit.ts';
import type { Order, OrderIn } from '../../domain/order/order.ts';
import { nextDelay } from '../../domain/order/order-clock.ts';
import type { NotTaken } from '../../domain/order/order-events.ts';
import type { StopReason, Uncertainty } from '../../domain/order/order-purchase.ts';
import type { PurchaseOutcome } from '../../domain/order/order-put-back.ts';
import { transition } from '../../domain/order/order-transitions.ts';
import type { Ref } from '../../domain/record.ts';
import type { Again } from '../../jobs/queue.ts';
import type { Clock, Log, NewId } from '../../runtime.ts';
import type { ClaimSaved, Claims } from '../../store/claims.ts';
import type { Orders } from '../../store/records.ts';
import type { ShortLived } from '../../store/short-lived.ts';
import type { VobizClient } from '../../vobiz/client.ts';
import { type ChangeDeps, type ChangeOrder, orderChanged } from '../change.ts';
import type { CheckBeforePurchase, Obstacle } from './check-before-purchase.ts';
import type { SentBefore } from './put-back.ts';

export type ClaimResult =
  /** The claim survives the loss of the server that took it: its caller, and nobody else, may send. */
  | { ok: true; order: OrderIn<'placing'> }
  /** The order is not there to be claimed any more. */
  | { ok: false; why: 'taken' }
  /** It may stand, and may be lost again: nothing may be sent on it. */
  | { ok: false; why: 'not_confirmed' };

const TRIES = 5;

/** Claims the one attempt of an approved order, with a save that the replicas of Redis have confirmed. */
export function createClaimPurchase(
  deps: ChangeDeps & { orders: Pick<Orders, 'get'>; claims: Claims },
) {
  const { orders, claims, clock, log } = deps;
  const by = { job: 'place' };

  return async function claim(order: Ref, attemptId: string): Promise<ClaimResult> {
    const ref = { team: order.team, id: order.id };
    // Bounded: in a failover the record may be read from one server and claimed at another that never agrees.
    for (let tries = 0; tries < TRIES; tries += 1) {
      const before = await orders.get(ref);
      const record = before && claimedBy(before, attemptId, clock.now());
      if (!record) return { ok: false, why: 'taken' };
      const saved = await claims.save(
        record,
        auditEntry('claim', by, before, record, record.updatedAt),
      );
      if (saved.result === 'conflict') continue;
      if (saved.result !== 'confirmed') return notConfirmed(record, saved);
      await orderChanged(deps, { record, before }, 'claim', by);
      return { ok: true, order: record };
    }
    return { ok: false, why: 'not_confirmed' };
  };

  function notConfirmed(
    { id, attempt }: OrderIn<'placing'>,
    saved: Extract<ClaimSaved, { result: 'not_confirmed' | 'unknown' }>,
  ): ClaimResult {
    const event = 'purchase.claim_not_confirmed';
    const found =
      saved.result === 'unknown'
        ? { err: saved.cause }
        : { confirmed_by: saved.confirmedBy, wanted: saved.wanted };
    log.warn({ event, order_id: id, attempt_id: attempt.id, ...found });
    return { ok: false, why: 'not_confirmed' };
  }
}

function claimedBy(order: Order, attemptId: string, now: number): OrderIn<'placing'> | undefined {
  const next = transition(order, { type: 'claim', attemptId }, now);
  return next.ok && next.record.state === 'placing' ? next.record : undefined;
}
export type ClaimPurchase = ReturnType<typeof createClaimPurchase>;

/** An approved order that cannot be checked or claimed for this long is given up before anything is sent. */
const GIVE_UP_AFTER_MS = 15 * 60_000;

/** How a thrown purchase failure is read; `src/vobiz` knows, the flow only asks. */
export type ReadPurchaseFailure = (
  error: unknown,
) => ({ sent: 'no' } & NotTaken) | { sent: 'maybe'; why: Uncertainty };

/**
 * Buys what was approved, at most once: look again, claim the one attempt, send, write down what came back. A job that
 * runs again finds the claim and stops; nothing here ever sends a second request for the same order, also when Redis forgot
 * the first. A claim that was not confirmed, or that could not be noted on our own disk, is taken back by its claimer, who
 * knows that nothing was sent; if it dies first, the sweep ends the attempt.
 */
export function createPlaceOrder(deps: {
  orders: Orders;
  changeOrder: ChangeOrder;
  claim: ClaimPurchase;
  claims: Pick<Claims, 'rehearse'>;
  checkBefore: CheckBeforePurchase;
  vobiz: Pick<VobizClient, 'placeOrder'>;
  shortLived: Pick<ShortLived, 'vobizPausedUntil'>;
  readFailure: ReadPurchaseFailure;
  sent: SentBefore;
  clock: Clock;
  newId: NewId;
  log: Log;
}) {
  const { orders, changeOrder, vobiz, sent, clock, newId, log } = deps;
  const by = { job: 'place' };
  /** Claims of this process that were not confirmed or noted, by order: whenever one turns up in the record, nothing was sent. */
  const unsent = new Map<string, string>();

  return async function place(ref: Ref, signal: AbortSignal): Promise<Again> {
    const order = await orders.get(ref);
    if (order?.state === 'approved')
      return (await sent.wasSent(order)) ? undefined : buy(order, signal);
    if (order?.state === 'placing' && order.attempt.id === unsent.get(ref.id)) {
      return takeBack(order, order.attempt.id);
    }
    unsent.delete(ref.id);
    return undefined;
  };

  async function buy(order: OrderIn<'approved'>, signal: AbortSignal): Promise<Again> {
    const wait = await whatToWaitFor(order);
    if (wait) return tryLater(order, wait);
    const obstacle = await deps.checkBefore(order);
    if (obstacle) return meet(order, obstacle);
    if (signal.aborted) return { againInMs: 0 };
    if (order.waiting && !(await deps.claims.rehearse())) return tryLater(order, 'not_replicated');
    const attemptId = newId('att');
    const claimed = await deps.claim(order, attemptId);
    if (claimed.ok) return sendAndWriteDown(claimed.order, signal);
    return claimed.why === 'taken' ? undefined : takeBack(order, attemptId);
  }

  /** What keeps even the look at Vobiz from being worth it. */
  async function whatToWaitFor(
    order: OrderIn<'approved'>,
  ): Promise<'not_checkable' | 'not_replicated' | undefined> {
    if (await sent.mustWait(order)) return 'not_replicated';
    return (await pausedUntil()) ? 'not_checkable' : undefined;
  }

  async function meet(order: OrderIn<'approved'>, obstacle: Obstacle): Promise<Again> {
    if (obstacle.kind === 'not_checkable') return tryLater(order, obstacle.kind);
    if (obstacle.kind === 'stop') return stop(order, obstacle.reason);
    const { observation } = obstacle;
    await changeOrder(order, { type: 'found', attemptId: newId('att'), observation }, by);
    return undefined;
  }

  async function stop(order: OrderIn<'approved'>, reason: StopReason): Promise<undefined> {
    await changeOrder(order, { type: 'stop', reason }, by);
  }

  /** Only ever called with an order that this process has just claimed, and seen confirmed. */
  async function sendAndWriteDown(order: OrderIn<'placing'>, signal: AbortSignal): Promise<Again> {
    if (!(await sent.note(order))) return takeBack(order, order.attempt.id);
    unsent.delete(order.id);
    log.info({ event: 'purchase.sending', order_id: order.id, attempt_id: order.attempt.id });
    const outcome = await send(order, signal);
    await sent.keep(order, outcome);
    return undefined;
  }

  /**
   * Waits for what may pass by itself, or gives up before anything was sent. While Vobiz asks the whole account to wait, so
   * does the order, however long.
   */
  async function tryLater(
    order: OrderIn<'approved'>,
    why: 'not_checkable' | 'not_replicated',
  ): Promise<Again> {
    const pause = why === 'not_checkable' ? await pausedUntil() : undefined;
    const until = pause ?? giveUpAt(order);
    const left = until - clock.now();
    if (left <= 0) return stop(order, { kind: why });
    await changeOrder(order, { type: 'wait', why: pause ? 'vobiz_paused' : why, until }, by);
    const again = pause ? left : nextDelay(age(order), clock.jitter());
    return { againInMs: Math.min(again, left) };
  }

  function pausedUntil(): Promise<number | undefined> {
    return deps.shortLived.vobizPausedUntil(clock.now());
  }

  /** Makes an order approved again whose claim was not confirmed. Where the claim was never saved, it only waits. */
  async function takeBack(
    order: OrderIn<'approved' | 'placing'>,
    attemptId: string,
  ): Promise<Again> {
    unsent.set(order.id, attemptId);
    const until = giveUpAt(order);
    const why = 'not_replicated';
    const back = await changeOrder(order, { type: 'unclaim', attemptId, why, until }, by);
    if (!back.ok) await changeOrder(order, { type: 'wait', why, until }, by);
    return { againInMs: nextDelay(age(order), clock.jitter()) };
  }

  function age(order: OrderIn<'approved' | 'placing'>): number {
    return clock.now() - order.decision.at;
  }

  /** Epoch ms. A pause that Vobiz asked for does not count, and what was said once stays. */
  function giveUpAt(order: OrderIn<'approved' | 'placing'>): number {
    const waiting = order.state === 'approved' ? order.waiting : undefined;
    if (waiting && waiting.why !== 'vobiz_paused') return waiting.until;
    return (waiting?.until ?? order.decision.at) + GIVE_UP_AFTER_MS;
  }

  async function send(order: OrderIn<'placing'>, signal: AbortSignal): Promise<PurchaseOutcome> {
    const attemptId = order.attempt.id;
    const { country, region, e164, price } = order.number;
    try {
      const wanted = { country, region, e164, currency: price.setup.currency };
      const answer = await vobiz.placeOrder(wanted, { signal });
      log.info({ event: 'purchase.answered', order_id: order.id, vobiz_order_id: answer.orderId });
      return { type: 'answered', attemptId, answer };
    } catch (error) {
      const failure = deps.readFailure(error);
      log.warn({ event: 'purchase.no_answer', order_id: order.id, sent: failure.sent, err: error });
      if (failure.sent === 'maybe') return { type: 'lost', attemptId, why: failure.why };
      const { reason, turnDown, because } = failure;
      return { type: 'refused', attemptId, reason, turnDown, because };
    }
  }
}
