import { firstCharge } from '../domain/money.ts';
import type { Order, OrderIn } from '../domain/order.ts';
import type { StopReason } from '../domain/order-purchase.ts';
import { AppError } from '../errors.ts';
import type { CheckOffer } from './check-offer.ts';
import type { Log, Vobiz } from './ports.ts';

/** What stands against a purchase: a reason to stop for good, or that Vobiz could not be asked. Undefined when nothing does. */
export type Obstacle = StopReason | 'not_checkable' | undefined;

/** The last look before an approved order is claimed: availability, price and balance as they are now. */
export function createCheckBeforePurchase(deps: {
  checkOffer: CheckOffer;
  vobiz: Pick<Vobiz, 'balance'>;
  log: Log;
}) {
  const { vobiz, log } = deps;

  return async function check(order: OrderIn<'approved'>): Promise<Obstacle> {
    try {
      const { difference } = await deps.checkOffer(order.number);
      return difference ?? (await shortBalance(order));
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      const { id, code } = { id: order.id, code: error.code };
      log.warn({ event: 'purchase.check_failed', order_id: id, code, err: error });
      return 'not_checkable';
    }
  };

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
}
export type CheckBeforePurchase = ReturnType<typeof createCheckBeforePurchase>;
