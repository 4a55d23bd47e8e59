import { isWithin } from '../elapsed.ts';
import type { Order } from './order.ts';
import { lingers, lingersAt } from './order-buying.ts';
import {
  deadlineOf,
  escalatesAt,
  escalationIsDue,
  latestDeadline,
  nextReminderAt,
} from './order-clock.ts';
import type { OrderEvent } from './order-events.ts';
import { stateIs } from './order-state-facts.ts';

/** What time has brought. `staleAfterMs`: when an unanswered purchase counts as interrupted. */
export function overdueEvent(
  order: Order,
  now: number,
  staleAfterMs: number,
): OrderEvent | undefined {
  if (!stateIs(order, 'timed')) return undefined;
  switch (order.state) {
    case 'awaiting_approval':
      if (now >= deadlineOf(order, now)) return { type: 'expire' };
      return escalationIsDue(order, now) ? { type: 'escalate' } : undefined;
    case 'placing': {
      const { id: attemptId, startedAt } = order.attempt;
      const isUnderWay = isWithin(startedAt, staleAfterMs, now);
      return isUnderWay ? undefined : { type: 'lost', attemptId, why: 'interrupted' };
    }
    case 'pending':
      return lingers(order, now) ? { type: 'linger' } : undefined;
  }
}

/** When time next brings an event, or a reminder to post. Epoch ms. */
export function nextOrderTime(order: Order, now: number, staleAfterMs: number): number | undefined {
  if (!stateIs(order, 'timed')) return undefined;
  switch (order.state) {
    case 'awaiting_approval': {
      const never = Number.POSITIVE_INFINITY;
      const reminder = nextReminderAt(order, now) ?? never;
      return Math.min(latestDeadline(order), escalatesAt(order) ?? never, reminder);
    }
    case 'placing':
      return order.attempt.startedAt + staleAfterMs;
    case 'pending':
      return lingersAt(order);
  }
}
