import {
  type Connectable,
  isConnectable,
  onboardingOf,
} from '../../domain/connection/connectable.ts';
import { kindOf } from '../../domain/record.ts';
import type { NumberIndex } from '../../store/number-index.ts';
import type { Orders, Verifications } from '../../store/records.ts';

export type NumberRecordsDeps = {
  orders: Pick<Orders, 'many'>;
  verifications: Pick<Verifications, 'many'>;
  numberIndex: Pick<NumberIndex, 'ids'>;
};

/** The records that gave the team these numbers: purchases and verifications. The record decides, not the index. */
export function createNumberRecords(deps: NumberRecordsDeps) {
  return async (team: string, numbers: readonly string[]): Promise<Connectable[]> => {
    const ids = await deps.numberIndex.ids(team, numbers);
    const refsOf = (kind: 'order' | 'verification') =>
      ids.filter((id) => kindOf(id) === kind).map((id) => ({ team, id }));
    const [orders, verifications] = await Promise.all([
      deps.orders.many(refsOf('order')),
      deps.verifications.many(refsOf('verification')),
    ]);
    const sought = new Set(numbers);
    return [...orders, ...verifications]
      .filter(isConnectable)
      .filter((record) => sought.has(onboardingOf(record).e164));
  };
}
export type NumberRecords = ReturnType<typeof createNumberRecords>;
