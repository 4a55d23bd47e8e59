import { firstCharge } from '../../domain/money.ts';
import type { Order, OrderIn } from '../../domain/order/order.ts';
import type { StopReason } from '../../domain/order/order-purchase.ts';
import { AppError } from '../../errors.ts';
import type { Log, Vobiz } from '../ports.ts';
import type { CheckOffer } from './check-offer.ts';
import type { CheckOwned, OwnedFinding } from './check-owned.ts';

/** What stands against a purchase: a reason to end it without sending, or that Vobiz could not be asked. */
export type Obstacle = NonNullable<OwnedFinding> | { kind: 'not_checkable' };

/**
 * The last look before an approved order is claimed, as Vobiz stands now: whether the account has the number already, then
 * availability, price and balance. Undefined when nothing stands against the purchase.
 */
export function createCheckBeforePurchase(deps: {
  checkOwned: CheckOwned;
  checkOffer: CheckOffer;
  vobiz: Pick<Vobiz, 'balance'>;
  log: Log;
}) {
  const { vobiz, log } = deps;

  return async function check(order: OrderIn<'approved'>): Promise<Obstacle | undefined> {
    try {
      const owned = await deps.checkOwned(order);
      if (owned) return owned;
      const { difference } = await deps.checkOffer(order.number);
      const reason = difference ?? (await shortBalance(order));
      return reason && { kind: 'stop', reason };
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      const { id, code } = { id: order.id, code: error.code };
      log.warn({ event: 'purchase.check_failed', order_id: id, code, err: error });
      return { kind: 'not_checkable' };
    }
  };

  /** A balance that cannot be asked for stops nothing: the purchase itself will tell. */
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
