import type { AvailableNumber } from '../../domain/numbers/available-number.ts';
import { differenceTo, nearestTo } from '../../domain/order/difference.ts';
import type { StopReason } from '../../domain/order/order-purchase.ts';
import type { Vobiz } from '../ports.ts';

/** What Vobiz offers for a pinned number at this moment. */
export type Checked = {
  /** Undefined when nothing differs. */
  difference: StopReason | undefined;
  offered: readonly AvailableNumber[];
};

/** Looks at availability and price as they are now, past the cache. Throws AppError `vobiz_*`. */
export function createCheckOffer(deps: { vobiz: Pick<Vobiz, 'availability'> }) {
  return async (pinned: AvailableNumber): Promise<Checked> => {
    const { country, region } = pinned;
    const near = (await deps.vobiz.availability({ country, region })).numbers;
    const difference = differenceTo(pinned, near);
    if (difference?.kind !== 'gone') return { difference, offered: near };
    // Which region texts the search accepts is not published: gone only counts when the whole country says so too.
    const all = (await deps.vobiz.availability({ country })).numbers;
    const still = differenceTo(pinned, all);
    if (still?.kind !== 'gone') return { difference: still, offered: all };
    return {
      difference: { kind: 'gone', instead: nearestTo(pinned, [...near, ...all]) },
      offered: all,
    };
  };
}
export type CheckOffer = ReturnType<typeof createCheckOffer>;
