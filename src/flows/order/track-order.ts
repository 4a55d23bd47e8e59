import { placedAtOf } from '../../domain/order/order-buying.ts';
import { nextDelay } from '../../domain/order/order-clock.ts';
import { isNews } from '../../domain/order/order-duties.ts';
import { type OrderThat, stateIs } from '../../domain/order/order-state-facts.ts';
import type { Ref } from '../../domain/record.ts';
import type { Again } from '../../jobs/queue.ts';
import type { Clock, Log } from '../../runtime.ts';
import type { Orders } from '../../store/records.ts';
import type { VobizPause } from '../../store/vobiz-pause.ts';
import type { FindOrder } from '../../vobiz/order-evidence.ts';
import type { ChangeOrder } from '../change.ts';

/** When to run again, and why nothing could be read. */
export type TrackResult = (NonNullable<Again> & { failure?: unknown }) | undefined;

/** Checks a sent order at Vobiz. Never times out: looks again, ever less often, and saves only news. */
export function createTrackOrder(deps: {
  orders: Orders;
  changeOrder: ChangeOrder;
  findOrder: FindOrder;
  vobizPause: Pick<VobizPause, 'until'>;
  clock: Clock;
  log: Log;
}) {
  const { orders, changeOrder, findOrder, vobizPause, clock, log } = deps;

  return async function track(ref: Ref): Promise<TrackResult> {
    const order = await orders.get(ref);
    if (!order || !stateIs(order, 'tracked')) return undefined;
    const age = clock.now() - order.attempt.startedAt;
    const again = { againInMs: nextDelay(age, clock.jitter()) };
    const pausedUntil = await vobizPause.until(clock.now());
    if (pausedUntil) return { againInMs: Math.max(again.againInMs, pausedUntil - clock.now()) };
    try {
      const observation = await findOrder(soughtFor(order));
      if (!isNews(order, observation)) return again;
      const changed = await changeOrder(ref, { type: 'observed', observation }, { job: 'track' });
      return changed.ok && 'endedAt' in changed.record ? undefined : again;
    } catch (error) {
      log.warn({ event: 'track.look_failed', order_id: ref.id, err: error });
      return { ...again, failure: error };
    }
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
