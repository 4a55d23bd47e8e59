import {
  type Connectable,
  isConnectable,
  onboardingOf,
} from '../../domain/connection/connectable.ts';
import { kindOf } from '../../domain/record.ts';
import type { NumberIndex } from '../../store/number-index.ts';
import type { Orders, Verifications } from '../../store/records.ts';

export type NumberRecordsDeps = {
  orders: Pick<Orders, 'several'>;
  verifications: Pick<Verifications, 'several'>;
  numberIndex: Pick<NumberIndex, 'ids'>;
};

/** The records that gave the team these numbers: purchases and verifications. The record decides, not the index. */
export function createNumberRecords(deps: NumberRecordsDeps) {
  return async (team: string, numbers: readonly string[]): Promise<Connectable[]> => {
    const ids = await deps.numberIndex.ids(team, numbers);
    const idsOf = (kind: 'order' | 'verification') => ids.filter((id) => kindOf(id) === kind);
    const [orders, verifications] = await Promise.all([
      deps.orders.several(team, idsOf('order')),
      deps.verifications.several(team, idsOf('verification')),
    ]);
    const sought = new Set(numbers);
    return [...orders, ...verifications]
      .filter(isConnectable)
      .filter((record) => sought.has(onboardingOf(record).e164));
  };
}
