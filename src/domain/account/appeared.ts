/**
 * - Appeared: a number of the account that nobody bought or adopted here. Approvers are told once, and adopt or leave it.
 * - Vanished: numbers or channels that a list lacks all at once, which says more about the list than about them.
 */
import { z } from 'zod';
import { userIdSchema } from '../actor.ts';
import { moneySchema } from '../money.ts';
import type { OwnedSeen } from '../numbers/owned-number-list.ts';
import { timeSchema } from '../typed.ts';
import type { Listed, Vanished } from './last-seen.ts';

export const appearedSchema = z.object({
  /** Which message told of it. */
  notice: z.string(),
  monthly: moneySchema.optional(),
  answer: z
    .object({ is: z.enum(['adopted', 'left']), by: userIdSchema, at: timeSchema })
    .optional(),
});
export type Appeared = z.infer<typeof appearedSchema>;
export type AppearedAnswer = NonNullable<Appeared['answer']>;

/** What a sub-account has is for those who use it; what is leaving cannot be adopted. */
export function mayAppear({ status, ownAccount }: OwnedSeen): boolean {
  return status === 'active' && ownAccount;
}

/** The id of the message about what one look, at `at` (epoch ms), found. */
export function appearedNotice(at: number): string {
  return `new_${at}`;
}

/** The id of the message about numbers or channels that a list has lacked since then. */
export function vanishedNotice(what: Listed, since: number): string {
  return `${what === 'number' ? 'gone' : 'unlisted'}_${since}`;
}

/** When what a message tells was found, epoch ms. */
export function noticedAt(notice: string): number {
  return Number(notice.split('_')[1]);
}

export const vanishedSchema = z.object({
  lacking: z.number().int(),
  of: z.number().int(),
  /** Of the first list that lacked them, epoch ms. */
  since: timeSchema,
  /** From the second such list on: approvers are told. */
  isProven: z.boolean(),
  /** When a list had them again. */
  overAt: timeSchema.optional(),
});
export type VanishedSince = z.infer<typeof vanishedSchema>;

/** `now`: what the list asked for at `at` (epoch ms) lacks. One that is over is kept until the next. */
export function vanishedSince(
  before: VanishedSince | undefined,
  now: Vanished | undefined,
  { at, goneAfterMs }: { at: number; goneAfterMs: number },
): VanishedSince | undefined {
  const running = before?.overAt === undefined ? before : undefined;
  if (!now) return running ? over(running, at) : before;
  const since = running?.since ?? at;
  return { ...now, since, isProven: running?.isProven === true || at - since >= goneAfterMs };
}

/** A doubt that nobody heard of is forgotten. */
function over(running: VanishedSince, at: number): VanishedSince | undefined {
  return running.isProven ? { ...running, overAt: at } : undefined;
}

/** What waits for approvers. `open`: numbers that nobody bought here and nobody has answered for. */
export type OpenAccountNews = {
  open: number;
  vanished?: VanishedSince | undefined;
  vanishedChannels?: VanishedSince | undefined;
};

/** What approvers must know of now. */
export function vanishedNow(vanished: VanishedSince | undefined): VanishedSince | undefined {
  return vanished?.isProven && vanished.overAt === undefined ? vanished : undefined;
}
