import type { ChangeOrder } from '../flows/change.ts';
import { createTrackOrder } from '../flows/order/track-order.ts';
import type { Chance, FindOrder, Log } from '../flows/ports.ts';
import type { VobizClient } from '../vobiz/client.ts';
import { createOrderEvidence } from '../vobiz/order-evidence.ts';
import type { Config } from './config.ts';
import type { Stores } from './storage.ts';

/** Looking for an order at Vobiz: the worker does it in turn, the bot when somebody asks. */
export function createTracking(options: {
  config: Pick<Config, 'vobiz'>;
  vobiz: VobizClient;
  stores: Pick<Stores, 'orders' | 'shortLived'>;
  changeOrder: ChangeOrder;
  chance: Chance;
  log: Log;
}) {
  const { config, vobiz, stores, changeOrder, chance, log } = options;
  const evidence = createOrderEvidence({
    client: vobiz,
    now: chance.now,
    orderRead: config.vobiz.orderRead,
  });
  const look: FindOrder = (order) => evidence({ ...order, lastStatus: undefined });
  return { look, track: createTrackOrder({ ...stores, changeOrder, look, chance, log }) };
}
