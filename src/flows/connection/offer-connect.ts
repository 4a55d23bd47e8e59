import { isConnectable } from '../../domain/connection/connectable.ts';
import type { Order } from '../../domain/order/order.ts';
import type { Ref } from '../../domain/record.ts';
import type { Verification } from '../../domain/verification/verification.ts';
import type { Clock } from '../../runtime.ts';
import type { ConnectSetUp } from '../../store/connect-set-up.ts';
import type { Deliveries } from '../../store/deliveries.ts';
import type { DueIndex } from '../../store/due-index.ts';
import type { Orders, Records, Verifications } from '../../store/records.ts';

/** How many records are read together. */
const BATCH = 100;

/**
 * When the first WhatsApp account is added, has the cards of all numbers drawn again that got none of its Connect buttons: by the
 * sweep, as it draws any card that is behind. A batch at a time, from where the last worker stopped.
 */
export function createOfferConnect(deps: {
  connectSetUp: Pick<ConnectSetUp, 'cardsBehind' | 'passed' | 'finished'>;
  orders: Orders;
  verifications: Verifications;
  deliveries: Pick<Deliveries, 'get' | 'put'>;
  due: Pick<DueIndex, 'bringForward'>;
  clock: Clock;
  homeTeam: string;
}) {
  const { connectSetUp, deliveries, homeTeam: team } = deps;

  async function walk<R extends Order | Verification>(
    kind: R['kind'],
    records: Pick<Records<R>, 'oldest' | 'many'>,
    goOn: () => boolean,
  ): Promise<void> {
    let offset = await connectSetUp.cardsBehind(kind);
    while (offset !== undefined && goOn()) {
      const refs = await records.oldest(team, { offset, count: BATCH });
      await redraw(await records.many(refs));
      if (refs.length < BATCH) return connectSetUp.finished(kind);
      offset += BATCH;
      await connectSetUp.passed(kind, offset);
    }
  }

  async function redraw(records: readonly (Order | Verification)[]): Promise<void> {
    const lacking = records.filter((record) => isConnectable(record) && !record.connection);
    for (const record of lacking) await fallBehind(record);
    const next = deps.clock.now();
    await deps.due.bringForward(lacking.map((ref) => ({ ref, next })));
  }

  async function fallBehind(ref: Ref): Promise<void> {
    const card = await deliveries.get(ref, 'card');
    if (card?.state === 'sent') await deliveries.put(ref, 'card', { ...card, revision: 0 });
  }

  return async (goOn: () => boolean): Promise<void> => {
    await walk('order', deps.orders, goOn);
    await walk('verification', deps.verifications, goOn);
  };
}
