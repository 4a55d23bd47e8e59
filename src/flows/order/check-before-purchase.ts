import { firstCharge } from '../../domain/money.ts';
import {
  type AvailableNumber,
  mayBeOffered,
  type Offer,
} from '../../domain/numbers/number-search.ts';
import { differenceTo, nearestTo } from '../../domain/order/current-offer.ts';
import type { Order, OrderIn } from '../../domain/order/order.ts';
import type { Observation } from '../../domain/order/order-events.ts';
import type { StopReason } from '../../domain/order/order-purchase.ts';
import { ownedAlready } from '../../domain/order/owned-already.ts';
import { AppError } from '../../errors.ts';
import type { Log } from '../../runtime.ts';
import type { VobizClient } from '../../vobiz/client.ts';
import type { FindOrder } from '../../vobiz/order-evidence.ts';
import { createNumberRecords, type NumberRecordsDeps } from '../numbers/number-records.ts';

/** Vobiz's current offer for a pinned number. */
export type CheckResult = {
  difference: StopReason | undefined;
  offered: readonly AvailableNumber[];
};

/** Vobiz's answers of a moment ago, by region or for a whole country. */
type Read = Map<string | undefined, Offer>;

/**
 * Checks current availability and price, bypassing the cache. Numbers of one request, which are of one country, share what was
 * `read`. Throws AppError `vobiz_*`, also where the number may be among what cannot be read.
 */
export function createCheckOffer(deps: { vobiz: Pick<VobizClient, 'availability'> }) {
  async function offered(country: string, region: string | undefined, read: Read) {
    const known = read.get(region);
    if (known) return known;
    const offer = await deps.vobiz.availability({ country, ...(region && { region }) });
    read.set(region, offer);
    return offer;
  }

  return async (pinned: AvailableNumber, read: Read = new Map()): Promise<CheckResult> => {
    const { country, region } = pinned;
    const near = await offered(country, region, read);
    const difference = differenceTo(pinned, near.numbers);
    if (difference?.kind !== 'gone') return { difference, offered: near.numbers };
    // Vobiz does not publish which region texts it accepts, so a number is only gone if the whole country lacks it.
    const all = await offered(country, undefined, read);
    const still = differenceTo(pinned, all.numbers);
    if (still?.kind !== 'gone') return { difference: still, offered: all.numbers };
    if ([near, all].some((offer) => mayBeOffered(offer, pinned.e164))) throw unreadOffer();
    const instead = nearestTo(pinned, [...near.numbers, ...all.numbers]);
    return { difference: { kind: 'gone', instead }, offered: all.numbers };
  };
}
/** A number that was not read in Vobiz's offer is not gone where part of the offer could not be read. */
export function unreadOffer(): AppError {
  return new AppError('vobiz_unreadable', 'the number may be among those on offer that are unread');
}

export type CheckOffer = ReturnType<typeof createCheckOffer>;

/** The account has the number of an unsent order: owned before, or perhaps bought for it. */
type OwnedObstacle =
  | { kind: 'stop'; reason: StopReason }
  | { kind: 'found'; observation: Observation };

/**
 * Looks for the exact number in the account before buying. Guards against a record lost or restored together with its
 * claim, which would buy twice. Throws AppError `vobiz_*` if it cannot tell.
 */
export function createCheckOwned(
  deps: NumberRecordsDeps & {
    vobiz: Pick<VobizClient, 'ownedNumbers'>;
    findOrder: FindOrder;
  },
) {
  const numberRecords = createNumberRecords(deps);

  return async function check(order: OrderIn<'approved'>): Promise<OwnedObstacle | undefined> {
    const { e164 } = order.number;
    const owned = ownedAlready(order, await deps.vobiz.ownedNumbers({ search: e164 }));
    if (owned.kind === 'no') return undefined;
    if (owned.kind === 'before') {
      return { kind: 'stop', reason: { kind: 'owned', since: owned.since } };
    }
    if (await hasAnotherRecord(order)) return { kind: 'stop', reason: { kind: 'owned' } };
    const sought = { orderId: undefined, e164, placedAt: order.decision.at, unsent: true };
    return { kind: 'found', observation: await deps.findOrder(sought) };
  };

  /** Another order or verification accounts for the number, so it was not bought for this order. */
  async function hasAnotherRecord({ id, team, number }: OrderIn<'approved'>): Promise<boolean> {
    return (await numberRecords(team, [number.e164])).some((record) => record.id !== id);
  }
}
export type CheckOwned = ReturnType<typeof createCheckOwned>;

/** Why not to send a purchase: a reason to end it, or Vobiz cannot be asked. */
export type Obstacle = OwnedObstacle | { kind: 'not_checkable' };

/** The last check before the claim. Undefined if the purchase can go ahead. */
export function createCheckBeforePurchase(deps: {
  checkOwned: CheckOwned;
  checkOffer: CheckOffer;
  vobiz: Pick<VobizClient, 'balance'>;
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
      const { code } = error;
      log.warn({ event: 'purchase.check_failed', order_id: order.id, code, err: error });
      return { kind: 'not_checkable' };
    }
  };

  /** An unreadable balance stops nothing: the purchase itself will tell. */
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
