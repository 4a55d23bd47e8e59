import { auditEntry } from '../../domain/audit/audit.ts';
import type { OrderIn } from '../../domain/order/order.ts';
import { partsOf } from '../../domain/order/order-parts.ts';
import type { Orders } from '../../store/records.ts';
import { type ChangeDeps, type ChangeOrder, enqueueRecord } from '../change.ts';

/**
 * Makes an order for each further number of an approved request; then the lead gives up what it counted for them. A repeated
 * or interrupted run makes what is missing. A part may be bought before the lead is spread: nobody can withdraw it by then,
 * and who has its claim has all that was saved before, as replicas get everything in the order of the saves.
 */
export function createSpreadOrder(
  deps: ChangeDeps & { orders: Pick<Orders, 'putBack'>; changeOrder: ChangeOrder },
) {
  const { orders, changeOrder, clock, log } = deps;
  const by = { job: 'place' };

  /** The lead, which now stands for its own number alone; undefined if it changed meanwhile. */
  return async function spread(
    lead: OrderIn<'approved'>,
  ): Promise<OrderIn<'approved'> | undefined> {
    const parts = partsOf(lead, clock.now());
    for (const part of parts) {
      const entry = auditEntry('spread', by, undefined, part, part.updatedAt);
      // Past the limits: until the lead is spread, it still counts for this number too.
      if (!(await orders.putBack(part, entry))) continue;
      log.info({ event: 'order.part_made', order_id: part.id, lead_id: lead.id });
      deps.count(part.state);
    }
    const changed = await changeOrder(lead, { type: 'spread' }, by);
    for (const part of parts) await enqueueRecord(deps, part);
    return changed.ok && changed.record.state === 'approved' ? changed.record : undefined;
  };
}
export type SpreadOrder = ReturnType<typeof createSpreadOrder>;
