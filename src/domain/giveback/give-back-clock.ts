import { nextReminderOf, remindersDue } from '../reminders.ts';
import type { GiveBack, GiveBackIn } from './give-back.ts';

/** Whether nobody decided in time. `now` is epoch ms. */
export function isOverdue(giveBack: GiveBack | undefined, now: number): boolean {
  return waits(giveBack) && now >= (giveBack.asked.expiresAt ?? Number.POSITIVE_INFINITY);
}

/** How many reminders of it are due. */
export function giveBackReminders(giveBack: GiveBack | undefined, now: number): number {
  if (!waits(giveBack)) return 0;
  const { at, reminders } = giveBack.asked;
  return remindersDue(reminders, at, now);
}

/** When time next brings a reminder or its end (epoch ms). */
export function nextGiveBackTime(giveBack: GiveBack | undefined, now: number): number | undefined {
  if (!waits(giveBack)) return undefined;
  const { at, reminders, expiresAt } = giveBack.asked;
  const next = nextReminderOf(reminders, at, now);
  if (next === undefined || expiresAt === undefined) return next ?? expiresAt;
  return Math.min(next, expiresAt);
}

function waits(giveBack: GiveBack | undefined): giveBack is GiveBackIn<'asked'> {
  return giveBack?.state === 'asked';
}
