import { numberGivenBack, ownNumberOf } from '../domain/numbers/own-number.ts';
import { isEnded, type Order, orderSchema } from '../domain/order/order.ts';
import { standingFee } from '../domain/order/order-fees.ts';
import { orderLists, possibleLists } from '../domain/order/order-lists.ts';
import { standsForAll } from '../domain/order/order-parts.ts';
import {
  isOver,
  possibleVerificationLists,
  type Verification,
  verificationLists,
  verificationSchema,
} from '../domain/verification/verification.ts';
import type { Keys } from '../store/keys.ts';
import { createSaving, type Saving, type SavingOptions } from '../store/saving.ts';

/** How orders are saved: what each holds, counts and is listed by. */
export function savingOrders(keys: Keys) {
  return {
    keys,
    kind: 'order' as const,
    schema: orderSchema,
    // One test at a time, and none keeps a number from being requested.
    unique: (order: Order) => (order.test ? 'test' : order.number.e164),
    // Parts hold theirs from when they are made. What a request was short of is asked for by one other at a time.
    alsoUnique: (order: Order) => [
      ...(standsForAll(order) ? (order.more ?? []).map(({ e164 }) => e164) : []),
      ...(order.restOf ? [`rest ${order.restOf}`] : []),
    ],
    ended: isEnded,
    usedIn: (order: Order) => order.counted?.month,
    lists: orderLists,
    otherLists: possibleLists,
    gives: ownNumberOf,
    givesBack: numberGivenBack,
    costs: standingFee,
    isSwept: true,
  };
}

/** The same of verifications. */
export function savingVerifications(keys: Keys) {
  return {
    keys,
    kind: 'verification' as const,
    schema: verificationSchema,
    unique: (verification: Verification) => verification.e164,
    ended: isOver,
    lists: verificationLists,
    otherLists: possibleVerificationLists,
    gives: ownNumberOf,
    givesBack: numberGivenBack,
    isSwept: true,
  };
}

/** For what is claimed, which may be of either kind. */
export function savingEither(
  keys: Keys,
  told: Pick<SavingOptions<Order>, 'onAudited'>,
): Pick<Saving<Order | Verification>, 'key' | 'script' | 'read'> {
  const orders = createSaving<Order>({ ...savingOrders(keys), ...told });
  const verifications = createSaving<Verification>({ ...savingVerifications(keys), ...told });
  return {
    key: (next) => (next.kind === 'order' ? orders.key(next) : verifications.key(next)),
    script: (next, ...rest) =>
      next.kind === 'order' ? orders.script(next, ...rest) : verifications.script(next, ...rest),
    read: (next, reply) =>
      next.kind === 'order' ? orders.read(next, reply) : verifications.read(next, reply),
  };
}
