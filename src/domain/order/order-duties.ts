import type { Evidence } from './evidence.ts';
import { isEnded, type Order, type OrderIn } from './order.ts';
import type { Observation } from './order-events.ts';
import { isFlagged } from './order-flags.ts';

/** Whether an observation says anything the record does not say already; times of looking are no news. */
export function isNews(order: OrderIn<'pending' | 'unconfirmed'>, seen: Observation): boolean {
  const findings = (list: readonly Evidence[]) =>
    list.map(({ source, finding }) => `${source}=${finding}`).join();
  const open = seen.verdict === 'pending' || seen.verdict === 'unknown';
  return !open || findings(order.evidence) !== findings(seen.evidence);
}

/** Work that an order calls for. Derived from the record alone, so whatever is lost can be asked for again. */
export type OrderDuty = 'place' | 'track' | 'notify';

export function dutiesOf(order: Order): readonly OrderDuty[] {
  const talked = order.questions?.length || order.escalatedAt !== undefined;
  const talk: readonly OrderDuty[] = talked ? ['notify'] : [];
  if (order.state === 'awaiting_approval') return talk;
  if (order.state === 'approved') return ['place', ...talk];
  if (order.state === 'pending') return isFlagged(order) ? ['track', 'notify'] : ['track'];
  if (order.state === 'unconfirmed') return ['track', 'notify'];
  return isEnded(order) ? ['notify'] : [];
}
