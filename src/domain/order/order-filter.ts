import type { Person } from '../actor.ts';
import type { Order, OrderState } from './order.ts';
import { openQuestions } from './order-clock.ts';
import { transition } from './order-transitions.ts';

export const WHOSE = ['all', 'mine', 'waiting'] as const;
/** What people tell requests apart by. */
export const STAGES = ['asked', 'under_way', 'bought', 'not_bought'] as const;
export type Stage = (typeof STAGES)[number];

/** `month`: like `2026-11`, in UTC. Empty for any. */
export type OrderFilter = { whose: (typeof WHOSE)[number]; stage: Stage | ''; month: string };

const STAGE_OF: Readonly<Record<OrderState, Stage>> = {
  awaiting_approval: 'asked',
  approved: 'under_way',
  placing: 'under_way',
  pending: 'under_way',
  unconfirmed: 'under_way',
  completed: 'bought',
  failed: 'not_bought',
  cancelled: 'not_bought',
  stopped: 'not_bought',
  denied: 'not_bought',
  withdrawn: 'not_bought',
  expired: 'not_bought',
};

function monthOf({ createdAt }: Order): string {
  return new Date(createdAt).toISOString().slice(0, 7);
}

/** The months that have requests, newest first. */
export function monthsOf(orders: readonly Order[]): string[] {
  return [...new Set(orders.map(monthOf))].sort().reverse();
}

export function filterOrders(
  orders: readonly Order[],
  { whose, stage, month }: OrderFilter,
  who: Person,
  now: number,
): Order[] {
  return orders.filter(
    (order) =>
      (whose !== 'mine' || order.requester === who.userId) &&
      (whose !== 'waiting' || waitsFor(order, who, now)) &&
      (stage === '' || STAGE_OF[order.state] === stage) &&
      (month === '' || monthOf(order) === month),
  );
}

/** Whether this person could bring it further now: approve it, or answer what was asked about it. */
function waitsFor(order: Order, who: Person, now: number): boolean {
  return mayHelp(order, who, now) || isAsked(order, who);
}

/** Whether this person's approval would advance the request now. */
export function mayHelp(order: Order, who: Person, now: number): boolean {
  if (order.state !== 'awaiting_approval') return false;
  const digits = order.number.e164.slice(-4);
  return transition(order, { type: 'approve', who, requesterLeft: false, digits }, now).ok;
}

/** Whether the request waits for an answer of this person. */
export function isAsked(order: Order, { userId }: Pick<Person, 'userId'>): boolean {
  const waits = order.state === 'awaiting_approval' && order.requester === userId;
  return waits && openQuestions(order).length > 0;
}
