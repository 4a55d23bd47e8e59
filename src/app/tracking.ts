import type { ChangeOrder } from '../flows/change.ts';
import { createTrackOrder } from '../flows/order/track-order.ts';
import type { Clock, Log } from '../runtime.ts';
import type { VobizClient } from '../vobiz/client.ts';
import type { FindOrder } from '../vobiz/order-evidence.ts';
import { createOrderEvidence } from '../vobiz/order-evidence.ts';
import type { Config } from './config.ts';
import type { Stores } from './storage.ts';

/** Looking for an order at Vobiz: the worker does it in turn, the bot when somebody asks. */
export function createTracking(options: {
  config: Pick<Config, 'vobiz'>;
  vobiz: VobizClient;
  stores: Pick<Stores, 'orders' | 'shortLived'>;
  changeOrder: ChangeOrder;
  clock: Clock;
  log: Log;
}) {
  const { config, vobiz, stores, changeOrder, clock, log } = options;
  const evidence = createOrderEvidence({
    client: vobiz,
    now: clock.now,
    orderRead: config.vobiz.orderRead,
  });
  const findOrder: FindOrder = (order) => evidence({ ...order, lastStatus: undefined });
  return { findOrder, track: createTrackOrder({ ...stores, changeOrder, findOrder, clock, log }) };
}
