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

export function stageOf({ state }: Pick<Order, 'state'>): Stage {
  return STAGE_OF[state];
}

/** The month's first moment, and that of the next month. Epoch ms. */
export function spanOf(month: string): { from: number; to: number } {
  const [year = 0, ordinal = 0] = month.split('-').map(Number);
  return { from: Date.UTC(year, ordinal - 1), to: Date.UTC(year, ordinal) };
}

/** Every month from the one of `first` to the one of `last` (epoch ms), newest first. */
export function monthsBetween(first: number, last: number): string[] {
  const months: string[] = [];
  for (let at = last; at >= first; at = spanOf(monthOf(at)).from - 1) months.push(monthOf(at));
  return months;
}

function monthOf(at: number): string {
  return new Date(at).toISOString().slice(0, 7);
}

/** Whether a request is of the stage and month that were chosen. */
export function fits(
  order: Order,
  { stage, month }: Pick<OrderFilter, 'stage' | 'month'>,
): boolean {
  return (
    (stage === '' || stageOf(order) === stage) &&
    (month === '' || monthOf(order.createdAt) === month)
  );
}

/** Whether this person could bring it further now: approve it, or answer what was asked about it. */
export function waitsFor(order: Order, who: Person, now: number): boolean {
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
