import type { OrderIn } from '../../domain/order/order.ts';
import type { PurchaseOutcome } from '../../domain/order/purchase-outcome.ts';
import type { WatchRecords } from '../audit/watch-records.ts';
import type { Orders, PurchaseJournal } from '../ports.ts';
import type { PutBack } from './put-back.ts';
import type { Reconcile } from './reconcile.ts';

/** What the sender of a purchase asks and tells its own memory, which Redis cannot take away. */
export type SentBefore = {
  /** Whether the purchase of this order was sent before: then its record knows it again now. */
  wasSent(order: OrderIn<'approved'>): Promise<boolean>;
  /** Nothing may be sent yet: something that was sent is missing, or another order of the number came back. */
  mustWait(order: OrderIn<'approved'>): Promise<boolean>;
  /** Before it is sent; false when it cannot be noted: then nothing may be sent. */
  note(claimed: OrderIn<'placing'>): Promise<boolean>;
  /** After: noted first, then written to the record, whatever has become of it. */
  keep(claimed: OrderIn<'placing'>, outcome: PurchaseOutcome): Promise<void>;
};

export function createSentBefore(deps: {
  orders: Pick<Orders, 'holder'>;
  journal: Pick<PurchaseJournal, 'sending' | 'outcome'>;
  watch: Pick<WatchRecords, 'look'>;
  reconcile: Pick<Reconcile, 'attemptsOf' | 'missing'>;
  putBack: PutBack;
}): SentBefore {
  const { orders, journal, watch, reconcile, putBack } = deps;
  return {
    async wasSent(order) {
      await watch.look();
      const before = await reconcile.attemptsOf(order);
      for (const kept of before) await putBack(kept);
      return before.length > 0;
    },
    async mustWait({ team, id, number }) {
      if ((await reconcile.missing()).length > 0) return true;
      const holder = await orders.holder(team, number.e164);
      return holder !== undefined && holder !== id;
    },
    note: journal.sending,
    async keep(order, outcome) {
      await journal.outcome(outcome);
      await putBack({ order, outcome });
    },
  };
}
