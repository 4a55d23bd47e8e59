import { z } from 'zod';

/** Of what waits for an answer: the first after `firstAfterMs`, each later one after twice the time. */
export const remindersSchema = z.object({
  firstAfterMs: z.number().int().positive(),
  atMost: z.number().int().max(4),
});
export type Reminders = z.infer<typeof remindersSchema>;

/** When the nth is due, counted from 1. Epoch ms. */
function reminderAt(since: number, { firstAfterMs }: Reminders, n: number): number {
  return since + firstAfterMs * (2 ** n - 1);
}

/** How many are due of what has waited since then (epoch ms). */
export function remindersDue(reminders: Reminders | undefined, since: number, now: number): number {
  if (!reminders) return 0;
  let due = 0;
  while (due < reminders.atMost && now >= reminderAt(since, reminders, due + 1)) due += 1;
  return due;
}

/** When the next will be due, if there is one. Epoch ms. */
export function nextReminderOf(
  reminders: Reminders | undefined,
  since: number,
  now: number,
): number | undefined {
  const due = remindersDue(reminders, since, now);
  return reminders && due < reminders.atMost ? reminderAt(since, reminders, due + 1) : undefined;
}
