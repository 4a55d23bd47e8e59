import { nextReminderOf, remindersDue } from '../reminders.ts';
import type { Order } from './order.ts';
import type { Question } from './questions.ts';

const DAY_MS = 24 * 3_600_000;
/** The longest pause for a question, so an unanswered request still ends. */
export const PAUSE_MAX_MS = 7 * DAY_MS;

type Timed = Pick<Order, 'createdAt' | 'expiresAt' | 'pausedAt' | 'policy' | 'escalatedAt'>;

/** How long the open question has stopped the clock, in ms. */
export function pausedMs({ pausedAt }: Pick<Order, 'pausedAt'>, now: number): number {
  return pausedAt === undefined ? 0 : Math.min(Math.max(now - pausedAt, 0), PAUSE_MAX_MS);
}

/** The deadline if the open question were answered now. Epoch ms. */
export function deadlineOf(order: Timed, now: number): number {
  return order.expiresAt + pausedMs(order, now);
}

/** When the request ends if nobody acts. Epoch ms. */
export function latestDeadline(order: Timed): number {
  return order.pausedAt === undefined ? order.expiresAt : order.expiresAt + PAUSE_MAX_MS;
}

/** Since when it has waited, as if it had waited without pauses (epoch ms). Only valid while the clock runs. */
function waitedSince(order: Timed): number {
  return order.expiresAt - order.policy.expiresAfterMs;
}

/** Counted from 1; 0: none is due. An open question holds reminders back. */
export function reminderDue(order: Timed, now: number): number {
  if (order.pausedAt !== undefined) return 0;
  return remindersDue(order.policy.reminders, waitedSince(order), now);
}

/** When the next reminder will be due, if there is one. Epoch ms. */
export function nextReminderAt(order: Timed, now: number): number | undefined {
  if (order.pausedAt !== undefined) return undefined;
  return nextReminderOf(order.policy.reminders, waitedSince(order), now);
}

/** When others are asked too, unless they were or a question is open. Epoch ms. */
export function escalatesAt(order: Timed): number | undefined {
  const { escalation } = order.policy;
  if (!escalation || order.escalatedAt !== undefined || order.pausedAt !== undefined)
    return undefined;
  return waitedSince(order) + escalation.afterMs;
}

export function escalationIsDue(order: Timed, now: number): boolean {
  const at = escalatesAt(order);
  return at !== undefined && now >= at;
}

export function openQuestions(order: Pick<Order, 'questions'>): Question[] {
  return (order.questions ?? []).filter((question) => !question.answer);
}

const FIRST_MS = 2_000;
const LONGEST_MS = 5 * 60_000;

/** Delay in ms to the next try of what waits: a tenth of its age, within 2 s and 5 min. `random` in [0, 1) varies it by 20 %. */
export function nextDelay(ageMs: number, random: number): number {
  const tenth = Math.min(Math.max(ageMs / 10, FIRST_MS), LONGEST_MS);
  return Math.round(tenth * (0.8 + 0.4 * random));
}
