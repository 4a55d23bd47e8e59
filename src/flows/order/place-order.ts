import type { Order, OrderIn } from '../../domain/order/order.ts';
import { nextDelay } from '../../domain/order/order-clock.ts';
import type { NotTaken } from '../../domain/order/order-events.ts';
import { isToSpread } from '../../domain/order/order-parts.ts';
import type { StopReason, Uncertainty } from '../../domain/order/order-purchase.ts';
import type { PurchaseOutcome } from '../../domain/order/order-put-back.ts';
import { transition } from '../../domain/order/order-transitions.ts';
import type { Ref } from '../../domain/record.ts';
import type { Again } from '../../jobs/queue.ts';
import type { Clock, Log, NewId } from '../../runtime.ts';
import type { Claims } from '../../store/claims.ts';
import type { Orders } from '../../store/records.ts';
import type { VobizPause } from '../../store/vobiz-pause.ts';
import type { VobizClient } from '../../vobiz/client.ts';
import { type ChangeDeps, type ChangeOrder, orderChanged } from '../change.ts';
import { type ClaimResult, createClaim } from '../claim.ts';
import type { CheckBeforePurchase, Obstacle } from './check-before-purchase.ts';
import type { SentBefore } from './put-back.ts';
import type { SpreadOrder } from './spread-order.ts';

export type ClaimPurchase = (
  ref: Ref,
  attemptId: string,
) => Promise<
  { ok: true; order: OrderIn<'placing'> } | Extract<ClaimResult<never, never>, { ok: false }>
>;

/** Claims an approved order's only attempt, confirmed by the replicas of Redis. */
export function createClaimPurchase(
  deps: ChangeDeps & { orders: Pick<Orders, 'get'>; claims: Claims },
): ClaimPurchase {
  const claim = createClaim({ ...deps, read: deps.orders.get, claimed: 'purchase' });
  return async (ref, attemptId) => {
    const decide = (order: Order, now: number) => claimedBy(order, attemptId, now);
    const claimed = await claim(ref, attemptId, decide, { event: 'claim', job: 'place' });
    if (!claimed.ok) return claimed;
    const { record: order, before } = claimed;
    await orderChanged(deps, { record: order, before }, 'claim', { job: 'place' });
    return { ok: true, order };
  };
}

function claimedBy(order: Order, attemptId: string, now: number): OrderIn<'placing'> | undefined {
  const next = transition(order, { type: 'claim', attemptId }, now);
  return next.ok && next.record.state === 'placing' ? next.record : undefined;
}

/** How long an approved order may fail to be checked or claimed before we stop it unsent. */
const GIVE_UP_AFTER_MS = 15 * 60_000;

/** Reads a failed purchase; `src/vobiz` implements it. */
export type ReadPurchaseFailure = (
  error: unknown,
) => ({ sent: 'no' } & NotTaken) | { sent: 'maybe'; why: Uncertainty };

/**
 * Buys what was approved, at most once: check, claim, send, save the outcome. A request for several numbers first becomes an
 * order for each, and then each is bought or stopped by itself. A job that runs again finds the claim and stops; no order is
 * ever sent twice, even if Redis lost the first claim. The claimer, who knows that nothing was sent, takes back a claim that
 * was not confirmed or not noted on our own disk; if it dies first, the sweep ends the attempt.
 */
export function createPlaceOrder(deps: {
  orders: Orders;
  changeOrder: ChangeOrder;
  spread: SpreadOrder;
  claim: ClaimPurchase;
  claims: Pick<Claims, 'rehearse'>;
  checkBefore: CheckBeforePurchase;
  vobiz: Pick<VobizClient, 'placeOrder'>;
  vobizPause: Pick<VobizPause, 'until'>;
  readFailure: ReadPurchaseFailure;
  sent: SentBefore;
  clock: Clock;
  newId: NewId;
  log: Log;
}) {
  const { orders, changeOrder, vobiz, sent, clock, newId, log } = deps;
  const by = { job: 'place' };
  /** This process's unconfirmed or unnoted claims by order. If one shows up in a record, nothing was sent for it. */
  const unsent = new Map<string, string>();

  return async function place(ref: Ref, signal: AbortSignal): Promise<Again> {
    const found = await orders.get(ref);
    const order =
      found?.state === 'approved' && isToSpread(found) ? await deps.spread(found) : found;
    if (order?.state === 'approved') {
      // A version that knows no tests approved it.
      if (order.test) return stop(order, { kind: 'test' });
      return (await sent.wasSent(order)) ? undefined : buy(order, signal);
    }
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

  /** Reasons not even to check at Vobiz. */
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

  /** Only for an order that this process just claimed and saw confirmed. */
  async function sendAndWriteDown(order: OrderIn<'placing'>, signal: AbortSignal): Promise<Again> {
    if (!(await sent.note(order))) return takeBack(order, order.attempt.id);
    unsent.delete(order.id);
    log.info({ event: 'purchase.sending', order_id: order.id, attempt_id: order.attempt.id });
    const outcome = await send(order, signal);
    await sent.keep(order, outcome);
    return undefined;
  }

  /** Waits for what may pass, or stops the order unsent. Waits out any pause that Vobiz asks for. */
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
    return deps.vobizPause.until(clock.now());
  }

  /** Approves the order again after an unconfirmed claim. If the claim was never saved, the order just waits. */
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

  /** Epoch ms. Vobiz's pauses do not count, and a deadline once given stays. */
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
