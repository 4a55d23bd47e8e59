import { isConnectable, onboardingOf } from '../../domain/connection/connectable.ts';
import type { OrderIn } from '../../domain/order/order.ts';
import type { Observation } from '../../domain/order/order-events.ts';
import type { StopReason } from '../../domain/order/order-purchase.ts';
import { ownedAlready } from '../../domain/order/owned-already.ts';
import { RECORDS_LOOKED_AT } from '../numbers/list-numbers.ts';
import type { LookForOrder, Orders, Verifications, Vobiz } from '../ports.ts';

/** The account has the number of an order that has sent nothing: it was there before, or it may have been bought for it. */
export type OwnedFinding =
  | { kind: 'stop'; reason: StopReason }
  | { kind: 'found'; observation: Observation }
  | undefined;

/**
 * Asks the account's own list for exactly the number that is about to be bought. It guards what a record alone cannot: one
 * that was lost or restored with its claim would buy a second time. Throws AppError `vobiz_*` when it cannot be told.
 */
export function createCheckOwned(deps: {
  vobiz: Pick<Vobiz, 'ownedNumbers'>;
  orders: Pick<Orders, 'newest'>;
  verifications: Pick<Verifications, 'newest'>;
  look: LookForOrder;
}) {
  return async function check(order: OrderIn<'approved'>): Promise<OwnedFinding> {
    const { e164 } = order.number;
    const owned = ownedAlready(order, await deps.vobiz.ownedNumbers({ search: e164 }));
    if (owned.kind === 'no') return undefined;
    if (owned.kind === 'before') {
      return { kind: 'stop', reason: { kind: 'owned', since: owned.since } };
    }
    if (await hasAnotherRecord(order)) return { kind: 'stop', reason: { kind: 'owned' } };
    const sought = { orderId: undefined, e164, placedAt: order.decision.at, unsent: true };
    return { kind: 'found', observation: await deps.look(sought) };
  };

  /** Bought by another request, or brought along: then it was not bought for this one. */
  async function hasAnotherRecord({ id, team, number }: OrderIn<'approved'>): Promise<boolean> {
    const [orders, verifications] = await Promise.all([
      deps.orders.newest(team, RECORDS_LOOKED_AT),
      deps.verifications.newest(team, RECORDS_LOOKED_AT),
    ]);
    return [...orders, ...verifications]
      .filter(isConnectable)
      .some((record) => record.id !== id && onboardingOf(record).e164 === number.e164);
  }
}
export type CheckOwned = ReturnType<typeof createCheckOwned>;
