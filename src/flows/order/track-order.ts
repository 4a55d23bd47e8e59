import type { Order } from '../../domain/order/order.ts';
import { placedAtOf } from '../../domain/order/order-buying.ts';
import { isNews, withEarlier } from '../../domain/order/order-duties.ts';
import type { OrderThat } from '../../domain/order/order-state-facts.ts';
import type { FindOrder } from '../../vobiz/order-evidence.ts';
import type { ChangeOrder } from '../change.ts';

/** Compares a sent order with what Vobiz shows and saves only news. Returns the order as it is then. */
export function createTrackOrder({ changeOrder }: { changeOrder: ChangeOrder }) {
  return async (order: OrderThat<'tracked'>, findOrder: FindOrder): Promise<Order> => {
    const observation = withEarlier(order, await findOrder(soughtFor(order)));
    if (!isNews(order, observation)) return order;
    const changed = await changeOrder(order, { type: 'observed', observation }, { job: 'track' });
    return changed.ok ? changed.record : order;
  };
}
export type TrackOrder = ReturnType<typeof createTrackOrder>;

/** Reads the ledger only for a purchase without an answer. */
function soughtFor(order: OrderThat<'tracked'>): Parameters<FindOrder>[0] {
  const at = placedAtOf(order);
  if (order.state === 'unconfirmed') {
    const { e164, price: charge } = order.number;
    return { orderId: undefined, e164, charge, ...at };
  }
  const { orderId, e164 = order.number.e164 } = order.purchase;
  return { orderId, e164, ...at };
}
