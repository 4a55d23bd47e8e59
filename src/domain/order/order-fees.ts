import type { Money } from '../money.ts';
import { priceOfAll } from './asked-numbers.ts';
import type { Order } from './order.ts';
import { standsForAll } from './order-parts.ts';
import { stateIs } from './order-state-facts.ts';

/** What its numbers cost each month. `most`: the limit of all such fees when it was asked for. */
export type StandingFee = Money & { most: number | undefined };

/** Its number is Vobiz's again. */
export function isGivenBack(order: Order): boolean {
  return order.state === 'completed' && order.giveBack?.state === 'released';
}

/** As charged, else as approved. Undefined when the order has and will have no number. */
export function standingFee(order: Order): StandingFee | undefined {
  if (order.test || stateIs(order, 'released') || isGivenBack(order)) return undefined;
  const answered = 'purchase' in order ? order.purchase?.price : undefined;
  const charged = answered ?? ('named' in order ? order.named?.price : undefined);
  const { monthly } = charged ?? (standsForAll(order) ? priceOfAll(order) : order.number.price);
  return { ...monthly, most: order.counted?.fees?.limit };
}
