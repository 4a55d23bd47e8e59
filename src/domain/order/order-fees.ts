import { isGivenBack } from '../giveback/returnable.ts';
import type { Money } from '../money.ts';
import { priceOfAll } from './asked-numbers.ts';
import type { Order } from './order.ts';
import { standsForAll } from './order-parts.ts';
import { chargedPrice } from './order-purchase.ts';
import { stateIs } from './order-state-facts.ts';

/** What its numbers cost each month. `most`: the limit of all such fees when it was asked for. */
export type StandingFee = Money & { most: number | undefined };

/** As charged, else as approved. Undefined when the order has and will have no number. */
export function standingFee(order: Order): StandingFee | undefined {
  if (order.test || stateIs(order, 'released') || isGivenBack(order)) return undefined;
  const asked = standsForAll(order) ? priceOfAll(order) : order.number.price;
  const { monthly } = chargedPrice(order) ?? asked;
  return { ...monthly, most: order.counted?.fees?.limit };
}
