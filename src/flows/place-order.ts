import { firstCharge } from '../domain/money.ts';
import type { Order, OrderIn } from '../domain/order.ts';
import type { OrderEvent } from '../domain/order-events.ts';
import type { StopReason, Uncertainty } from '../domain/order-purchase.ts';
import { nextDelay } from '../domain/polling.ts';
import { AppError } from '../errors.ts';
import type { ChangeOrder } from './change.ts';
import type { CheckOffer } from './check-offer.ts';
import type { Chance, Log, Orders, Ref, ShortLived, Vobiz } from './ports.ts';

/** Approved but not checkable for this long: give up before sending anything. */
const CHECK_DEADLINE_MS = 15 * 60_000;

/** What a job is told: nothing more to do, or to look again in so many ms. */
export type Again = { againInMs: number } | undefined;

/** How a thrown purchase failure is read; `src/vobiz` knows, the flow only asks. */
export type ReadPurchaseFailure = (
  error: unknown,
) => { sent: 'no'; reason: string } | { sent: 'maybe'; why: Uncertainty };

/**
 * Buys what was approved, at most once: look again, claim the one attempt, send, write down what came back. A job that
 * runs again finds the claim and stops; nothing here ever sends a second request for the same order.
 */
export function createPlaceOrder(deps: {
  orders: Orders;
  changeOrder: ChangeOrder;
  checkOffer: CheckOffer;
  vobiz: Pick<Vobiz, 'balance' | 'placeOrder'>;
  shortLived: Pick<ShortLived, 'vobizPausedUntil'>;
  readFailure: ReadPurchaseFailure;
  chance: Chance;
  log: Log;
}) {
  const { orders, changeOrder, vobiz, chance, log } = deps;
  const by = { job: 'place' };

  return async function place(ref: Ref, signal: AbortSignal): Promise<Again> {
    const order = await orders.get(ref);
    if (order?.state !== 'approved') return undefined;
    const pausedUntil = await deps.shortLived.vobizPausedUntil(chance.now());
    if (pausedUntil) return { againInMs: pausedUntil - chance.now() };

    const difference = await lookAgain(order);
    if (difference === 'try_later') return { againInMs: nextDelay(age(order), chance.random()) };
    if (difference) {
      await changeOrder(ref, { type: 'stop', reason: difference }, by);
      return undefined;
    }
    if (signal.aborted) return { againInMs: 0 };
    const attemptId = chance.id('att');
    const claimed = await changeOrder(ref, { type: 'claim', attemptId }, by);
    if (!claimed.ok) return undefined;
    log.info({ event: 'purchase.sending', order_id: ref.id, attempt_id: attemptId });
    const outcome = await send(order, attemptId, signal);
    await changeOrder(ref, outcome, by);
    return undefined;
  };

  /** Availability, price and balance as they are now; undefined when nothing stands against the purchase. */
  async function lookAgain(
    order: OrderIn<'approved'>,
  ): Promise<StopReason | 'try_later' | undefined> {
    try {
      const { difference } = await deps.checkOffer(order.number);
      return difference ?? (await shortBalance(order));
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      log.warn({
        event: 'purchase.check_failed',
        order_id: order.id,
        code: error.code,
        err: error,
      });
      return age(order) < CHECK_DEADLINE_MS ? 'try_later' : { kind: 'not_checkable' };
    }
  }

  /** The account API is another one than that of orders: when it does not answer, the purchase itself will tell. */
  async function shortBalance({ id, number }: Order): Promise<StopReason | undefined> {
    const { minor, currency } = firstCharge(number.price);
    try {
      const { available, postpaid } = await vobiz.balance(currency);
      return postpaid || available.minor >= minor ? undefined : { kind: 'balance_low', available };
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      log.warn({ event: 'purchase.balance_unknown', order_id: id, code: error.code });
      return undefined;
    }
  }

  function age(order: OrderIn<'approved'>): number {
    return chance.now() - order.decision.at;
  }

  async function send(
    order: OrderIn<'approved'>,
    attemptId: string,
    signal: AbortSignal,
  ): Promise<OrderEvent> {
    const { country, region, e164, price } = order.number;
    try {
      const wanted = { country, region, e164, currency: price.setup.currency };
      const answer = await vobiz.placeOrder(wanted, { signal });
      log.info({ event: 'purchase.answered', order_id: order.id, vobiz_order_id: answer.orderId });
      return { type: 'answered', attemptId, answer };
    } catch (error) {
      const failure = deps.readFailure(error);
      log.warn({ event: 'purchase.no_answer', order_id: order.id, sent: failure.sent, err: error });
      return failure.sent === 'no'
        ? { type: 'refused', attemptId, reason: failure.reason }
        : { type: 'lost', attemptId, why: failure.why };
    }
  }
}
