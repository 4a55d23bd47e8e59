import type { Person } from '../../../../src/domain/actor.ts';
import type { Order } from '../../../../src/domain/order/order.ts';
import type {
  EventOf,
  Observation,
  OrderEvent,
  PurchaseAnswered,
} from '../../../../src/domain/order/order-events.ts';
import { transition } from '../../../../src/domain/order/order-transitions.ts';
import { orderStates, T0 } from '../../views/views-support.ts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
/** Of orders that were made at T0. */
export const NOW = T0 + 10 * MINUTE;
export const ATTEMPT = orderStates().placing.attempt.id;

export const approver: Person = {
  userId: 'U0APPROVER',
  teamId: 'T0TEAM',
  userTeamId: 'T0TEAM',
  standing: 'member',
  groups: [],
};
export const requester: Person = { ...approver, userId: 'U0REQUESTER' };
export const stranger: Person = { ...approver, userId: 'U0STRANGER' };

export function answer(more: Partial<PurchaseAnswered> = {}): PurchaseAnswered {
  return {
    orderId: '3f8a-41',
    status: 'pending',
    rawStatus: 'pending',
    e164: '+919876543210',
    price: undefined,
    failureReason: undefined,
    ...more,
  };
}

export function answered(more: Partial<PurchaseAnswered> = {}): EventOf<'answered'> {
  return { type: 'answered', attemptId: ATTEMPT, answer: answer(more) };
}

export function seen(
  verdict: Observation['verdict'],
  more: Partial<Observation> = {},
): Observation {
  const evidence = [{ source: 'owned_numbers' as const, finding: 'active' as const, at: NOW }];
  return { verdict, e164: undefined, failureReason: undefined, evidence, ...more };
}

export function observed(
  verdict: Observation['verdict'],
  more: Partial<Observation> = {},
): EventOf<'observed'> {
  return { type: 'observed', observation: seen(verdict, more) };
}

/** The order after the event, which must be possible. */
export function follow(order: Order, event: OrderEvent, now = NOW): Order {
  const result = transition(order, event, now);
  if (!result.ok) throw new Error(`refused: ${result.refusal.kind}`);
  return result.record;
}

/** Why the event is refused: `forbidden` with its reason, anything else by its kind. */
export function refusal(order: Order, event: OrderEvent, now = NOW): string | undefined {
  const result = transition(order, event, now);
  if (result.ok) return undefined;
  return result.refusal.kind === 'forbidden' ? result.refusal.why : result.refusal.kind;
}
