import { z } from 'zod';
import { userIdSchema } from '../actor.ts';
import { REASON_MAX, timeSchema, typed } from '../typed.ts';

export const QUESTIONS_MAX = 20;
export const REPLIES_MAX = 30;

/** Asked with the Ask button; stops the request's clock until answered. */
export const questionSchema = z.object({
  by: userIdSchema,
  at: timeSchema,
  text: typed(REASON_MAX),
  answer: z.object({ at: timeSchema, text: typed(REASON_MAX) }).optional(),
});
export type Question = z.infer<typeof questionSchema>;

/** A message in the card's thread; `ts` is Slack's message id. */
export const replySchema = z.object({
  by: userIdSchema,
  at: timeSchema,
  ts: z.string().max(40),
  text: typed(REASON_MAX),
});
export type Reply = z.infer<typeof replySchema>;
