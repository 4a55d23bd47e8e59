import { z } from 'zod';
import { channelIdSchema, teamIdSchema, userIdSchema } from '../actor.ts';
import { timeSchema } from '../typed.ts';
import { type FieldOfSetUp, setUpSchema } from './set-up.ts';

const STEPS = ['approvals', 'amounts', 'check'] as const;

/** The request whose approvals are tried out. Amounts and `count` as typed; `monthly` is part of `amount`. */
const trialSchema = z.object({
  amount: z.string().max(30),
  monthly: z.string().max(30).optional(),
  count: z.string().max(30).optional(),
  user: userIdSchema,
  channel: channelIdSchema.optional(),
});

/** One admin's unfinished set-up, kept so that nothing chosen or typed is lost. */
export const setUpDraftSchema = z.object({
  team: teamIdSchema,
  user: userIdSchema,
  /** When it was begun: forms of an earlier one can't change it. */
  begun: timeSchema,
  /** Counts the changes. */
  revision: z.number().int(),
  step: z.enum(STEPS),
  /** The policy's version when `start` was read off it. */
  basedOn: z.string(),
  start: setUpSchema,
  values: setUpSchema,
  /** Whether the second step shows reminders and escalation. */
  more: z.boolean(),
  /** In which Vobiz quotes prices, the one on show first. */
  currencies: z.array(z.string()).min(1),
  trial: trialSchema,
});
export type SetUpDraft = z.infer<typeof setUpDraftSchema>;

/** What another admin changed since the draft was begun. `both`: what the draft changes too, and keeps. */
export type Meanwhile = {
  by: string | undefined;
  fields: readonly FieldOfSetUp[];
  both: readonly FieldOfSetUp[];
};
